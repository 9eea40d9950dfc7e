import assert from 'node:assert/strict';
import { Cancelled } from '../../../../extension/engine/diagnostics';
import type { EngineHost } from '../../../../extension/engine/host';
import type { DType } from '../../../../extension/engine/ir/dtype';
import type { StoredTensor } from '../../../../extension/engine/ir/graph';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import { readWeights } from '../../../../extension/engine/weights/readWeights';
import { memoryHost } from '../../../helpers/memoryHost';
import { seeded } from '../../../helpers/random';
import { join, varint } from '../../../helpers/wireWriter';
import { randomValues } from './matrices';

const OFFSET = 5;

function stored(dtype: DType | null, dims: readonly number[], length: number, raw = true): StoredTensor {
  const payload = { file: null, offset: OFFSET, length };
  return { name: 'w', dtype, dims, payload, raw, content: null };
}

/** Values of a tensor whose payload these bytes are, within a file. */
async function read(
  dtype: DType,
  count: number,
  bytes: Uint8Array,
  raw = true,
): Promise<readonly number[] | null> {
  const file = join([new Uint8Array(OFFSET).fill(0xff), bytes, Uint8Array.of(0xff)]);
  const weights = await readWeights(
    memoryHost({ 'm.onnx': file }),
    'm.onnx',
    stored(dtype, [count], bytes.length, raw),
  );
  return weights && Array.from(weights.values);
}

function written(
  count: number,
  size: number,
  put: (view: DataView, at: number, i: number) => void,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * size));
  for (let i = 0; i < count; i++) put(view, i * size, i);
  return new Uint8Array(view.buffer);
}

function varints(values: readonly (number | bigint)[]): Uint8Array {
  return join(values.map((value) => varint(value)));
}

const floats = [0, 1, -2.5, 2 ** -30, -3e8];
const ints = [0, 1, -1, 127, -128];
/** 1, -2, the smallest subnormal, 65504, infinity, -0.5. */
const halves = [0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xb800];
const halfValues = [1, -2, 2 ** -24, 65504, Infinity, -0.5];
const bfloats = [0x3f80, 0xc000, 0x4049, 0xff80];
const bfloatValues = [1, -2, 3.140625, -Infinity];
const words = (bits: readonly number[]): Uint8Array =>
  written(bits.length, 2, (view, at, i) => {
    view.setUint16(at, bits[i] ?? 0, true);
  });

describe('reading raw weights', () => {
  const cases: readonly (readonly [DType, readonly number[], Uint8Array])[] = [
    [
      'float32',
      floats,
      written(5, 4, (view, at, i) => {
        view.setFloat32(at, floats[i] ?? 0, true);
      }),
    ],
    [
      'float64',
      [...floats, 0.1],
      written(6, 8, (view, at, i) => {
        view.setFloat64(at, floats[i] ?? 0.1, true);
      }),
    ],
    ['float16', halfValues, words(halves)],
    ['bfloat16', bfloatValues, words(bfloats)],
    ['int8', ints, Uint8Array.from(ints, (value) => value & 0xff)],
    ['uint8', [0, 200, 255], Uint8Array.of(0, 200, 255)],
    [
      'int32',
      [2 ** 31 - 1, -(2 ** 31)],
      written(2, 4, (view, at, i) => {
        view.setInt32(at, i === 0 ? 2 ** 31 - 1 : -(2 ** 31), true);
      }),
    ],
    [
      'int64',
      [2 ** 52 + 1, -7],
      written(2, 8, (view, at, i) => {
        view.setBigInt64(at, i === 0 ? 2n ** 52n + 1n : -7n, true);
      }),
    ],
    ['int4', [1, -8, 7, -1, 3], Uint8Array.of(0x81, 0xf7, 0x03)],
    ['uint4', [1, 8, 7, 15], Uint8Array.of(0x81, 0xf7)],
  ];
  for (const [dtype, values, bytes] of cases)
    it(dtype, async () => {
      assert.deepEqual(await read(dtype, values.length, bytes), values);
      // One more or one less than the dims say.
      assert.equal(await read(dtype, values.length + 2, bytes), null);
      assert.equal(await read(dtype, values.length - 2, bytes), null);
    });

  it('not a number in halves', async () => {
    assert.deepEqual(await read('float16', 1, words([0x7e00])), [NaN]);
  });

  it('keeps dims and precision', async () => {
    const host = memoryHost({ 'm.onnx': new Uint8Array(100) });
    const single = await readWeights(host, 'm.onnx', stored('float32', [2, 3], 24));
    assert.deepEqual(single, { values: new Float32Array(6), dims: [2, 3] });
    const double = await readWeights(host, 'm.onnx', stored('float64', [], 8));
    assert.deepEqual(double, { values: new Float64Array(1), dims: [] });
  });

  it('in chunks of 16 MB at most', async () => {
    const count = 5_000_001;
    const values = randomValues(seeded(1), count);
    const host = memoryHost({ 'm.onnx': join([new Uint8Array(OFFSET), new Uint8Array(values.buffer)]) });
    const weights = await readWeights(host, 'm.onnx', stored('float32', [count], count * 4));
    assert.ok(weights && Buffer.from(weights.values.buffer).equals(Buffer.from(values.buffer)));
    assert.deepEqual(
      host.reads.map(({ length }) => length),
      [2 ** 24, count * 4 - 2 ** 24],
    );
  });
});

