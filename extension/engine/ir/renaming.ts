import type { Graph, LocalFunction, Node } from './graph';

/** Makes names that nothing else has. */
export class UniqueNames {
  readonly #taken: Set<string>;
  #next = 0;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  create(suggested: string): string {
    let name = suggested;
    while (this.#taken.has(name)) name = `${suggested}_${this.#next++}`;
    this.#taken.add(name);
    return name;
  }
}

/** Names in the body of a called function, or in a subgraph there, and what they become where it is called. */
export class Renaming {
  readonly #names = new Map<string, string>();
  readonly #outer: Renaming | null;
  readonly #suffix: string;
  readonly #unique: UniqueNames;

  constructor(outer: Renaming | null, suffix: string, unique: UniqueNames) {
    this.#outer = outer;
    this.#suffix = suffix;
    this.#unique = unique;
  }

  /** Formal parameters become what the call gives: inputs left out are "", outputs left out get names of their own. */
  static ofCall(call: Node, body: LocalFunction, suffix: string, unique: UniqueNames): Renaming {
    const renaming = new Renaming(null, suffix, unique);
    body.inputs.forEach((name, i) => renaming.#names.set(name, call.inputs[i] ?? ''));
    body.outputs.forEach((name, i) => {
      const given = call.outputs[i] ?? '';
      if (!renaming.#names.has(name)) renaming.#names.set(name, given === '' ? renaming.create(name) : given);
    });
    return renaming;
  }

  /** The names of a subgraph: what it makes is its own, what it only mentions is that of the body around it. */
  inside(graph: Graph): Renaming {
    const inner = new Renaming(this, this.#suffix, this.#unique);
    const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
    const own = [...graph.inputs.map(({ name }) => name), ...graph.initializers.keys()];
    const outputs = graph.outputs.map(({ name }) => name).filter((name) => made.has(name));
    for (const name of [...own, ...outputs])
      if (name !== '' && !inner.#names.has(name)) inner.#names.set(name, inner.create(name));
    return inner;
  }

  /** A new name for a node or tensor of the body. */
  create(name: string): string {
    return this.#unique.create(name + this.#suffix);
  }

  /** A tensor that is read. One that is not known yet is the body's: functions see nothing from outside. */
  read(name: string): string {
    if (this.#outer !== null && !this.#names.has(name)) return this.#outer.read(name);
    return this.#known(name) ?? this.#define(name);
  }

  /** A tensor that is made. */
  make(name: string): string {
    return this.#known(name) ?? this.#define(name);
  }

  #known(name: string): string | undefined {
    if (name === '') return '';
    const own = this.#names.get(name);
    return own === undefined && this.#outer !== null ? this.#outer.#known(name) : own;
  }

  #define(name: string): string {
    const created = this.create(name);
    this.#names.set(name, created);
    return created;
  }
}

/** Every name in a graph, of tensors and nodes alike. */
export function* namesOf(graph: Graph): Generator<string> {
  for (const { name } of [...graph.inputs, ...graph.outputs]) yield name;
  yield* graph.initializers.keys();
  for (const node of graph.nodes) {
    yield node.name;
    yield* node.inputs;
    yield* node.outputs;
    for (const attribute of node.attributes.values())
      if (attribute.kind === 'graph') yield* namesOf(attribute.value);
  }
}
