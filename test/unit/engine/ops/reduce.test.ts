import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { REDUCE_OPS } from '../../../../extension/engine/ops/reduce';
import { conflictOf, f32, int, ints, known, listed, shown, solve } from '../../../helpers/facts';
import { viewOf, workWith } from '../../../helpers/nodeView';

const batch = symbol('batch');

describe('reductions', () => {
  it('take axes as an attribute or as an input', () => {
    const old = { opset: 11, inputs: [f32(batch, 3, 4)], attributes: { axes: [1, -1] } };
    assert.equal(shown(solve(REDUCE_OPS, 'ReduceMean', old)), 'float32 batchx1x1');
    const current = { inputs: [f32(batch, 3, 4), ints(2)], attributes: { keepdims: 0 } };
    assert.equal(shown(solve(REDUCE_OPS, 'ReduceSum', current)), 'float32 batchx3');
  });

  it('reduce all axes without any, or none where asked so', () => {
    assert.equal(
      shown(solve(REDUCE_OPS, 'ReduceMax', { inputs: [f32(2, 3)], attributes: { keepdims: 0 } })),
      'float32 scalar',
    );
    assert.equal(shown(solve(REDUCE_OPS, 'ReduceMax', { inputs: [f32(2, 3)] })), 'float32 1x1');
    const noop = { inputs: [f32(2, 3), ints()], attributes: { noop_with_empty_axes: 1 } };
    assert.equal(shown(solve(REDUCE_OPS, 'ReduceSum', noop)), 'float32 2x3');
  });

  it('keep the rank where only the number of axes is known', () => {
    const kept = solve(REDUCE_OPS, 'ReduceSum', { inputs: [f32(2, 3), tensor('int64', [1])] });
    assert.equal(kept.shape?.length, 2);
    const dropped = { inputs: [f32(2, 3), tensor('int64', [1])], attributes: { keepdims: 0 } };
    assert.equal(solve(REDUCE_OPS, 'ReduceSum', dropped).shape?.length, 1);
  });

  it('follow small values', () => {
    const whole = { inputs: [ints(2, 3, batch)], attributes: { keepdims: 0 } };
    assert.deepEqual(listed(solve(REDUCE_OPS, 'ReduceProd', whole)), ['6*batch']);
    assert.deepEqual(listed(solve(REDUCE_OPS, 'ReduceMin', { ...whole, inputs: [ints(9, 4, 7)] })), [4]);
    const table = known('int64', [2, 3], [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(listed(solve(REDUCE_OPS, 'ReduceSum', { inputs: [table, ints(0)] })), [5, 7, 9]);
    assert.deepEqual(listed(solve(REDUCE_OPS, 'ReduceMean', { inputs: [table, ints(1)] })), [2, 5]);
    assert.deepEqual(listed(solve(REDUCE_OPS, 'ReduceSum', { ...whole, inputs: [ints()] })), [0]);
  });

  it('find positions', () => {
    assert.equal(
      shown(solve(REDUCE_OPS, 'ArgMax', { inputs: [f32(2, 3)], attributes: { axis: -1 } })),
      'int64 2x1',
    );
    const flat = { inputs: [f32(2, 3)], attributes: { axis: 0, keepdims: 0 } };
    assert.equal(shown(solve(REDUCE_OPS, 'ArgMin', flat)), 'int64 3');
  });

  it('name an axis that does not exist', () => {
    assert.match(
      conflictOf(REDUCE_OPS, 'ReduceSum', { inputs: [f32(2, 3), ints(2)] }),
      /axis 2 lies outside rank 2/,
    );
    assert.match(conflictOf(REDUCE_OPS, 'ArgMax', { inputs: [f32(2)], attributes: { axis: 4 } }), /axis 4/);
  });

  it('cost one operation per element read', () => {
    assert.deepEqual(workWith(REDUCE_OPS, viewOf('ReduceMean', { inputs: [f32(2, 3), ints(1)] })), {
      elementOps: 6,
    });
    const norm = workWith(REDUCE_OPS, viewOf('ReduceLogSumExp', { inputs: [f32(2, 3), ints(1)] }));
    assert.deepEqual(norm, { elementOps: 6, transcendentals: 6 });
    const log = workWith(REDUCE_OPS, viewOf('ReduceLogSum', { inputs: [f32(2, 3), ints(1)] }));
    assert.deepEqual(log, { elementOps: 6, transcendentals: 2 });
    assert.deepEqual(workWith(REDUCE_OPS, viewOf('ArgMax', { inputs: [int(3)], attributes: { axis: 9 } })), {
      elementOps: 1,
    });
  });
});
