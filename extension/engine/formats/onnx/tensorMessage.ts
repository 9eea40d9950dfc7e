import { type DType, dtypeFromCode, familyOf } from '../../ir/dtype';
import type { Payload, StoredTensor } from '../../ir/graph';
import { type Content, MAX_TRACKED_ELEMENTS } from '../../ir/tensor';
import { decodeElements, decodeEntry, decodeText } from './proto';
import {
  bytesInMemory,
  LENGTH_DELIMITED,
  type Chunk,
  type Field,
  type MessageBytes,
  WireReader,
} from './wire';

/** Fields of TensorProto (onnx.proto3). */
const DIMS = 1;
const DATA_TYPE = 2;
const NAME = 8;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const RAW_DATA = 9;
/** raw_data and the typed lists; string_data (6) is never followed. */
const DATA_FIELDS: readonly number[] = [RAW_DATA, 4, 5, 7, 10, 11];

/** Floats that shapes depend on (scales of a Resize, ends of a Range) come in small numbers; more are weights. */
const MAX_TRACKED_FLOATS = 64;

/** data_location: the payload lies in another file. */
const EXTERNAL = 1;

/** A tensor without its elements, unless they are few. A payload of null means that none is stored. */
export function parseTensor(message: MessageBytes): StoredTensor {
  const header = readHeader(message);
  const count = header.dims.reduce((a, b) => a * b, 1);
  const dtype = dtypeFromCode(header.dataType);
  const inline = !header.external && header.data?.bytes;
  return {
    name: header.name,
    dtype,
    dims: header.dims.slice(),
    payload: header.external ? externalPayload(header.entries) : (header.payload ?? null),
    raw: header.raw,
    content: inline && count <= mostTracked(dtype) ? contentOf(message, count) : null,
  };
}

function mostTracked(dtype: DType | null): number {
  return dtype !== null && familyOf(dtype) === 'float' ? MAX_TRACKED_FLOATS : MAX_TRACKED_ELEMENTS;
}

/** Null where the elements are not as many as the dims say: then neither can be relied on. */
function contentOf(message: MessageBytes, count: number): Content | null {
  const content = decodeElements(bytesInMemory(message));
  return content?.kind === 'elements' && content.values.length === count ? content : null;
}

interface TensorHeader {
  name: string;
  dataType: number;
  dims: number[];
  external: boolean;
  entries: Map<string, string>;
  data: Chunk | null;
  payload: Payload | null;
  raw: boolean;
}

function readHeader(message: MessageBytes): TensorHeader {
  const reader = new WireReader(message, 'a tensor');
  const header: TensorHeader = {
    name: '',
    dataType: 0,
    dims: [],
    external: false,
    entries: new Map(),
    data: null,
    payload: null,
    raw: false,
  };
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === DIMS) readDims(reader, field, header.dims);
    else if (field.number === DATA_TYPE) header.dataType = reader.number(field);
    else if (field.number === DATA_LOCATION) header.external = reader.number(field) === EXTERNAL;
    else if (field.number === NAME) header.name = chunkText(reader.chunk(field));
    else if (field.number === EXTERNAL_DATA) {
      const { bytes } = reader.chunk(field);
      if (bytes) header.entries.set(...decodeEntry(bytes.buffer.subarray(bytes.start, bytes.end)));
    } else if (DATA_FIELDS.includes(field.number) && field.wireType === LENGTH_DELIMITED) {
      header.data = reader.chunk(field);
      header.raw = field.number === RAW_DATA;
      header.payload = payloadOf(header.data, reader);
    } else reader.skip(field);
  }
  return header;
}

/** The text of a chunk; "" where it was too long to be loaded. */
export function chunkText(chunk: Chunk): string {
  return chunk.bytes ? decodeText(chunk.bytes.buffer, chunk.bytes.start, chunk.bytes.end) : '';
}

/** Appends a field of dims: one number, or a packed list of them. */
export function readDims(reader: WireReader, field: Field, dims: number[]): void {
  if (field.wireType !== LENGTH_DELIMITED) {
    dims.push(reader.number(field));
    return;
  }
  const { bytes } = reader.chunk(field);
  if (bytes === null) return;
  const packed = new WireReader(bytes, 'the dims of a tensor');
  while (!packed.done()) dims.push(packed.int64());
}

function payloadOf(chunk: Chunk, reader: WireReader): Payload {
  if (chunk.cut) return { file: null, ...chunk.cut };
  const { start, end } = chunk.bytes;
  return { file: null, offset: reader.fileOffset(start), length: end - start };
}

/** Offset defaults to 0; a length of -1 means "to the end of the file", as the ONNX specification says. */
function externalPayload(entries: ReadonlyMap<string, string>): Payload {
  return {
    file: entries.get('location') ?? '',
    offset: sizeFrom(entries.get('offset')) ?? 0,
    length: sizeFrom(entries.get('length')) ?? -1,
  };
}

/** A size as text; null where there is none or it is no plain number. */
function sizeFrom(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,19}$/.test(text) ? Number(text) : null;
}
