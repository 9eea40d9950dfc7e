import { constantPayload } from '../inference/provenance';
import type { Graph, Node, StoredTensor } from '../ir/graph';

/** Operators that hand integers on unchanged, from their first input. */
const CARRIERS = new Set([
  'Cast',
  'Expand',
  'Flatten',
  'Identity',
  'Reshape',
  'Slice',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
]);

/** Operators behind which a stored table is as long as before. */
const TABLE_CARRIERS = new Set(['Cast', 'DequantizeLinear', 'Identity']);

/** A place where a tensor picks rows of a table: the node's input, that of its table, and the table's axis. */
interface Lookup {
  readonly index: number;
  readonly table: number;
  readonly axis: number;
}

/** How many rows there are for each integer input that picks rows of stored tables; of several tables the shortest counts. */
export function indexLimits(graph: Graph): ReadonlyMap<string, number> {
  const all = new Surroundings(graph);
  const limits = new Map<string, number>();
  for (const { name } of graph.inputs) {
    const rows = all.rowsPickedBy(name);
    if (rows !== null) limits.set(name, rows);
  }
  return limits;
}

/** Readers and makers of tensors, those in subgraphs included: they read what lies around them. */
class Surroundings {
  readonly #readers = new Map<string, Node[]>();
  readonly #makers = new Map<string, Node>();
  readonly #stored = new Map<string, StoredTensor>();

  constructor(graph: Graph) {
    this.#add(graph);
  }

  rowsPickedBy(input: string): number | null {
    const seen = new Set([input]);
    let least: number | null = null;
    // Grows while it is walked.
    for (const name of seen)
      for (const node of this.#readers.get(name) ?? []) {
        if (CARRIERS.has(node.op) && node.inputs[0] === name) seen.add(node.outputs[0] ?? '');
        for (const lookup of lookupsOf(node)) {
          const rows = node.inputs[lookup.index] === name ? this.#rows(node, lookup) : null;
          if (rows !== null) least = Math.min(least ?? rows, rows);
        }
      }
    return least;
  }

  #rows(node: Node, { table, axis }: Lookup): number | null {
    const dims = this.#storedBehind(node.inputs[table] ?? '')?.dims;
    return dims?.at(axis) ?? null;
  }

  #storedBehind(name: string): StoredTensor | null {
    let at = name;
    for (let steps = 0; steps < 8; steps++) {
      const stored = this.#stored.get(at);
      if (stored) return stored;
      const maker = this.#makers.get(at);
      if (!maker) return null;
      if (!TABLE_CARRIERS.has(maker.op)) return constantPayload(maker);
      at = maker.inputs[0] ?? '';
    }
    return null;
  }

  #add(graph: Graph): void {
    for (const [name, tensor] of graph.initializers) this.#stored.set(name, tensor);
    for (const node of graph.nodes) {
      for (const name of new Set(node.inputs)) {
        const readers = this.#readers.get(name);
        if (readers) readers.push(node);
        else this.#readers.set(name, [node]);
      }
      for (const name of node.outputs) this.#makers.set(name, node);
      for (const attribute of node.attributes.values())
        if (attribute.kind === 'graph') this.#add(attribute.value);
    }
  }
}

/** Where a node looks rows up: Gather, and Microsoft's forms of embeddings. */
function lookupsOf({ op, attributes }: Node): readonly Lookup[] {
  const axis = (name: string): number => {
    const attribute = attributes.get(name);
    return attribute?.kind === 'int' ? attribute.value : 0;
  };
  if (op === 'Gather') return [{ index: 1, table: 0, axis: axis('axis') }];
  if (op === 'GatherBlockQuantized') return [{ index: 1, table: 0, axis: axis('gather_axis') }];
  if (op === 'EmbedLayerNormalization')
    return [
      { index: 0, table: 2, axis: 0 },
      { index: 1, table: 4, axis: 0 },
    ];
  return [];
}
