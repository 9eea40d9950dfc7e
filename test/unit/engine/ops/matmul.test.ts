import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { GEMM_OPS } from '../../../../extension/engine/ops/gemm';
import { MATMUL_OPS } from '../../../../extension/engine/ops/matmul';
import { costsOf, labelsOf, macsOf } from '../../../helpers/costs';
import { conflictOf, f32, shown, solve } from '../../../helpers/facts';

const microsoft = { domain: 'com.microsoft' };

describe('MatMul', () => {
  // Shapes as numpy.matmul gives them.
  const cases: readonly [readonly number[], readonly number[], string, number][] = [
    [[3, 4], [4, 3], '3x3', 36],
    [[2, 3, 4], [2, 4, 3], '2x3x3', 72],
    [[1, 2, 3, 4], [1, 2, 4, 3], '1x2x3x3', 72],
    [[4], [4], 'scalar', 4],
    [[4], [4, 3], '3', 12],
    [[3, 4], [4], '3', 12],
    [[2, 1, 3, 4], [5, 4, 6], '2x5x3x6', 2 * 5 * 3 * 4 * 6],
    [[7, 3, 4], [4], '7x3', 84],
    [[4], [7, 4, 3], '7x3', 84],
  ];
  for (const [a, b, shape, macs] of cases)
    it(`multiplies ${a.join('x')} by ${b.join('x')}`, () => {
      const setup = { inputs: [f32(...a), f32(...b)] };
      assert.equal(shown(solve(MATMUL_OPS, 'MatMul', setup)), `float32 ${shape}`);
      assert.equal(macsOf(MATMUL_OPS, 'MatMul', setup), macs);
    });
  it('keeps symbols and names its factors', () => {
    const setup = { inputs: [f32(symbol('batch'), symbol('seq'), 768), f32(768, 3072)] };
    assert.equal(shown(solve(MATMUL_OPS, 'MatMul', setup)), 'float32 batchxseqx3072');
    assert.equal(macsOf(MATMUL_OPS, 'MatMul', setup), '2359296*batch*seq');
    assert.equal(labelsOf(MATMUL_OPS, 'MatMul', setup), 'batch * M * K * N');
  });
  it('says what does not fit', () => {
    assert.match(
      conflictOf(MATMUL_OPS, 'MatMul', { inputs: [f32(2, 3), f32(4, 5)] }),
      /inner dims of 2x3 and 4x5/,
    );
    assert.match(conflictOf(MATMUL_OPS, 'MatMul', { inputs: [f32(2, 3, 4), f32(5, 4, 3)] }), /batch dims/);
    assert.match(conflictOf(MATMUL_OPS, 'MatMul', { inputs: [f32(), f32(4, 5)] }), /scalar/);
  });
});

describe('kin of MatMul', () => {
  const u8 = tensor('uint8', [2, 4]);
  const s8 = tensor('int8', [4, 3]);
  const zero = tensor('uint8', []);
  it('gives integer products 32 bits', () => {
    assert.equal(shown(solve(MATMUL_OPS, 'MatMulInteger', { inputs: [u8, s8] })), 'int32 2x3');
  });
  it("gives quantized products the output zero point's type", () => {
    const inputs = [u8, f32(), zero, s8, f32(), zero, f32(), tensor('int8', [])];
    assert.equal(shown(solve(MATMUL_OPS, 'QLinearMatMul', { inputs })), 'int8 2x3');
    assert.equal(macsOf(MATMUL_OPS, 'QLinearMatMul', { inputs }), 24);
  });
  it('transposes operands of FusedMatMul', () => {
    const setup = {
      ...microsoft,
      inputs: [f32(5, 4, 2), f32(5, 3, 4)],
      attributes: { transA: 1, transB: 1 },
    };
    assert.equal(shown(solve(MATMUL_OPS, 'FusedMatMul', setup)), 'float32 5x2x3');
    const batched = { ...microsoft, inputs: [f32(2, 5, 4), f32(5, 4, 3)], attributes: { transBatchA: 1 } };
    assert.equal(shown(solve(MATMUL_OPS, 'FusedMatMul', batched)), 'float32 5x2x3');
  });
  it('reads the size of a packed weight from K and N', () => {
    const setup = {
      ...microsoft,
      inputs: [f32(1, 7, 64), tensor('uint8', [128, 2, 16]), f32(256)],
      attributes: { K: 64, N: 128, bits: 4, block_size: 32 },
    };
    assert.equal(shown(solve(MATMUL_OPS, 'MatMulNBits', setup)), 'float32 1x7x128');
    assert.equal(macsOf(MATMUL_OPS, 'MatMulNBits', setup), 7 * 64 * 128);
    assert.notEqual(conflictOf(MATMUL_OPS, 'MatMulNBits', { ...setup, attributes: { K: -1, N: 128 } }), '');
  });
  it('returns floats where scales are applied at once', () => {
    const scaled = { ...microsoft, inputs: [u8, s8, f32(), f32(), zero, zero, f32(3)] };
    assert.equal(shown(solve(MATMUL_OPS, 'MatMulIntegerToFloat', scaled)), 'float32 2x3');
    assert.equal(costsOf(MATMUL_OPS, 'MatMulIntegerToFloat', scaled).elementOps, 6);
    const dynamic = { ...microsoft, inputs: [f32(2, 4), s8, f32(), zero] };
    assert.equal(shown(solve(MATMUL_OPS, 'DynamicQuantizeMatMul', dynamic)), 'float32 2x3');
  });
});

