import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Attribute, Border, Network, NetworkNode, Weight } from './network';
import { bytes, concat, type Field, int, ints, message, opening, text } from './protobuf';

/** Payloads from this size on become holes of the file; smaller ones get bytes of their own. */
const HOLE_BYTES = 64 * 1024;
const BUFFER_BYTES = 1024 * 1024;
const IR_VERSION = 8;
const OPSET = 17;
const FLOAT32 = 1;
const INT64 = 7;

/** A stretch of the file: bytes, then a payload that need not be spelled out. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly payloadBytes: number;
  readonly payload?: Uint8Array;
}

export interface WrittenModel {
  readonly path: string;
  /** Of the model file alone. */
  readonly bytes: number;
  /** Of all weights, wherever they lie. */
  readonly weightBytes: number;
  readonly nodes: number;
  readonly tensors: number;
}

/**
 * Writes a network as an ONNX file, weights inside it or in a file beside it. Large payloads are holes where the
 * file system has such, small ones pseudo-random bytes, the same ones every time; the weight named `filled` has
 * pseudo-random floats.
 */
export function writeModel(
  file: string,
  network: Network,
  place: 'inside' | 'beside',
  filled?: string,
): WrittenModel {
  const data = place === 'beside' ? `${path.basename(file)}.data` : null;
  const graph = graphPieces(network, data, filled);
  const length = graph.reduce((sum, piece) => sum + piece.bytes.length + piece.payloadBytes, 0);
  const head = concat([
    int(1, IR_VERSION),
    text(2, 'layercost-bench'),
    message(8, int(2, OPSET)),
    opening(7, length),
  ]);
  const size = writePieces(file, [{ bytes: head, payloadBytes: 0 }, ...graph]);
  const weightBytes = network.weights.reduce((sum, weight) => sum + sizeOf(weight), 0);
  if (data !== null) writeWeights(`${file}.data`, network.weights, filled);
  return {
    path: file,
    bytes: size,
    weightBytes,
    nodes: network.nodes.length,
    tensors: network.weights.length,
  };
}

function graphPieces(network: Network, data: string | null, filled?: string): readonly Piece[] {
  const whole = (field: Field): Piece => ({ bytes: field, payloadBytes: 0 });
  let offset = 0;
  const weights = network.weights.map((weight) => {
    const piece = data === null ? weightPiece(weight, filled) : whole(externalWeight(weight, data, offset));
    offset += sizeOf(weight);
    return piece;
  });
  return [
    ...network.nodes.map((node) => whole(nodeField(node))),
    whole(text(2, 'generated')),
    ...weights,
    whole(borderField(11, network.input)),
    whole(borderField(12, network.output)),
  ];
}

function nodeField({ op, name, inputs, outputs, attributes }: NetworkNode): Field {
  return message(
    1,
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    text(3, name),
    text(4, op),
    ...Object.entries(attributes).map(([key, attribute]) =>
      message(5, text(1, key), ...valueFields(attribute)),
    ),
  );
}

/** Value and type of an AttributeProto. */
function valueFields(attribute: Attribute): readonly Field[] {
  switch (attribute.kind) {
    case 'int':
      return [int(3, attribute.value), int(20, 2)];
    case 'ints':
      return [ints(8, attribute.values), int(20, 7)];
    case 'vector':
      return [message(5, ...vectorFields(attribute.values)), int(20, 4)];
  }
}

/** dims, data_type and raw_data of an int64 TensorProto. */
function vectorFields(values: readonly number[]): readonly Field[] {
  return [ints(1, [values.length]), int(2, INT64), bytes(9, int64Bytes(values))];
}

function int64Bytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
}

/** An initializer with its payload at the very end, so that it can be left out. */
function weightPiece(weight: Weight, filled?: string): Piece {
  if (weight.values) {
    return { bytes: message(5, ...vectorFields(weight.values), text(8, weight.name)), payloadBytes: 0 };
  }
  const payloadBytes = sizeOf(weight);
  const fields = concat([...weightFields(weight), opening(9, payloadBytes)]);
  const piece = { bytes: concat([opening(5, fields.length + payloadBytes), fields]), payloadBytes };
  return weight.name === filled ? { ...piece, payload: floatBytes(payloadBytes / 4) } : piece;
}

function externalWeight(weight: Weight, file: string, offset: number): Field {
  if (weight.values) return message(5, ...vectorFields(weight.values), text(8, weight.name));
  const entry = (key: string, value: string): Field => message(13, text(1, key), text(2, value));
  return message(
    5,
    ...weightFields(weight),
    entry('location', file),
    entry('offset', String(offset)),
    entry('length', String(sizeOf(weight))),
    int(14, 1),
  );
}

function weightFields({ name, dims }: Weight): readonly Field[] {
  return [ints(1, dims), int(2, FLOAT32), text(8, name)];
}

function sizeOf({ dims, values }: Weight): number {
  return dims.reduce((a, b) => a * b, 1) * (values ? 8 : 4);
}

function borderField(number: number, { name, dims }: Border): Field {
  const shape = message(
    2,
    ...dims.map((dim) => message(1, typeof dim === 'number' ? int(1, dim) : text(2, dim))),
  );
  return message(number, text(1, name), message(2, message(1, int(1, FLOAT32), shape)));
}

/** Writes pieces through a buffer; returns the size of the file. */
function writePieces(file: string, pieces: readonly Piece[]): number {
  const handle = openSync(file, 'w');
  const noise = noiseBytes(HOLE_BYTES);
  let written = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const add = (part: Uint8Array): void => {
    waiting.push(part);
    waitingBytes += part.length;
  };
  const flush = (): void => {
    if (waitingBytes > 0) writeSync(handle, concat(waiting), 0, waitingBytes, written);
    written += waitingBytes;
    waiting = [];
    waitingBytes = 0;
  };
  for (const piece of pieces) {
    add(piece.bytes);
    if (piece.payload) add(piece.payload);
    else if (piece.payloadBytes < HOLE_BYTES) add(noise.subarray(0, piece.payloadBytes));
    else {
      flush();
      written += piece.payloadBytes;
    }
    if (waitingBytes > BUFFER_BYTES) flush();
  }
  flush();
  ftruncateSync(handle, written);
  closeSync(handle);
  return written;
}

/** One weight after the other, all but one of them a hole. */
function writeWeights(file: string, weights: readonly Weight[], filled?: string): void {
  const at = weights.findIndex(({ name }) => name === filled);
  const bytesOf = (some: readonly Weight[]): number => some.reduce((sum, weight) => sum + sizeOf(weight), 0);
  writeHole(file, bytesOf(weights));
  const weight = weights[at];
  if (!weight) return;
  const handle = openSync(file, 'r+');
  writeSync(handle, floatBytes(sizeOf(weight) / 4), 0, sizeOf(weight), bytesOf(weights.slice(0, at)));
  closeSync(handle);
}

export function writeHole(file: string, length: number): void {
  const handle = openSync(file, 'w');
  ftruncateSync(handle, length);
  closeSync(handle);
}

/** Pseudo-random bytes, the same ones every time. */
function noiseBytes(length: number): Uint8Array {
  const next = xorshift();
  return Uint8Array.from({ length }, () => next() & 0xff);
}

/** Pseudo-random float32 values from -1 to 1, the same ones every time. */
function floatBytes(count: number): Uint8Array {
  const next = xorshift();
  return new Uint8Array(Float32Array.from({ length: count }, () => next() / 2 ** 31).buffer);
}

/** 32 bits at each call, from a fixed seed (xorshift32, Marsaglia 2003). */
function xorshift(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
}
