import type { Attribute, Node } from '../../ir/graph';
import { parseGraph } from './graphMessage';
import { keptAttributes } from './keptAttributes';
import { scopeOf, sourceOf } from './moduleScope';
import { decodeAttribute, decodeEntry } from './proto';
import { chunkText, parseTensor } from './tensorMessage';
import { bytesInMemory, type Chunk, type Field, type MessageBytes, WireReader } from './wire';

/** Where a node stands: the graph's path, its position in it, and how deep the graph is nested. */
export interface NodePlace {
  readonly path: string;
  readonly index: number;
  readonly depth: number;
}

interface NodeDraft {
  name: string;
  op: string;
  domain: string;
  overload: string;
  inputs: string[];
  outputs: string[];
  attributes: Chunk[];
  metadata: Map<string, string> | null;
}

const NO_METADATA: ReadonlyMap<string, string> = new Map();
const NO_ATTRIBUTES: ReadonlyMap<string, Attribute> = new Map();

/** Fields of NodeProto (onnx.proto3); overload and metadata_props are newer than onnx-proto. */
const FIELDS: Record<number, (draft: NodeDraft, chunk: Chunk) => void> = {
  1: (draft, chunk) => draft.inputs.push(chunkText(chunk)),
  2: (draft, chunk) => draft.outputs.push(chunkText(chunk)),
  3: (draft, chunk) => (draft.name = chunkText(chunk)),
  4: (draft, chunk) => (draft.op = chunkText(chunk)),
  5: (draft, chunk) => draft.attributes.push(chunk),
  7: (draft, chunk) => (draft.domain = chunkText(chunk)),
  8: (draft, chunk) => (draft.overload = chunkText(chunk)),
  9: (draft, { bytes }) => {
    if (bytes)
      (draft.metadata ??= new Map()).set(...decodeEntry(bytes.buffer.subarray(bytes.start, bytes.end)));
  },
};

/** A node with its attributes and subgraphs. `ai.onnx` and "" are the same domain: "" is kept. */
export function parseNode(message: MessageBytes, place: NodePlace): Node {
  const draft = readDraft(message);
  const domain = draft.domain === 'ai.onnx' ? '' : draft.domain;
  const metadata = draft.metadata ?? NO_METADATA;
  return {
    name: draft.name,
    op: draft.op,
    domain,
    overload: draft.overload,
    // A list that grew has room for many more.
    inputs: draft.inputs.slice(),
    outputs: draft.outputs.slice(),
    attributes: attributesOf(draft, place),
    scope: scopeOf(draft.name, metadata),
    source: sourceOf(metadata),
    origins: [`${place.path}${place.index}`],
  };
}

function attributesOf({ op, attributes }: NodeDraft, place: NodePlace): Node['attributes'] {
  if (attributes.length === 0) return NO_ATTRIBUTES;
  const within = `${place.path}${place.index}:${op}.`;
  const placeOf = (name: string): ReturnType<PlaceOfSubgraph> => ({
    path: `${within}${name}/`,
    depth: place.depth + 1,
  });
  return keptAttributes(attributes, () => new Map(attributes.map((chunk) => parseAttribute(chunk, placeOf))));
}

function readDraft(message: MessageBytes): NodeDraft {
  const draft: NodeDraft = {
    name: '',
    op: '',
    domain: '',
    overload: '',
    inputs: [],
    outputs: [],
    attributes: [],
    metadata: null,
  };
  const reader = new WireReader(message, 'a node');
  for (let field = reader.next(); field; field = reader.next()) {
    const read = FIELDS[field.number];
    if (read) read(draft, reader.chunk(field));
    else reader.skip(field);
  }
  return draft;
}

type PlaceOfSubgraph = (attribute: string) => { path: string; depth: number };

/** Also for a function's default attributes, which have the same form. */
export function parseAttribute(chunk: Chunk, placeOf: PlaceOfSubgraph): [name: string, Attribute] {
  if (!chunk.bytes) return ['', { kind: 'other', value: 'too long' }];
  const reader = new WireReader(chunk.bytes, 'an attribute');
  let name = '';
  let walked: Attribute | null = null;
  let graph: Chunk | null = null;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) name = chunkText(reader.chunk(field));
    else if (field.number === 6) graph = reader.chunk(field);
    else walked = parseValue(reader, field) ?? walked;
  }
  if (graph?.bytes) {
    const { path, depth } = placeOf(name);
    return [name, { kind: 'graph', value: parseGraph(graph.bytes, path, depth) }];
  }
  return [name, walked ?? decodeAttribute(bytesInMemory(chunk.bytes))];
}

/** Values that must not be decoded whole: tensors, kinds that nothing reads, and lists left in the file. */
function parseValue(reader: WireReader, field: Field): Attribute | null {
  if (field.number === 5) {
    const { bytes } = reader.chunk(field);
    return bytes ? { kind: 'tensor', value: parseTensor(bytes) } : null;
  }
  const isList = field.number >= 7 && field.number <= 9;
  if (isList && field.wireType === 2) {
    const { cut } = reader.chunk(field);
    return cut ? { kind: 'other', value: `${cut.length} bytes` } : null;
  }
  if (field.number === 4) return reader.chunk(field).cut ? { kind: 'other', value: 'a long string' } : null;
  reader.skip(field);
  return [10, 11, 14, 15, 22, 23].includes(field.number)
    ? { kind: 'other', value: 'a tensor list, type or sparse tensor' }
    : null;
}