describe('reading listed weights', () => {
  it('floats and doubles, fixed in size', async () => {
    const bytes = new Uint8Array(Float32Array.from(floats).buffer);
    assert.deepEqual(await read('float32', 5, bytes, false), floats);
    assert.deepEqual(
      await read('float64', 5, new Uint8Array(Float64Array.from(floats).buffer), false),
      floats,
    );
  });

  it('halves as bit patterns', async () => {
    assert.deepEqual(await read('float16', 6, varints(halves), false), halfValues);
    assert.deepEqual(await read('bfloat16', 4, varints(bfloats), false), bfloatValues);
  });

  it('integers, negative ones in ten bytes', async () => {
    for (const dtype of ['int8', 'int32', 'int64'] as const)
      assert.deepEqual(await read(dtype, 5, varints(ints), false), ints);
    const large = [2n ** 52n + 1n, -(2n ** 52n), 2n ** 31n, -(2n ** 31n) - 1n, 2n ** 28n, 2n ** 35n];
    assert.deepEqual(await read('int64', 6, varints(large), false), large.map(Number));
    assert.deepEqual(await read('uint8', 3, varints([0, 128, 255]), false), [0, 128, 255]);
  });

  it('half bytes in pairs', async () => {
    assert.deepEqual(await read('int4', 3, varints([0x81, 0x07]), false), [1, -8, 7]);
    assert.deepEqual(await read('uint4', 4, varints([0x81, 0xf7]), false), [1, 8, 7, 15]);
  });

  it('nothing of lists that are too long, too short or cut', async () => {
    const bytes = varints([300, 300, 300]);
    for (const count of [1, 2, 4, 6]) assert.equal(await read('int32', count, bytes, false), null);
    assert.equal(await read('int32', 3, bytes.subarray(0, 5), false), null);
    assert.equal(await read('int32', 3, new Uint8Array(22).fill(0xff), false), null);
  });

  it('varints that a chunk cuts', async () => {
    const count = 6_000_000;
    const one = varint(100_000);
    assert.equal(one.length, 3);
    const bytes = new Uint8Array(count * 3).map((_, i) => one[i % 3] ?? 0);
    const file = join([new Uint8Array(OFFSET), bytes]);
    const tensor = stored('int32', [count], bytes.length, false);
    const weights = await readWeights(memoryHost({ 'm.onnx': file }), 'm.onnx', tensor);
    assert.ok(weights?.values.every((value: number) => value === 100_000));
  });
});

describe('weights that are not read', () => {
  const host = memoryHost({ 'm.onnx': new Uint8Array(20) });
  const cases: readonly (readonly [string, StoredTensor])[] = [
    ['without payload', { ...stored('float32', [2], 8), payload: null }],
    ['of no type', stored(null, [2], 8)],
    ['text', stored('string', [2], 8)],
    ['8-bit floats', stored('float8e4m3fn', [2], 2)],
    ['sparse', { ...stored('float32', [2], 8), storedElements: 2 }],
    ['beyond the end of the file', stored('float32', [4], 16)],
    ['of negative size', stored('float32', [-2], -8)],
    ['larger than any', stored('int8', [2 ** 20, 2 ** 20], 2 ** 40)],
    [
      'beside, where nothing is',
      { ...stored('float32', [2], 8), payload: { file: 'x', offset: 0, length: 8 } },
    ],
  ];
  for (const [name, tensor] of cases)
    it(name, async () => {
      assert.equal(await readWeights(host, 'm.onnx', tensor), null);
    });

  it('without a door to files beside', async () => {
    const files = memoryHost({ 'm.onnx': new Uint8Array(20), w: new Uint8Array(8) });
    const plain: EngineHost = {
      open: (path) => files.open(path),
      sizeOfSibling: (base, relative) => files.sizeOfSibling(base, relative),
    };
    const tensor = { ...stored('float32', [2], 8), payload: { file: 'w', offset: 0, length: 8 } };
    assert.equal(await readWeights(plain, 'm.onnx', tensor), null);
  });

  it('where the model is gone', async () => {
    await assert.rejects(readWeights(host, 'gone.onnx', stored('float32', [2], 8)), /no such file/);
  });

  it('when nobody waits for them', async () => {
    const work = { ...AT_ONCE, signal: { aborted: true } };
    await assert.rejects(readWeights(host, 'm.onnx', stored('float32', [2], 8), work), Cancelled);
  });
});

describe('weights beside the model', () => {
  const values = Float32Array.of(1, 2, 3);
  const host = memoryHost({
    'models/m.onnx': new Uint8Array(4),
    'models/w.bin': join([new Uint8Array(8), new Uint8Array(values.buffer), new Uint8Array(3)]),
  });
  for (const length of [12, -1])
    it(`are raw; a length of ${length}`, async () => {
      const payload = { file: 'w.bin', offset: 8, length };
      const tensor = { ...stored('float32', [3], 0, false), payload };
      assert.deepEqual(await readWeights(host, 'models/m.onnx', tensor), { values, dims: [3] });
    });
});
