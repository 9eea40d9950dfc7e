import type { Node } from '../../ir/graph';
import type { GraphEdit } from '../../ir/graphEdit';
import type { ModelFacts } from '../facts';

/**
 * Takes nodes out whose output equals another tensor: their readers read that one instead. A node whose output
 * is an output of the model stays, and so does one that a subgraph captures.
 */
export class Renames {
  readonly #facts: ModelFacts;
  readonly #renamed = new Map<string, string>();
  readonly #removed = new Map<Node, readonly Node[]>();

  constructor(facts: ModelFacts) {
    this.#facts = facts;
  }

  get size(): number {
    return this.#removed.size;
  }

  get nodes(): readonly Node[] {
    return [...this.#removed.keys()];
  }

  /** The tensor that stands for `name` so far. */
  current(name: string): string {
    return this.#renamed.get(name) ?? name;
  }

  /** Whether all outputs of a node may be read elsewhere under another name. */
  mayRemove(node: Node): boolean {
    return node.outputs.every((name) => !this.#facts.isOutput(name) && !this.#facts.isCaptured(name));
  }

  remove(node: Node, equals: readonly string[]): void {
    node.outputs.forEach((name, slot) => {
      if (name !== '') this.#renamed.set(name, this.current(equals[slot] ?? ''));
    });
    this.#removed.set(node, []);
  }

  edit(): GraphEdit {
    return { replaced: this.#removed, renamed: this.#renamed };
  }
}
