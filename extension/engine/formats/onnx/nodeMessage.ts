import type { Attribute, Node } from '../../ir/graph';
import { parseGraph } from './graphMessage';
import { keptAttributes } from './keptAttributes';
import { scopeOf, sourceOf } from './moduleScope';
import { decodeAttribute, decodeEntry } from './proto';
import { parseTensor } from './tensorMessage';
import type { Chunk, MessageBytes } from './message';
import { bytesInMemory, WireReader } from './wire';

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
  readonly inputs: Names;
  readonly outputs: Names;
  attributes: Chunk[];
  metadata: Map<string, string> | null;
}

/** A node may name millions, which are not held on to. */
const MOST_KEPT_NAMES = 1024;

/** A list that is filled for one node after another: a list that grows has room for many more than most nodes need. */
class Names {
  #names: string[] = [];
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  add(name: string): void {
    this.#names[this.#count++] = name;
  }

  list(): readonly string[] {
    const list = this.#names.slice(0, this.#count);
    if (this.#count > MOST_KEPT_NAMES) this.#names = [];
    return list;
  }
}

const INPUTS = new Names();
const OUTPUTS = new Names();
const NO_METADATA: ReadonlyMap<string, string> = new Map();
const NO_ATTRIBUTES: ReadonlyMap<string, Attribute> = new Map();

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
    // First of all: nodes of subgraphs fill the same lists.
    inputs: draft.inputs.list(),
    outputs: draft.outputs.list(),
    attributes: attributesOf(draft, place),
    scope: scopeOf(draft.name, metadata),
    source: sourceOf(metadata),
    origins: [`${place.path}${place.index}`],
  };
}

function attributesOf({ op, attributes }: NodeDraft, place: NodePlace): Node['attributes'] {
  if (attributes.length === 0) return NO_ATTRIBUTES;
  const placeOf = (name: string): ReturnType<PlaceOfSubgraph> => ({
    path: `${place.path}${place.index}:${op}.${name}/`,
    depth: place.depth + 1,
  });
  return keptAttributes(attributes, () => new Map(attributes.map((chunk) => parseAttribute(chunk, placeOf))));
}

function readDraft(message: MessageBytes): NodeDraft {
  INPUTS.clear();
  OUTPUTS.clear();
  const draft: NodeDraft = {
    name: '',
    op: '',
    domain: '',
    overload: '',
    inputs: INPUTS,
    outputs: OUTPUTS,
    attributes: [],
    metadata: null,
  };
  const reader = new WireReader(message, 'a node');
  while (reader.next()) readField(draft, reader);
  return draft;
}

/** Fields of NodeProto (onnx.proto3); overload and metadata_props are newer than onnx-proto. */
function readField(draft: NodeDraft, reader: WireReader): void {
  const { fieldNumber } = reader;
  if (fieldNumber === 1) draft.inputs.add(reader.text());
  else if (fieldNumber === 2) draft.outputs.add(reader.text());
  else if (fieldNumber === 3) draft.name = reader.text();
  else if (fieldNumber === 4) draft.op = reader.text();
  else if (fieldNumber === 5) draft.attributes.push(reader.chunk());
  else if (fieldNumber === 7) draft.domain = reader.text();
  else if (fieldNumber === 8) draft.overload = reader.text();
  else if (fieldNumber === 9) readMetadata(draft, reader.chunk());
  else reader.skip();
}

function readMetadata(draft: NodeDraft, { bytes }: Chunk): void {
  if (bytes)
    (draft.metadata ??= new Map()).set(...decodeEntry(bytes.buffer.subarray(bytes.start, bytes.end)));
}

type PlaceOfSubgraph = (attribute: string) => { path: string; depth: number };

/** Also for a function's default attributes, which have the same form. */
export function parseAttribute(chunk: Chunk, placeOf: PlaceOfSubgraph): [name: string, Attribute] {
  if (!chunk.bytes) return ['', { kind: 'other', value: 'too long' }];
  const reader = new WireReader(chunk.bytes, 'an attribute');
  let name = '';
  let walked: Attribute | null = null;
  let graph: Chunk | null = null;
  while (reader.next()) {
    if (reader.fieldNumber === 1) name = reader.text();
    else if (reader.fieldNumber === 6) graph = reader.chunk();
    else walked = parseValue(reader) ?? walked;
  }
  if (graph?.bytes) {
    const { path, depth } = placeOf(name);
    return [name, { kind: 'graph', value: parseGraph(graph.bytes, path, depth) }];
  }
  return [name, walked ?? decodeAttribute(bytesInMemory(chunk.bytes))];
}

/** Values that must not be decoded whole: tensors, kinds that nothing reads, and lists left in the file. */
function parseValue(reader: WireReader): Attribute | null {
  const { fieldNumber } = reader;
  if (fieldNumber === 5) {
    const { bytes } = reader.chunk();
    return bytes ? { kind: 'tensor', value: parseTensor(bytes) } : null;
  }
  const isList = fieldNumber >= 7 && fieldNumber <= 9;
  if (isList && reader.isChunk) {
    const { cut } = reader.chunk();
    return cut ? { kind: 'other', value: `${cut.length} bytes` } : null;
  }
  if (fieldNumber === 4) return reader.chunk().cut ? { kind: 'other', value: 'a long string' } : null;
  reader.skip();
  return [10, 11, 14, 15, 22, 23].includes(fieldNumber)
    ? { kind: 'other', value: 'a tensor list, type or sparse tensor' }
    : null;
}
