import assert from 'node:assert/strict';
import type { Cut, MessageBytes } from '../../../../../extension/engine/formats/onnx/message';
import { bytesInMemory, WireReader } from '../../../../../extension/engine/formats/onnx/wire';
import { BadInput } from '../../../../../extension/engine/diagnostics';
import {
  chunkField,
  fixed32Field,
  fixed64Field,
  join,
  tag,
  varint,
  varintField,
} from '../../../../helpers/wireWriter';

function message(
  buffer: Uint8Array,
  cuts: ReadonlyMap<number, Cut> = new Map(),
  fileOffset = 0,
): MessageBytes {
  return { buffer, start: 0, end: buffer.length, cuts, fileOffset };
}

function reader(...parts: readonly Uint8Array[]): WireReader {
  return new WireReader(message(join(parts)), 'a test');
}

/** Reads all fields, skipping their values. */
function skipAll(...parts: readonly Uint8Array[]): readonly number[] {
  const wire = reader(...parts);
  const numbers: number[] = [];
  while (wire.next()) {
    numbers.push(wire.fieldNumber);
    wire.skip();
  }
  return numbers;
}

describe('the protobuf wire', () => {
  it('reads varints of one to ten bytes', () => {
    for (const value of [
      0,
      1,
      127,
      128,
      300,
      16383,
      16384,
      2 ** 31,
      2 ** 32,
      2 ** 49 + 1,
      Number.MAX_SAFE_INTEGER,
    ])
      assert.equal(reader(varint(value)).varint(), value);
    for (let bytes = 1; bytes <= 10; bytes++) assert.equal(reader(varint(5, bytes)).varint(), 5);
  });

  it('reads signed 64-bit numbers', () => {
    for (const value of [0, 1, -1, -2, -(2 ** 31), 2 ** 62, -(2 ** 62), Number.MIN_SAFE_INTEGER])
      assert.equal(reader(varint(BigInt(value))).int64(), value);
    assert.equal(reader(varint(2n ** 63n - 1n)).int64(), 2 ** 63);
    assert.equal(reader(varint(-(2n ** 63n))).int64(), -(2 ** 63));
  });

  it('refuses numbers of more than ten bytes and numbers that are cut off', () => {
    assert.throws(
      () => reader(new Uint8Array(11).fill(0x80)).varint(),
      /malformed protobuf in a test: .*longer than ten bytes/,
    );
    assert.throws(() => reader(new Uint8Array([0x80, 0x80])).varint(), /cut off/);
    assert.throws(() => reader(new Uint8Array()).varint(), /cut off/);
  });

  it('skips fields of every wire type', () => {
    const fields = [
      varintField(1, 7),
      chunkField(2, 'ab'),
      fixed32Field(3, 1),
      fixed64Field(4, 1n),
      chunkField(5, ''),
    ];
    assert.deepEqual(skipAll(...fields), [1, 2, 3, 4, 5]);
  });

  it('refuses groups, unknown wire types and field 0', () => {
    for (const wireType of [3, 4, 6, 7]) assert.throws(() => reader(tag(1, wireType)).next(), BadInput);
    assert.throws(() => reader(tag(0, 0)).next(), /field 0/);
  });

  it('refuses values that end behind their message', () => {
    const cutShort = [
      chunkField(2, 'abcdef').subarray(0, 4),
      fixed32Field(3, 1).subarray(0, 3),
      fixed64Field(4, 1n).subarray(0, 8),
    ];
    for (const bytes of cutShort) assert.throws(() => skipAll(bytes), BadInput);
    assert.throws(() => skipAll(tag(2, 2), varint(2n ** 63n)), /claims/);
  });

  it('refuses a value of another wire type than the one asked for', () => {
    const wire = reader(varintField(1, 7));
    assert.ok(wire.next());
    assert.throws(() => wire.chunk(), /field 1 at byte 0 has wire type 0 instead of 2/);
    const text = reader(chunkField(1, 'x'));
    assert.ok(text.next());
    assert.throws(() => text.integer(), /wire type 2 instead of 0/);
  });

  it('knows where cut payloads lie and where what follows them stood in the file', () => {
    const cutHeader = join([tag(9, 2), varint(1000)]);
    const kept = chunkField(3, 'name');
    const buffer = join([varintField(1, 4), cutHeader, kept]);
    const place = 2 + cutHeader.length;
    const wire = new WireReader(
      message(buffer, new Map([[place, { offset: 500 + place, length: 1000 }]]), 500),
      'a test',
    );
    assert.ok(wire.next());
    wire.skip();
    assert.ok(wire.next());
    const cut = wire.chunk();
    assert.deepEqual(cut, { bytes: null, cut: { offset: 500 + place, length: 1000 } });
    assert.ok(wire.next());
    const text = wire.chunk();
    assert.ok(text.bytes);
    assert.equal(wire.fileOffset(1), 501);
    assert.equal(wire.fileOffset(text.bytes.start), 500 + text.bytes.start + 1000);
    assert.equal(wire.next(), false);
  });

  it('gives the bytes of a message without what was cut', () => {
    const cutHeader = join([tag(9, 2), varint(1000)]);
    const [before, after] = [varintField(1, 300), chunkField(3, 'name')];
    const buffer = join([before, cutHeader, after]);
    const cuts = new Map([[before.length + cutHeader.length, { offset: 0, length: 1000 }]]);
    assert.deepEqual(bytesInMemory(message(buffer, cuts)), join([before, after]));
    assert.deepEqual(bytesInMemory(message(after)), after);
  });
});
