import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { INDEXING_OPS } from '../../../../extension/engine/ops/indexing';
import { conflictOf, f32, int, ints, known, listed, shown, solve } from '../../../helpers/facts';

const batch = symbol('batch');
const seq = symbol('seq');

describe('Gather', () => {
  it('replaces the axis by the shape of the indices', () => {
    const embedding = { inputs: [f32(30522, 768), tensor('int64', [batch, seq])] };
    assert.equal(shown(solve(INDEXING_OPS, 'Gather', embedding)), 'float32 batchxseqx768');
    const column = { inputs: [f32(batch, 3, 4), int(1)], attributes: { axis: -2 } };
    assert.equal(shown(solve(INDEXING_OPS, 'Gather', column)), 'float32 batchx4');
  });

  it('picks values, from the end too', () => {
    assert.deepEqual(listed(solve(INDEXING_OPS, 'Gather', { inputs: [ints(batch, 3, seq), int(-1)] })), [
      'seq',
    ]);
    assert.deepEqual(listed(solve(INDEXING_OPS, 'Gather', { inputs: [ints(batch, 3), ints(1, 0, null)] })), [
      3,
      'batch',
      null,
    ]);
    const table = known('int64', [2, 3], [1, 2, 3, 4, 5, 6]);
    const columns = { inputs: [table, ints(2, 0)], attributes: { axis: 1 } };
    assert.deepEqual(listed(solve(INDEXING_OPS, 'Gather', columns)), [3, 1, 6, 4]);
  });

  it('names an index outside', () => {
    assert.match(
      conflictOf(INDEXING_OPS, 'Gather', { inputs: [f32(4, 2), ints(4)] }),
      /index 4 lies outside axis 0 of 4x2/,
    );
    assert.match(
      conflictOf(INDEXING_OPS, 'Gather', { inputs: [f32(4), int(0)], attributes: { axis: 1 } }),
      /axis 1/,
    );
  });
});

describe('GatherElements and GatherND', () => {
  it('give the shape of the indices', () => {
    const setup = { inputs: [f32(3, 3), tensor('int64', [2, 3])] };
    assert.equal(shown(solve(INDEXING_OPS, 'GatherElements', setup)), 'float32 2x3');
    const pick = { inputs: [ints(5, 6, 7), ints(2, -3)] };
    assert.deepEqual(listed(solve(INDEXING_OPS, 'GatherElements', pick)), [7, 5]);
    assert.match(
      conflictOf(INDEXING_OPS, 'GatherElements', { inputs: [f32(3, 3), ints(0)] }),
      /does not index/,
    );
  });

  it('address by tuples', () => {
    const nd = (data: ReturnType<typeof f32>, indices: readonly number[], batchDims = 0): string =>
      shown(
        solve(INDEXING_OPS, 'GatherND', {
          inputs: [data, tensor('int64', indices)],
          attributes: { batch_dims: batchDims },
        }),
      );
    assert.equal(nd(f32(2, 2), [2, 2]), 'float32 2');
    assert.equal(nd(f32(2, 2), [2, 1]), 'float32 2x2');
    assert.equal(nd(f32(2, 2, 2), [2, 1, 2]), 'float32 2x1x2');
    assert.equal(nd(f32(2, 2, 2), [2, 1], 1), 'float32 2x2');
    const deep = { inputs: [f32(2), tensor('int64', [1, 2])] };
    assert.match(conflictOf(INDEXING_OPS, 'GatherND', deep), /do not address/);
  });
});
