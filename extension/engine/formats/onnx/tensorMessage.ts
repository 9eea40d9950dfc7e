import { type DType, dtypeFromCode, familyOf } from '../../ir/dtype';
import type { Payload, StoredTensor } from '../../ir/graph';
import { type Content, MAX_TRACKED_ELEMENTS } from '../../ir/tensor';
import { type ExternalPlace, placeIn } from './externalPlace';
import { decodeElements, decodeEntry, decodeRaw } from './proto';
import type { Chunk, MessageBytes } from './message';
import { bytesInMemory, WireReader } from './wire';

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
  const place = header.external ? placeIn(new Map(header.entries)) : null;
  const tensor = {
    name: header.name,
    dtype,
    dims: header.dims.slice(),
    payload: place?.payload ?? header.payload,
    raw: header.raw,
    content: !place && count <= mostTracked(dtype) ? contentOf(message, header, count) : null,
  };
  const damage = damageOf(header.dataType, dtype, place);
  return damage === null ? tensor : { ...tensor, damage };
}

function damageOf(dataType: number, dtype: DType | null, place: ExternalPlace | null): string | null {
  return dtype === null ? `has the element type ${dataType}, which is not known` : (place?.damage ?? null);
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
