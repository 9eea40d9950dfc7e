import type { ByteSource } from '../../../host';
import type { DeclaredTensor, Graph, StoredTensor } from '../../../ir/graph';
import { chunkField } from './fields';
import { encodeEntry, encodeValueInfo, type PayloadOf } from './messages';
import { NODE, NodeSegments, type Rewriting, type Segment as NodeSegment } from './nodes';
import { Packer, type Packing, type TensorSegment } from './packing';
import { type GraphField, INITIALIZER, METADATA, type ModelSpans, SPARSE, type Span } from './spans';

/** A part of the new file: copied, given, or a tensor. */
export type Segment = NodeSegment | TensorSegment;

const INPUT = 11;
const OUTPUT = 12;
const DECLARED = 13;

/** Before this IR version every initializer is listed among the inputs as well. */
const FREE_INITIALIZERS_IR = 4;

export interface Layout {
  /** Fields of the model around the graph, as they are. */
  readonly before: readonly Span[];
  readonly after: readonly Span[];
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
  packing: Packing | null,
): Promise<Layout> {
  const { before, after, metadata } = rewriting;
  const nodes = new NodeSegments(source, spans.graph, rewriting, payloadOf);
  const packer = new Packer(source, packing);
  const fresh = [...after.initializers.values()].filter(({ name }) => !before.initializers.has(name));
  const segments: Segment[] = [];
  const lastNode = spans.graph.findLastIndex(({ number }) => number === NODE);
  const lastInitializer = spans.graph.findLastIndex(({ number }) => number === INITIALIZER);
  let node = 0;
  for (const [i, field] of spans.graph.entries()) {
    if (field.number === NODE) segments.push(...(await nodes.upTo(node++)));
    else if (field.number === INITIALIZER)
      segments.push(...(await initializerOf(field, before, after, packer)));
    else segments.push(...fieldOf(field, before, after, packer));
    if (i === lastNode) segments.push(...(await nodes.rest()));
    if (i === lastInitializer) segments.push(...fresh.map((tensor) => packer.fresh(tensor)));
  }
  if (lastNode < 0) segments.push(...(await nodes.rest()));
  if (lastInitializer < 0) segments.push(...fresh.map((tensor) => packer.fresh(tensor)));
  if (spans.irVersion < FREE_INITIALIZERS_IR)
    segments.push(...fresh.map((tensor) => bytes(INPUT, encodeValueInfo(declarationOf(tensor)))));
  const replaced = new Set(spans.metadata.flatMap(({ key, span }) => (metadata.has(key) ? [span] : [])));
  const kept = (list: readonly Span[]): readonly Span[] => list.filter((span) => !replaced.has(span));
  const entries = [...metadata].map(([key, edit]) =>
    bytes(METADATA, encodeEntry(key, edit(wordsUnder(key, spans)).join(' '))),
  );
  return { before: kept(spans.before), after: kept(spans.after), graph: segments, metadata: entries };
}

function wordsUnder(key: string, { metadata }: ModelSpans): readonly string[] {
  return metadata
    .filter((entry) => entry.key === key)
    .flatMap(({ value }) => value.split(' '))
    .filter((word) => word !== '');
}

async function initializerOf(
  field: GraphField,
  before: Graph,
  after: Graph,
  packer: Packer,
): Promise<readonly Segment[]> {
  const tensor = after.initializers.get(field.name);
  if (!tensor) return [];
  if (tensor !== before.initializers.get(field.name)) return [packer.fresh(tensor)];
  return [packer.moves(tensor) ? await packer.moved(tensor, field) : { kind: 'copy', span: field }];
}

/** A field that is neither node nor initializer: copied, exchanged, or left out. */
function fieldOf(field: GraphField, before: Graph, after: Graph, packer: Packer): readonly Segment[] {
  const { number, name } = field;
  const copy = [{ kind: 'copy', span: field } as const];
  if (number === SPARSE) {
    const tensor = after.initializers.get(name);
    if (!tensor) return [];
    return tensor === before.initializers.get(name) ? copy : [packer.fresh(tensor)];
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

function bytes(field: number, message: Uint8Array): Segment {
  return { kind: 'bytes', bytes: chunkField(field, message) };
}

/** Bytes that a segment takes in the model's file. */
export function sizeOf(segment: Segment): number {
  if (segment.kind === 'copy') return segment.span.length;
  if (segment.kind === 'bytes') return segment.bytes.length;
  return segment.head.length + (segment.padding === null ? segment.bytes : 0);
}
