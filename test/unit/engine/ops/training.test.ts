import assert from 'node:assert/strict';
import { TRAINING_OPS } from '../../../../extension/engine/ops/training';
import { costsOf, whyUnknown } from '../../../helpers/costs';
import { conflictOf, f32, int, shown, solveAll } from '../../../helpers/facts';

const domain = 'ai.onnx.preview.training';

describe('optimizers', () => {
  // Two tensors of 6 and 4 elements: values, gradients, states.
  const group = [f32(2, 3), f32(4)];
  const three = { domain, inputs: [f32(), int(3), ...group, ...group, ...group] };
  const four = { domain, inputs: [...three.inputs, ...group] };

  it('give new values and states, none of the gradients', () => {
    const shapes = ['float32 2x3', 'float32 4'];
    assert.deepEqual(solveAll(TRAINING_OPS, 'Adagrad', three).map(shown), [...shapes, ...shapes]);
    assert.deepEqual(solveAll(TRAINING_OPS, 'Adam', four).map(shown), [...shapes, ...shapes, ...shapes]);
    assert.match(conflictOf(TRAINING_OPS, 'Adam', three), /6 tensors are not 4 per optimized one/);
  });

  it('cost what their equations say per element', () => {
    const elementOps = (op: string, setup: typeof three, attributes = {}): unknown =>
      costsOf(TRAINING_OPS, op, { ...setup, attributes }).elementOps;
    assert.equal(elementOps('Adagrad', three), 70);
    assert.equal(elementOps('Adagrad', three, { norm_coefficient: 0.5 }), 90);
    assert.equal(elementOps('Adam', four), 120);
    assert.equal(elementOps('Adam', four, { norm_coefficient_post: 0.5 }), 130);
    assert.equal(elementOps('Momentum', three, { mode: 'standard' }), 50);
    assert.equal(elementOps('Momentum', three, { mode: 'nesterov' }), 70);
  });

  it('leave derivatives by a tensor as large as the tensor, without a price', () => {
    const setup = { domain, inputs: [f32(2, 3), f32(4)], attributes: { xs: ['a', 'b'], y: 'c' }, outputs: 2 };
    assert.deepEqual(solveAll(TRAINING_OPS, 'Gradient', setup).map(shown), ['float32 2x3', 'float32 4']);
    assert.match(whyUnknown(TRAINING_OPS, 'Gradient', setup), /backward pass/);
  });
});
