import type { ByteSource } from '../../../host';
import type { DeclaredTensor, Graph, StoredTensor } from '../../../ir/graph';
import { chunkField } from './fields';
import { encodeMetadata, encodeValueInfo, payloadBytes, type PayloadOf, tensorFieldHead } from './messages';
import { NODE, NodeSegments, type Rewriting, type Segment as NodeSegment } from './nodes';
import type { GraphField, ModelSpans } from './spans';

/** A part of the new file: copied, given, or a tensor whose elements are made when its turn comes. */
export type Segment =
  | NodeSegment
  | {
      readonly kind: 'tensor';
      readonly head: Uint8Array;
      readonly tensor: StoredTensor;
      readonly bytes: number;
    };

const INITIALIZER = 5;
const INPUT = 11;
const OUTPUT = 12;
const DECLARED = 13;
const SPARSE = 15;
const METADATA = 14;

/** Before this IR version every initializer is listed among the inputs as well. */
const FREE_INITIALIZERS_IR = 4;

export interface Layout {
  /** Fields of the graph. */
  readonly graph: readonly Segment[];
  /** Fields of the model behind all that are copied. */
  readonly metadata: readonly Segment[];
}

/** The fields of the new file, in the order of the old one; new initializers stand behind the old ones. */
export async function layOut(
  source: ByteSource,
  spans: ModelSpans,
  rewriting: Rewriting,
  payloadOf: PayloadOf,
): Promise<Layout> {
  const { before, after, metadata } = rewriting;
  const nodes = new NodeSegments(source, spans.graph, rewriting, payloadOf);
  const fresh = [...after.initializers.values()].filter(({ name }) => !before.initializers.has(name));
  const listed = spans.irVersion < FREE_INITIALIZERS_IR;
  const segments: Segment[] = [];
  const lastNode = spans.graph.findLastIndex(({ number }) => number === NODE);
  const lastInitializer = spans.graph.findLastIndex(({ number }) => number === INITIALIZER);
  let node = 0;
  for (const [i, field] of spans.graph.entries()) {
    if (field.number === NODE) segments.push(...(await nodes.upTo(node++)));
    else segments.push(...fieldOf(field, before, after));
    if (i === lastNode) segments.push(...(await nodes.rest()));
    if (i === lastInitializer) segments.push(...fresh.map(tensorSegment));
  }
  if (lastNode < 0) segments.push(...(await nodes.rest()));
  if (lastInitializer < 0) segments.push(...fresh.map(tensorSegment));
  if (listed) segments.push(...fresh.map((tensor) => bytes(INPUT, encodeValueInfo(declarationOf(tensor)))));
  const entries = [...metadata].map(([key, value]) => bytes(METADATA, encodeMetadata(key, value)));
  return { graph: segments, metadata: entries };
}

/** A field that is no node: copied, exchanged, or left out. */
function fieldOf(field: GraphField, before: Graph, after: Graph): readonly Segment[] {
  const { number, name } = field;
  const copy = [{ kind: 'copy', span: field } as const];
  if (number === INITIALIZER || number === SPARSE) {
    const tensor = after.initializers.get(name);
    if (!tensor) return [];
    return tensor === before.initializers.get(name) ? copy : [tensorSegment(tensor)];
  }
  if (number === INPUT || number === OUTPUT) {
    const list = number === INPUT ? [before.inputs, after.inputs] : [before.outputs, after.outputs];
    return declared(
      number,
      list[0]?.find((one) => one.name === name),
      list[1]?.find((one) => one.name === name),
      () => (number === INPUT ? listedInitializer(field, before, after) : []),
    );
  }
  if (number === DECLARED)
    return declared(number, before.declared.get(name), after.declared.get(name), () => []);
  return copy;

  function declared(
    as: number,
    old: DeclaredTensor | undefined,
    now: DeclaredTensor | undefined,
    otherwise: () => readonly Segment[],
  ): readonly Segment[] {
    if (!now) return old ? [] : otherwise();
    return now === old ? copy : [bytes(as, encodeValueInfo(now))];
  }
}

/** An initializer among the inputs, as old IR versions have it, goes with it. */
function listedInitializer(field: GraphField, before: Graph, after: Graph): readonly Segment[] {
  const tensor = after.initializers.get(field.name);
  if (!tensor) return before.initializers.has(field.name) ? [] : [{ kind: 'copy', span: field }];
  if (tensor === before.initializers.get(field.name)) return [{ kind: 'copy', span: field }];
  return [bytes(INPUT, encodeValueInfo(declarationOf(tensor)))];
}

function declarationOf({ name, dtype, dims }: StoredTensor): DeclaredTensor {
  return { name, dtype, shape: dims };
}

function tensorSegment(tensor: StoredTensor): Segment {
  return { kind: 'tensor', head: tensorFieldHead(INITIALIZER, tensor), tensor, bytes: payloadBytes(tensor) };
}

function bytes(field: number, message: Uint8Array): Segment {
  return { kind: 'bytes', bytes: chunkField(field, message) };
}

/** Bytes that a segment takes in the file. */
export function sizeOf(segment: Segment): number {
  if (segment.kind === 'copy') return segment.span.length;
  return segment.kind === 'bytes' ? segment.bytes.length : segment.head.length + segment.bytes;
}
