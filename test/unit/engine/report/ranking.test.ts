import assert from 'node:assert/strict';
import { hottest, isFree, ranked, select } from '../../../../extension/engine/report/ranking';
import type { ReportLayer } from '../../../../extension/shared/report';
import { EXAMPLE, INCOMPLETE } from './exampleReport';

function withMacs(costs: readonly (number | null)[]): readonly ReportLayer[] {
  const [first] = EXAMPLE.layers;
  assert.ok(first);
  return costs.map((macs, at) => ({ ...first, id: String(at), macs }));
}

describe('ranking', () => {
  it('puts the costliest first, unknown ones last, equals in execution order', () => {
    const ids = ranked(withMacs([1, null, 5, 0, 5]), 'macs').map(({ id }) => id);
    assert.deepEqual(ids, ['2', '4', '0', '3', '1']);
  });

  it('calls hot what makes up the first half', () => {
    assert.deepEqual([...hottest(withMacs([10, 50, 40]), 'macs')], ['1']);
    assert.deepEqual([...hottest(withMacs([30, 40, 30]), 'macs')], ['1', '0']);
    assert.deepEqual([...hottest(withMacs([0, 0]), 'macs')], []);
    assert.deepEqual([...hottest(withMacs([null, null]), 'macs')], []);
    assert.deepEqual([...hottest(withMacs([7]), 'macs')], ['0']);
  });

  it('takes a layer as free only when it is known to be', () => {
    assert.deepEqual(INCOMPLETE.layers.map(isFree), [false, false, true, false, false]);
  });

  it('counts what it leaves out', () => {
    const { shown, free, beyondTop } = select(EXAMPLE.layers, { sort: 'bytes', top: 2, all: false });
    assert.deepEqual([shown.map(({ op }) => op), free, beyondTop], [['Gemm', 'Relu'], 1, 1]);
  });
});
