import { BadInput } from '../../../diagnostics';
import type { ByteSource } from '../../../host';
import type { Graph, Node } from '../../../ir/graph';
import { callsToOpen } from './calls';
import { chunkField } from './fields';
import { encodeNode, type PayloadOf } from './messages';
import { patchNode } from './patchNode';
import type { GraphField, Span } from './spans';

/** What is written in one place: bytes of the old file, or new ones. */
export type Segment =
  { readonly kind: 'copy'; readonly span: Span } | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Words under a key of the model's metadata, from those that stand there. */
export type MetadataEdits = ReadonlyMap<string, (earlier: readonly string[]) => readonly string[]>;

/** What a model becomes: the graph as it was read, the graph as it is to be, entries for the model's metadata. */
export interface Rewriting {
  readonly before: Graph;
  readonly after: Graph;
  /** Operator sets that the model imports, by domain. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly metadata: MetadataEdits;
}

export const NODE = 1;

/** A node message larger than this holds a constant that is no matter of patching. */
const LARGEST_PATCHED_BYTES = 256 * 1024 * 1024;

/**
 * Nodes of the edited graph by the file's node behind which they stand: what is unchanged is copied, what differs from
 * one of the file's nodes is patched, what is new is encoded. `before` is the graph as it was read, without function
 * calls: a call whose function's body changes gives way to the body's nodes, and other calls of it stay.
 */
export class NodeSegments {
  readonly #source: ByteSource;
  readonly #fields: readonly GraphField[];
  readonly #payloadOf: PayloadOf;
  readonly #opsets: ReadonlyMap<string, number>;
  /** The file's node of each node that was read; a call's for all of its function's. */
  readonly #fileIndex = new Map<Node, number>();
  readonly #after: readonly Node[];
  readonly #gone = new Map<string, Node>();
  readonly #written = new Set<number>();
  /** Calls that are written as the nodes of their function. */
  readonly #opened: ReadonlySet<number>;
  #next = 0;

  constructor(
    source: ByteSource,
    fields: readonly GraphField[],
    { before, after, opsets }: Rewriting,
    payloadOf: PayloadOf,
  ) {
    this.#source = source;
    this.#fields = fields.filter(({ number }) => number === NODE);
    this.#payloadOf = payloadOf;
    this.#opsets = opsets;
    this.#after = after.nodes;
    this.#opened = callsToOpen(before, after);
    const alive = new Set(after.nodes);
    for (const node of before.nodes) {
      this.#fileIndex.set(node, Number(node.origins[0] ?? -1));
      if (alive.has(node)) continue;
      if (node.origins.length === 1) this.#gone.set(keyOf(node), node);
    }
  }

  /** What stands at the place of the file's node number `index`, and before the next one that is left. */
  async upTo(index: number): Promise<readonly Segment[]> {
    const segments: Segment[] = [];
    for (let node = this.#after[this.#next]; node; node = this.#after[this.#next]) {
      const own = this.#fileIndex.get(node);
      if (own !== undefined && own > index) break;
      if (own === undefined) segments.push(await this.#made(node));
      else if (this.#opened.has(own)) segments.push(await this.#encoded(node));
      else segments.push(...this.#copied(own));
      this.#next++;
    }
    return segments;
  }

  /** Nodes behind the last of the file's. */
  rest(): Promise<readonly Segment[]> {
    return this.upTo(Number.POSITIVE_INFINITY);
  }

  /** A call is copied once, for all nodes of its function. */
  #copied(index: number): readonly Segment[] {
    const field = this.#fields[index];
    if (!field || this.#written.has(index)) return [];
    this.#written.add(index);
    return [{ kind: 'copy', span: field }];
  }

  async #made(node: Node): Promise<Segment> {
    const old = this.#gone.get(keyOf(node));
    const field = old && this.#fields[Number(old.origins[0])];
    if (!old || !field || field.length > LARGEST_PATCHED_BYTES) return this.#encoded(node);
    this.#gone.delete(keyOf(node));
    const bytes = await this.#source.read(field.offset + field.headBytes, field.length - field.headBytes);
    return { kind: 'bytes', bytes: chunkField(NODE, await patchNode(bytes, old, node, this.#payloadOf)) };
  }

  async #encoded(node: Node): Promise<Segment> {
    if (node.opset !== undefined && node.opset !== this.#opsets.get(node.domain))
      throw new BadInput(
        `layer "${node.name}" lies in a model-local function that imports operator set ${node.opset}, which the model itself does not: inline the function first`,
      );
    return { kind: 'bytes', bytes: chunkField(NODE, await encodeNode(node, this.#payloadOf)) };
  }
}

/** A changed node keeps the operator and the origin of the one that it was. */
function keyOf({ origins, op, domain }: Node): string {
  return `${origins.join(' ')} ${domain}:${op}`;
}
