import { ByteWindow } from '../../../bytes/byteWindow';
import { BadInput, checkCancelled } from '../../../diagnostics';
import type { ByteSource, CancelSignal } from '../../../host';
import { loadMessage, readHeader } from '../skeleton';
import { SUBMESSAGES } from '../schema';
import { LENGTH_DELIMITED } from '../message';
import { WireReader } from '../wire';

/** A whole field in the file: tag, length and value. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A field of the graph, with the name of what it holds where it has one. */
export interface GraphField extends Span {
  readonly number: number;
  /** Bytes of tag and length in front of the value. */
  readonly headBytes: number;
  readonly name: string;
}

/** Where everything lies that a writer copies or exchanges. */
export interface ModelSpans {
  readonly irVersion: number;
  /** Fields of the model around the graph, in file order; the graph stands between the two. */
  readonly before: readonly Span[];
  readonly graph: readonly GraphField[];
  readonly after: readonly Span[];
  /** Those of the fields around the graph that are entries of the model's metadata. */
  readonly metadata: readonly MetadataField[];
}

export interface MetadataField {
  /** The very object that stands in `before` or `after`. */
  readonly span: Span;
  readonly key: string;
  readonly value: string;
}

export const GRAPH = 7;
const IR_VERSION = 1;
export const INITIALIZER = 5;
export const SPARSE = 15;
export const METADATA = 14;
/** Protobuf messages end here: larger models keep their weights in other files. */
export const LARGEST_MODEL_BYTES = 2 ** 31 - 1;
/** Longer entries are none that a rewrite has written. */
const LONGEST_METADATA_BYTES = 64 * 1024;

/** Field of the name in each message of a graph. */
const NAME_FIELDS: Readonly<Record<number, number>> = { 5: 8, 11: 1, 12: 1, 13: 1 };
/** Finds the fields of a model. Throws BadInput where it is malformed, or holds its graph in several parts. */
export async function findSpans(source: ByteSource, signal?: CancelSignal): Promise<ModelSpans> {
  const window = new ByteWindow(source);
  const before: Span[] = [];
  const after: Span[] = [];
  const metadata: MetadataField[] = [];
  let graph: readonly GraphField[] | null = null;
  let irVersion = 0;
  for (let offset = 0; offset < window.size;) {
    const header = await readHeader(window, offset, window.size);
    const length = header.headerBytes + header.length;
    if (header.number === GRAPH && header.wireType === LENGTH_DELIMITED) {
      if (graph)
        throw new BadInput('the graph lies in several parts of the file, which no writer here puts together');
      graph = await graphFields(window, offset + header.headerBytes, offset + length, signal);
    } else {
      const span = { offset, length };
      (graph ? after : before).push(span);
      if (header.number === METADATA && header.wireType === LENGTH_DELIMITED) {
        const entry = await entryAt(window, offset + header.headerBytes, header.length);
        if (entry) metadata.push({ span, ...entry });
      }
    }
    if (header.number === IR_VERSION && header.wireType !== LENGTH_DELIMITED)
      irVersion = await numberAt(window, offset, length);
    offset += length;
  }
  if (!graph) throw new BadInput('not an ONNX model: it holds no graph');
  return { irVersion, before, graph, after, metadata };
}

/** Key and value of an entry; null where it is none that a rewrite has written, and is copied whatever it is. */
async function entryAt(
  window: ByteWindow,
  offset: number,
  length: number,
): Promise<{ readonly key: string; readonly value: string } | null> {
  if (length > LONGEST_METADATA_BYTES) return null;
  const texts = new Map<number, string>();
  try {
    const reader = await readerAt(window, offset, length);
    while (reader.next()) {
      if (reader.isChunk) texts.set(reader.fieldNumber, reader.text());
      else reader.skip();
    }
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
  return { key: texts.get(1) ?? '', value: texts.get(2) ?? '' };
}

async function numberAt(window: ByteWindow, offset: number, length: number): Promise<number> {
  const reader = await readerAt(window, offset, length);
  return reader.next() ? reader.integer() : 0;
}

async function readerAt(window: ByteWindow, offset: number, length: number): Promise<WireReader> {
  const buffer = await window.read(offset, length);
  return new WireReader({ buffer, start: 0, end: length, cuts: new Map(), fileOffset: offset }, 'the model');
}

async function graphFields(
  window: ByteWindow,
  start: number,
  end: number,
  signal: CancelSignal | undefined,
): Promise<readonly GraphField[]> {
  const fields: GraphField[] = [];
  for (let offset = start; offset < end;) {
    if (fields.length % 1024 === 0) checkCancelled(signal);
    const { number, headerBytes, length, wireType } = await readHeader(window, offset, end);
    const value = offset + headerBytes;
    const name = wireType === LENGTH_DELIMITED ? await nameOf(window, value, length, number) : '';
    fields.push({ number, offset, length: headerBytes + length, headBytes: headerBytes, name });
    offset = value + length;
  }
  return fields;
}

async function nameOf(window: ByteWindow, offset: number, length: number, number: number): Promise<string> {
  const nameField = NAME_FIELDS[number];
  if (nameField === undefined && number !== SPARSE) return '';
  const message = await loadMessage(window, offset, length, SUBMESSAGES.graph[number] ?? 'tensor');
  const reader = new WireReader(message, 'a named message');
  while (reader.next()) {
    if (reader.fieldNumber !== (nameField ?? 1) || !reader.isChunk) {
      reader.skip();
      continue;
    }
    if (number !== SPARSE) return reader.text();
    const { bytes } = reader.chunk();
    return bytes ? valuesName(new WireReader(bytes, 'sparse values')) : '';
  }
  return '';
}

/** A sparse tensor is named by its values. */
function valuesName(reader: WireReader): string {
  while (reader.next()) {
    if (reader.fieldNumber === 8 && reader.isChunk) return reader.text();
    reader.skip();
  }
  return '';
}
