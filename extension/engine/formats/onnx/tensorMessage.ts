import { type DType, dtypeFromCode, familyOf } from '../../ir/dtype';
import type { Payload, StoredTensor } from '../../ir/graph';
import { type Content, MAX_TRACKED_ELEMENTS } from '../../ir/tensor';
import { decodeElements, decodeEntry, decodeRaw } from './proto';
import { bytesInMemory, type Chunk, type MessageBytes, WireReader } from './wire';

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

/** Characters of a text that makes no sense. */
const LONGEST_QUOTE = 40;

/** data_location: the payload lies in another file. */
const EXTERNAL = 1;

/** A tensor without its elements, unless they are few. A payload of null means that none is stored. */
export function parseTensor(message: MessageBytes): StoredTensor {
  const header = readHeader(message);
  const count = header.dims.reduce((a, b) => a * b, 1);
  const dtype = dtypeFromCode(header.dataType);
  const entries = header.external ? new Map(header.entries) : null;
  const tensor = {
    name: header.name,
    dtype,
    dims: header.dims.slice(),
    payload: entries ? externalPayload(entries) : header.payload,
    raw: header.raw,
    content: !entries && count <= mostTracked(dtype) ? contentOf(message, header, count) : null,
  };
  const damage = damageOf(header.dataType, dtype, entries);
  return damage === null ? tensor : { ...tensor, damage };
}

function damageOf(
  dataType: number,
  dtype: DType | null,
  entries: ReadonlyMap<string, string> | null,
): string | null {
  if (dtype === null) return `has the element type ${dataType}, which is not known`;
  if (entries === null) return null;
  const { offset, length } = placeIn(entries);
  const odd = offset === null ? 'offset' : length === null ? 'length' : null;
  if (odd === null) return null;
  const text = (entries.get(odd) ?? '').slice(0, LONGEST_QUOTE);
  return `lies in another file with the ${odd} "${text}", which is no number of bytes`;
}

function mostTracked(dtype: DType | null): number {
  return dtype !== null && familyOf(dtype) === 'float' ? MAX_TRACKED_FLOATS : MAX_TRACKED_ELEMENTS;
}

/** Null where the elements are not as many as the dims say: then neither can be relied on. */
function contentOf(
  message: MessageBytes,
  { data, raw, dataType }: TensorHeader,
  count: number,
): Content | null {
  if (!data?.bytes) return null;
  const { buffer, start, end } = data.bytes;
  // Most are raw, and need not be decoded with all that surrounds them.
  const content =
    raw && end > start
      ? decodeRaw(dataType, buffer.subarray(start, end))
      : decodeElements(bytesInMemory(message));
  return content?.kind === 'elements' && content.values.length === count ? content : null;
}

interface TensorHeader {
  name: string;
  dataType: number;
  dims: number[];
  external: boolean;
  /** Key and value of what tells where an external payload lies. */
  entries: (readonly [key: string, value: string])[];
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
    entries: [],
    data: null,
    payload: null,
    raw: false,
  };
  while (reader.next()) {
    const { fieldNumber } = reader;
    if (fieldNumber === DIMS) readDims(reader, header.dims);
    else if (fieldNumber === DATA_TYPE) header.dataType = reader.integer();
    else if (fieldNumber === DATA_LOCATION) header.external = reader.integer() === EXTERNAL;
    else if (fieldNumber === NAME) header.name = reader.text();
    else if (fieldNumber === EXTERNAL_DATA) {
      const { bytes } = reader.chunk();
      if (bytes) header.entries.push(decodeEntry(bytes.buffer.subarray(bytes.start, bytes.end)));
    } else if (DATA_FIELDS.includes(fieldNumber) && reader.isChunk) {
      header.data = reader.chunk();
      header.raw = fieldNumber === RAW_DATA;
      header.payload = payloadOf(header.data, reader);
    } else reader.skip();
  }
  return header;
}

/** Appends a field of dims: one number, or a packed list of them. */
export function readDims(reader: WireReader, dims: number[]): void {
  if (!reader.isChunk) {
    dims.push(reader.integer());
    return;
  }
  const { bytes } = reader.chunk();
  if (bytes === null) return;
  const packed = new WireReader(bytes, 'the dims of a tensor');
  while (!packed.done()) dims.push(packed.int64());
}

function payloadOf(chunk: Chunk, reader: WireReader): Payload {
  if (chunk.cut) return { file: null, ...chunk.cut };
  const { start, end } = chunk.bytes;
  return { file: null, offset: reader.fileOffset(start), length: end - start };
}

/** Where no number tells the place, the whole file: it is known at least which one that is. */
function externalPayload(entries: ReadonlyMap<string, string>): Payload {
  const { offset, length } = placeIn(entries);
  return { file: entries.get('location') ?? '', offset: offset ?? 0, length: length ?? TO_THE_END };
}

/** As ONNX's specification says of a length. */
const TO_THE_END = -1;

/** As ONNX's own reader takes it: what is absent or empty is the default. Null members are no numbers of bytes. */
function placeIn(entries: ReadonlyMap<string, string>): { offset: number | null; length: number | null } {
  const [offset, length] = [entries.get('offset') ?? '', entries.get('length') ?? ''];
  return {
    offset: offset === '' ? 0 : sizeFrom(offset),
    length: length === '' || length.trim() === String(TO_THE_END) ? TO_THE_END : sizeFrom(length),
  };
}

/** A size as text; null where it is no plain number. */
function sizeFrom(text: string): number | null {
  return /^\s*\+?\d{1,19}\s*$/.test(text) ? Number(text) : null;
}