describe('Gemm', () => {
  it('counts M * K * N and the bias', () => {
    const setup = { inputs: [f32(1, 9216), f32(4096, 9216), f32(4096)], attributes: { transB: 1 } };
    assert.equal(shown(solve(GEMM_OPS, 'Gemm', setup)), 'float32 1x4096');
    assert.deepEqual(costsOf(GEMM_OPS, 'Gemm', setup), {
      macs: 37_748_736,
      elementOps: 4096,
      transcendentals: 0,
    });
  });
  it("sums AlexNet's fully connected layers to 58.6 M", () => {
    const layers: readonly (readonly [number, number])[] = [
      [9216, 4096],
      [4096, 4096],
      [4096, 1000],
    ];
    const macs = layers.map(([from, to]) =>
      Number(macsOf(GEMM_OPS, 'Gemm', { inputs: [f32(1, from), f32(from, to)] })),
    );
    assert.equal(
      macs.reduce((a, b) => a + b),
      58_621_952,
    );
  });
  it('transposes both sides', () => {
    const setup = { inputs: [f32(6, 3), f32(4, 6)], attributes: { transA: 1, transB: 1 } };
    assert.equal(shown(solve(GEMM_OPS, 'Gemm', setup)), 'float32 3x4');
  });
  it('says what does not fit', () => {
    assert.match(conflictOf(GEMM_OPS, 'Gemm', { inputs: [f32(2, 3), f32(4, 5)] }), /inner dims/);
    assert.match(conflictOf(GEMM_OPS, 'Gemm', { inputs: [f32(2, 3), f32(3, 5), f32(4)] }), /C of 4/);
    assert.match(conflictOf(GEMM_OPS, 'Gemm', { inputs: [f32(2, 3, 4), f32(3, 5)] }), /two matrices/);
  });
  it('counts the activation of FusedGemm', () => {
    const setup = {
      ...microsoft,
      inputs: [f32(2, 3), f32(3, 5), f32(5)],
      attributes: { activation: 'Relu' },
    };
    assert.equal(costsOf(GEMM_OPS, 'FusedGemm', setup).elementOps, 20);
  });
  it('keeps QGemm in float32 without an output zero point', () => {
    const inputs = [
      tensor('uint8', [2, 3]),
      f32(),
      tensor('uint8', []),
      tensor('int8', [3, 5]),
      f32(),
      tensor('int8', []),
    ];
    assert.equal(shown(solve(GEMM_OPS, 'QGemm', { ...microsoft, inputs })), 'float32 2x5');
    const quantized = [...inputs, null, f32(), tensor('uint8', [])];
    assert.equal(shown(solve(GEMM_OPS, 'QGemm', { ...microsoft, inputs: quantized })), 'uint8 2x5');
  });
});
