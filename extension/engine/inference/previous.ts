import { equal } from '../ir/dim';
import type { Node } from '../ir/graph';
import { hasSubgraph, readsOf } from '../ir/order';
import type { Content, Shape, TensorFacts } from '../ir/tensor';
import { sameHolding } from '../ops/support/merging';
import type { ShapedModel, ShapedNode, TensorUse } from './shaped';

/** A node about to be inferred. */
type Frame = Pick<ShapedNode, 'node' | 'index' | 'opset' | 'inputs'>;

/** A node of the main graph with those of its subgraphs, and what these read of the main graph. */
interface Known {
  readonly shaped: ShapedNode;
  readonly inner: ShapedNode[];
  readonly outer: Map<string, TensorUse>;
}

/**
 * What an earlier inference found out, for a graph that shares most nodes with that one: a rewrite changes a
 * few, and what lies behind them is inferred anew only as far as facts really differ.
 */
export class Previous {
  readonly #nodes = new Map<Node, Known>();
  readonly #uses = new Map<string, TensorUse>();

  constructor(model: ShapedModel) {
    let known: Known | null = null;
    let reads: ReadonlySet<string> = new Set();
    for (const shaped of model.nodes) {
      if (shaped.path === '') {
        known = { shaped, inner: [], outer: new Map() };
        reads = new Set(hasSubgraph(shaped.node) ? readsOf(shaped.node) : []);
        this.#nodes.set(shaped.node, known);
        for (const use of [...shaped.inputs, ...shaped.outputs]) if (use) this.#uses.set(use.name, use);
      } else if (known) {
        known.inner.push(shaped);
        for (const use of shaped.inputs) if (use && reads.has(use.name)) this.#keepOuter(known, use);
      }
    }
  }

  /** The earlier object where it says the same, so that whoever reads it can tell by identity. */
  settle(use: TensorUse): TensorUse {
    const known = this.#uses.get(use.name);
    return known && isSameUse(known, use) ? known : use;
  }

  /**
   * The node as it was inferred before, and behind it those of its subgraphs, if it is the same one with the same inputs and
   * its subgraphs read the same of the main graph; findings were told then. `useOf` tells what a name stands for now.
   */
  node(
    { node, index, opset, inputs }: Frame,
    useOf: (name: string) => TensorUse,
  ): readonly ShapedNode[] | undefined {
    const known = this.#nodes.get(node);
    if (known?.shaped.opset !== opset || known.shaped.inputs.length !== inputs.length) return undefined;
    if (known.shaped.inputs.some((use, slot) => use !== inputs[slot])) return undefined;
    if (hasSubgraph(node)) {
      const given = new Set(node.inputs);
      const changed = readsOf(node).some((name) => !given.has(name) && known.outer.get(name) !== useOf(name));
      if (changed) return undefined;
    }
    const { shaped, inner } = known;
    if (shaped.index === index) return [shaped, ...inner];
    return [{ ...shaped, index }, ...inner.map((each) => moved(each, shaped.index, index))];
  }

  #keepOuter({ outer }: Known, use: TensorUse): void {
    outer.set(use.name, use);
    if (!this.#uses.has(use.name)) this.#uses.set(use.name, use);
  }
}

/** A node of a subgraph whose owner stands elsewhere: places begin with the owner's. */
function moved(shaped: ShapedNode, from: number, to: number): ShapedNode {
  const place = (text: string): string => `${to}${text.slice(String(from).length)}`;
  const { path, choice } = shaped;
  return { ...shaped, path: place(path), choice: choice ? { ...choice, owner: place(choice.owner) } : null };
}

/** Whether two tensors of one name say the same, wherever they were made. */
export function isSameUse(a: TensorUse, b: TensorUse): boolean {
  return (
    a.stored === b.stored &&
    a.initializer === b.initializer &&
    a.dequantizedFrom === b.dequantizedFrom &&
    isSameFacts(a.facts, b.facts) &&
    a.carried.length === b.carried.length &&
    a.carried.every(
      ({ tensor, dequantized }, i) =>
        tensor === b.carried[i]?.tensor && dequantized === b.carried[i].dequantized,
    )
  );
}

/** Whether two facts say the same. */
export function isSameFacts(a: TensorFacts, b: TensorFacts): boolean {
  return (
    a === b ||
    (a.dtype === b.dtype &&
      isSameShape(a.shape, b.shape) &&
      isSameContent(a.content, b.content) &&
      sameHolding(a.holds, b.holds))
  );
}

function isSameShape(a: Shape | null, b: Shape | null): boolean {
  if (a === b) return true;
  return (
    a !== null &&
    b !== null &&
    a.length === b.length &&
    a.every((dim, i) => dim === b[i] || equal(dim, b[i] ?? 0))
  );
}

function isSameContent(a: Content | null, b: Content | null): boolean {
  if (a === b) return true;
  if (a?.kind === 'fill') return b?.kind === 'fill' && equal(a.value, b.value);
  if (a?.kind !== 'elements' || b?.kind !== 'elements' || a.values.length !== b.values.length) return false;
  return a.values.every((value, i) => {
    const other = b.values[i] ?? null;
    return value === other || (value !== null && other !== null && equal(value, other));
  });
}
