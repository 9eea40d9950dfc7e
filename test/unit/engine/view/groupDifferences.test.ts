import assert from 'node:assert/strict';
import { groupDifferences } from '../../../../extension/engine/view/groupDifferences';
import { groupsAround } from '../../../../extension/engine/view/tree';
import { transformerReport } from '../../../helpers/sampleReports';

describe('differing layers of groups', () => {
  const report = transformerReport();

  it('count in every group around them, once each', () => {
    const layers = { '18': 'changed', '20': 'changed', '40': 'removed' } as const;
    const counted = groupDifferences(report, layers);
    const [outermost = ''] = groupsAround(report, '18');
    assert.deepEqual(counted[outermost], { changed: 2, added: 0, removed: 1 });
    const around = Object.keys(layers).flatMap((id) => groupsAround(report, id));
    assert.deepEqual(new Set(Object.keys(counted)), new Set(around));
    for (const [id, counts] of Object.entries(counted))
      assert.equal(
        counts.changed + counts.added + counts.removed,
        around.filter((group) => group === id).length,
        id,
      );
  });

  it('count nowhere where they stand outside or are unknown', () => {
    assert.deepEqual(groupsAround(report, '0'), []);
    assert.deepEqual(groupDifferences(report, { '0': 'added', nobody: 'changed' }), {});
  });
});
