import assert from 'node:assert/strict';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { QUANT_OPS } from '../../../../extension/engine/ops/quant';
import { costsOf } from '../../../helpers/costs';
import { conflictOf, f32, shown, solve, solveAll } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

const FLOAT16 = 10;
const INT4 = 22;

function infer(op: string, setup: NodeSetup): string {
  return shown(solve(QUANT_OPS, op, setup));
}

function operations(op: string, setup: NodeSetup): readonly (number | string)[] {
  const { macs, elementOps, transcendentals } = costsOf(QUANT_OPS, op, setup);
  return [macs, elementOps, transcendentals];
}

describe('QuantizeLinear', () => {
  const x = f32(2, 3);
  it("takes its zero point's type, else the one asked for, else uint8", () => {
    assert.equal(infer('QuantizeLinear', { inputs: [x, f32(), tensor('int8', [])] }), 'int8 2x3');
    assert.equal(
      infer('QuantizeLinear', { inputs: [x, f32()], attributes: { output_dtype: INT4 } }),
      'int4 2x3',
    );
    assert.equal(infer('QuantizeLinear', { inputs: [x, f32()] }), 'uint8 2x3');
    assert.equal(infer('QuantizeLinear', { inputs: [x, f32(), tensor(null, [])] }), '? 2x3');
  });
  it('counts scale and zero point', () => {
    assert.deepEqual(operations('QuantizeLinear', { inputs: [x, f32(), tensor('int8', [])] }), [0, 12, 0]);
    assert.deepEqual(operations('QuantizeLinear', { inputs: [x, f32()] }), [0, 6, 0]);
  });
});

describe('DequantizeLinear', () => {
  const x = tensor('int8', [2, 3]);
  it("takes its scale's type, or the one asked for", () => {
    assert.equal(infer('DequantizeLinear', { inputs: [x, tensor('float16', [])] }), 'float16 2x3');
    assert.equal(
      infer('DequantizeLinear', { inputs: [x, f32()], opset: 23, attributes: { output_dtype: FLOAT16 } }),
      'float16 2x3',
    );
  });
  it('carries the tensor that it unpacks', () => {
    assert.deepEqual(QUANT_OPS.find(({ types }) => types.includes('DequantizeLinear'))?.carries, [0]);
  });
});

describe('DynamicQuantizeLinear', () => {
  it('gives values, scale and zero point', () => {
    const setup = { inputs: [f32(3, 4)], outputs: 3 };
    assert.deepEqual(solveAll(QUANT_OPS, 'DynamicQuantizeLinear', setup).map(shown), [
      'uint8 3x4',
      'float32 scalar',
      'uint8 scalar',
    ]);
    assert.deepEqual(operations('DynamicQuantizeLinear', setup), [0, 48, 0]);
  });
});

describe('quantized kin of element-wise operators', () => {
  const domain = 'com.microsoft';
  const zero = tensor('uint8', []);
  it('broadcasts', () => {
    const inputs = [tensor('uint8', [2, 3, 4]), f32(), zero, tensor('uint8', [4]), f32(), zero, f32(), zero];
    assert.equal(infer('QLinearAdd', { domain, inputs }), 'uint8 2x3x4');
    assert.deepEqual(operations('QLinearMul', { domain, inputs }), [0, 24, 0]);
    const off = [tensor('uint8', [2, 3]), f32(), zero, tensor('uint8', [4]), f32(), zero];
    assert.match(conflictOf(QUANT_OPS, 'QLinearAdd', { domain, inputs: off }), /do not broadcast/);
  });
  it('counts as the float operator', () => {
    const inputs = [tensor('uint8', [2, 5]), f32(), zero, f32(), zero];
    assert.deepEqual(operations('QLinearSigmoid', { domain, inputs }), [0, 10, 10]);
    assert.deepEqual(operations('QLinearLeakyRelu', { domain, inputs }), [0, 10, 0]);
    assert.deepEqual(operations('QLinearSoftmax', { domain, inputs }), [0, 50, 10]);
  });
  it('joins', () => {
    const part = (size: number): NodeSetup['inputs'] => [tensor('uint8', [1, size, 8]), f32(), zero];
    const inputs = [f32(), zero, ...(part(3) ?? []), ...(part(5) ?? [])];
    assert.equal(infer('QLinearConcat', { domain, inputs, attributes: { axis: 1 } }), 'uint8 1x8x8');
    assert.deepEqual(operations('QLinearConcat', { domain, inputs, attributes: { axis: 1 } }), [0, 0, 0]);
    assert.match(
      conflictOf(QUANT_OPS, 'QLinearConcat', { domain, inputs, attributes: { axis: 7 } }),
      /cannot be joined/,
    );
  });
});
