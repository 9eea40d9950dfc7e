import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { BadInput } from '../../../../extension/engine/diagnostics';
import { givenFeeds } from '../../../../extension/engine/verify/givenFeeds';
import { parseNpy } from '../../../../extension/engine/verify/npy';
import { parseNpz } from '../../../../extension/engine/verify/npz';
import { numbersOf } from '../../../../extension/engine/verify/numbers';
import { parseTensorProto } from '../../../../extension/engine/verify/tensorProto';
import { graph } from '../../../helpers/irBuilder';
import { buildTensor, float32Bytes, int64Bytes } from '../../../helpers/onnxBuilder';

function npy(descr: string, shape: string, data: Uint8Array, order = 'False', version = 1): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }\n`;
  const length = version === 1 ? [text.length, 0] : [text.length, 0, 0, 0];
  const head = [0x93, ...new TextEncoder().encode('NUMPY'), version, 0, ...length];
  return Uint8Array.from([...head, ...new TextEncoder().encode(text), ...data]);
}

const SIX = float32Bytes(1, 2, 3, 4, 5, 6);

function refused(action: () => unknown, pattern: RegExp): void {
  assert.throws(action, (error) => error instanceof BadInput && pattern.test(error.message));
}

describe('.npy files', () => {
  it('hold arrays, scalars and empty ones', () => {
    assert.deepEqual(parseNpy(npy('<f4', '2, 3', SIX), 'a.npy'), {
      dtype: 'float32',
      dims: [2, 3],
      data: SIX,
    });
    assert.deepEqual(parseNpy(npy('<i8', '', int64Bytes(7)), 'a.npy').dims, []);
    assert.deepEqual(parseNpy(npy('|b1', '0,', new Uint8Array(0)), 'a.npy').dims, [0]);
    assert.deepEqual(parseNpy(npy('|u1', '2,', Uint8Array.of(1, 2), 'False', 2), 'a.npy').dims, [2]);
  });

  it('are turned where they are big-endian or the first index runs fastest', () => {
    const big = Uint8Array.of(0, 1, 0, 2);
    assert.deepEqual([...numbersOf(parseNpy(npy('>i2', '2,', big), 'a.npy'))], [1, 2]);
    const columns = parseNpy(npy('<f4', '2, 3', SIX, 'True'), 'a.npy');
    assert.deepEqual([...numbersOf(columns)], [1, 3, 5, 2, 4, 6]);
  });

  it('are refused with their name where they are none, damaged or of other elements', () => {
    refused(() => parseNpy(SIX, 'a.npy'), /^a\.npy: this is no \.npy array/);
    refused(() => parseNpy(npy('<f4', '2, 4', SIX), 'a.npy'), /takes 32 bytes, but 24 are there/);
    refused(() => parseNpy(npy('<U3', '2,', SIX), 'a.npy'), /type "<U3" cannot be fed/);
    refused(() => parseNpy(npy('<c8', '3,', SIX), 'a.npy'), /type "<c8"/);
    refused(() => parseNpy(npy('<f4', '-1, 6', SIX), 'a.npy'), /no list of sizes/);
    refused(() => parseNpy(npy('<f4', '2, 3', SIX).subarray(0, 30), 'a.npy'), /damaged or cut off/);
  });
});

describe('.npz files', () => {
  const array = npy('<f4', '2, 3', SIX);

  it('hold arrays by name, packed or not', () => {
    for (const level of [0, 6] as const) {
      const found = parseNpz(zipSync({ 'x.npy': array, 'readme.txt': SIX }, { level }), 'a.npz');
      assert.deepEqual([...found.keys()], ['x']);
      assert.deepEqual(found.get('x')?.data, SIX);
    }
  });

  it('are refused with file and entry', () => {
    refused(() => parseNpz(SIX, 'a.npz'), /^a\.npz: the archive is damaged or none/);
    refused(() => parseNpz(zipSync({ 'readme.txt': SIX }), 'a.npz'), /^a\.npz: the archive holds no arrays/);
    refused(() => parseNpz(zipSync({ 'x.npy': SIX }), 'a.npz'), /^a\.npz, array "x": this is no/);
    const many = Object.fromEntries(Array.from({ length: 1100 }, (_, at) => [`${at}.npy`, array]));
    refused(() => parseNpz(zipSync(many), 'a.npz'), /more than 1024 entries/);
  });

  it('are refused where they claim more than may be unpacked', () => {
    const bomb = zipSync({ 'x.npy': array });
    // Uncompressed size in the central directory, 24 bytes behind its signature.
    const at = bomb.findIndex((_, i) => bomb[i] === 0x50 && bomb[i + 1] === 0x4b && bomb[i + 2] === 1);
    new DataView(bomb.buffer).setUint32(at + 24, 0xfffffffe, true);
    refused(() => parseNpz(bomb, 'a.npz'), /"x\.npy" take more than 1 GiB/);
  });
});

describe('.pb files', () => {
  it('hold a tensor raw or as a list of numbers', () => {
    const raw = buildTensor({ name: 'x', dtype: 'float32', dims: [2, 3], raw: SIX });
    assert.deepEqual(parseTensorProto(raw, 'a.pb'), {
      name: 'x',
      tensor: { dtype: 'float32', dims: [2, 3], data: SIX },
    });
    const listed = buildTensor({ dtype: 'float32', dims: [2, 3], float: [1, 2, 3, 4, 5, 6] });
    assert.deepEqual(parseTensorProto(listed, 'a.pb').tensor.data, SIX);
    const ints = buildTensor({ dtype: 'int64', dims: [2], int64: [-3, 5] });
    assert.deepEqual(parseTensorProto(ints, 'a.pb').tensor.data, int64Bytes(-3, 5));
    const flags = buildTensor({ dtype: 'bool', dims: [3], int32: [1, 0, 1] });
    assert.deepEqual([...parseTensorProto(flags, 'a.pb').tensor.data], [1, 0, 1]);
    const halves = buildTensor({ dtype: 'float16', dims: [2], int32: [0x3c00, 0xc000] });
    assert.deepEqual([...numbersOf(parseTensorProto(halves, 'a.pb').tensor)], [1, -2]);
  });

  it('are refused with their name', () => {
    refused(() => parseTensorProto(Uint8Array.of(1, 2, 3), 'a.pb'), /^a\.pb: /);
    refused(() => parseTensorProto(new Uint8Array(0), 'a.pb'), /^a\.pb: this is no TensorProto/);
    const short = buildTensor({ dtype: 'int64', dims: [9], int64: [1] });
    refused(() => parseTensorProto(short, 'a.pb'), /does not have as many elements/);
    const huge = buildTensor({ dtype: 'int64', dims: [2 ** 40], int64: [1] });
    refused(() => parseTensorProto(huge, 'a.pb'), /does not have as many elements/);
    const away = buildTensor({ dtype: 'float32', dims: [1], external: { location: '/etc/passwd' } });
    refused(() => parseTensorProto(away, 'a.pb'), /lie in another file/);
  });
});

describe('inputs from files', () => {
  const model = graph([], {
    inputs: [
      { name: 'x', dtype: 'float32', shape: ['N', 3] },
      { name: 'n', dtype: 'int64', shape: null },
    ],
  });
  const x = { path: '/in/x.npy', bytes: npy('<f4', '2, 3', SIX) };
  const n = { path: 'data/7.pb', bytes: buildTensor({ name: 'n', dtype: 'int64', dims: [], int64: [4] }) };

  it('are bound by the names of files, arrays and tensors; others are left out', () => {
    const zipped = zipSync({ 'x.npy': x.bytes, 'torch_output.npy': x.bytes });
    for (const file of [x, { path: 'all.npz', bytes: zipped }])
      assert.deepEqual([...givenFeeds(model, [file, n]).keys()], ['x', 'n']);
  });

  it('fit a single input whatever the single array is called', () => {
    const one = { ...model, inputs: model.inputs.slice(0, 1) };
    assert.deepEqual([...givenFeeds(one, [{ ...x, path: 'photo.npy' }]).keys()], ['x']);
  });

  it('are refused where one is missing, double, or does not fit', () => {
    refused(() => givenFeeds(model, [x]), /^input "n" is in none of the files; they hold "x"/);
    refused(() => givenFeeds(model, [x, x, n]), /x\.npy: input "x" is given twice/);
    const flat = { path: 'x.npy', bytes: npy('<f4', '6,', SIX) };
    refused(() => givenFeeds(model, [flat, n]), /input "x" is \[N, 3\], but the array is \[6\]/);
    const wide = { path: 'x.npy', bytes: npy('<f8', '1, 3', SIX) };
    refused(() => givenFeeds(model, [wide, n]), /input "x" is float32, but the array is float64/);
    refused(() => givenFeeds(model, [{ ...x, path: 'x.csv' }]), /^x\.csv: inputs are read from/);
  });
});
