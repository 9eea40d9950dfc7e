import assert from 'node:assert/strict';
import { BUILT_IN_PROFILES } from '../../../../extension/engine/hardware/builtInProfiles';
import { buildDetails } from '../../../../extension/engine/view/details';
import type { HardwareProfile } from '../../../../extension/engine/hardware/profile';
import { findHotspots, MAX_HOTSPOTS } from '../../../../extension/engine/view/hotspots';
import { buildScene } from '../../../../extension/engine/view/scene';
import { ROOT_GROUP, type SceneNode } from '../../../../extension/shared/scene';
import { reportBuilder } from '../../../helpers/reportBuilder';
import { flatReport } from '../../../helpers/sampleReports';

const [PROFILE] = BUILT_IN_PROFILES as [HardwareProfile];

/** MACs 600, 300, 100 of 1000; bytes 10, 100, 50. */
function threeLayers(): ReturnType<typeof reportBuilder> {
  const b = reportBuilder();
  const a = b.layer('Conv', ['input'], {
    macs: 600,
    bytes: 10,
    weight: [64, 3, 7, 7],
    shape: [1, 64, 16, 16],
    attributes: { kernel_shape: '[7, 7]', strides: '[2, 2]', group: '1' },
  });
  const c = b.layer('Conv', [a], {
    macs: 300,
    bytes: 100,
    weight: [64, 1, 3, 3],
    attributes: { kernel_shape: '[3, 3]', group: '64' },
  });
  b.layer('Gemm', [c], { macs: 100, bytes: 50, weight: [10, 8], attributes: { transB: '1' } });
  return b;
}

const node = (nodes: readonly SceneNode[], id: string): SceneNode => {
  const found = nodes.find((candidate) => candidate.id === id);
  assert.ok(found, id);
  return found;
};

describe('boxes', () => {
  const { nodes } = buildScene(threeLayers().build(['t2']), { metric: 'macs', open: [] });

  it('show the cost with its share and the heat of the hottest', () => {
    assert.deepEqual(
      ['0', '1', '2'].map((id) => node(nodes, id).cost),
      ['600 (60.0%)', '300 (30.0%)', '100 (10.0%)'],
    );
    assert.deepEqual(
      ['0', '1', '2'].map((id) => node(nodes, id).heat),
      [1, 0.5, 100 / 600],
    );
  });

  it('name the attributes that matter', () => {
    assert.deepEqual(
      ['0', '1', '2'].map((id) => node(nodes, id).detail),
      ['7x7 s2 3→64', '3x3 64→64 g64', '8→10'],
    );
  });

  it('mark the layers that make up the first half', () => {
    assert.deepEqual(
      ['0', '1', '2'].map((id) => node(nodes, id).hot),
      [true, false, false],
    );
  });

  it('sums miss what is unknown and say so', () => {
    const b = reportBuilder();
    const x = b.layer('Conv', ['input'], { scope: 'a', macs: 500 });
    const y = b.layer('Custom', [x], { scope: 'a', macs: null, unknown: 'no rule' });
    const scene = buildScene(b.build([y]), { metric: 'macs', open: [ROOT_GROUP] });
    const group = node(scene.nodes, 'group:/a');
    assert.equal(group.cost, '>= 500 (100%)');
    assert.equal(group.unknown, 'no rule');
    const details = buildDetails(b.build([y]), 'group:/a', PROFILE);
    assert.equal(details?.costs[0]?.value, '>= 500');
    assert.deepEqual(details.shares[0], { label: 'MACs', value: '>= 100%' });
    assert.equal(details.notes[0], '1 layer could not be priced: sums are lower bounds.');
    const inside = buildScene(b.build([y]), { metric: 'macs', open: [] });
    assert.equal(node(inside.nodes, '1').cost, '?');
    assert.equal(node(inside.nodes, '1').heat, null);
  });

  it('low intensity is hot', () => {
    const scene = buildScene(threeLayers().build(['t2']), { metric: 'intensity', open: [] });
    assert.deepEqual(
      ['0', '2'].map((id) => node(scene.nodes, id).heat),
      [0, 1],
    );
    assert.equal(node(scene.nodes, '2').cost, '2.00 MAC/B (31.3%)');
  });
});

describe('hotspots', () => {
  const report = threeLayers().build(['t2']);

  it('are sorted with shares and running sums', () => {
    const { hotspots, hotspotsLeftOut } = findHotspots(report, 'macs');
    assert.deepEqual(
      hotspots.map(({ id, cost, share, cumulativeShare }) => [id, cost, share, cumulativeShare]),
      [
        ['0', '600', 0.6, 0.6],
        ['1', '300', 0.3, 0.9],
        ['2', '100', 0.1, 1],
      ],
    );
    assert.equal(hotspotsLeftOut, 0);
  });

  it('of intensity start with the lowest and share the moved bytes', () => {
    const { hotspots } = findHotspots(report, 'intensity');
    assert.deepEqual(
      hotspots.map(({ id, cost, hot }) => [id, cost, hot]),
      [
        ['2', '2.00 MAC/B', true],
        ['1', '3.00 MAC/B', true],
        ['0', '60.0 MAC/B', false],
      ],
    );
    assert.equal(hotspots[0]?.share, 50 / 160);
  });

  it('are capped and count the rest', () => {
    const { hotspots, hotspotsLeftOut } = findHotspots(flatReport(500), 'bytes');
    assert.equal(hotspots.length, MAX_HOTSPOTS);
    assert.equal(hotspotsLeftOut, 500 - MAX_HOTSPOTS);
  });
});

describe('details', () => {
  const report = threeLayers().build(['t2']);

  it('give a layer its exact figures, shares and tensors', () => {
    const details = buildDetails(report, '0', PROFILE);
    assert.ok(details);
    assert.equal(details.costs[0]?.label, 'MACs');
    assert.equal(details.costs[0].value, '600');
    assert.deepEqual(details.shares[0], { label: 'MACs', value: '60.0%' });
    assert.deepEqual(details.inputs.at(-1), { label: 'w0', value: 'float32 64x3x7x7' });
    assert.ok(details.notes.includes('Energy: arithmetic and data movement only.'));
  });

  it('give a group its sums', () => {
    const details = buildDetails(report, ROOT_GROUP, PROFILE);
    assert.equal(details?.costs[0]?.value, '1,000');
    assert.deepEqual(details.costs[0].derivation?.convention, ['Sum over 3 layers.']);
    assert.equal(details.subtitle, '3 layers');
  });

  it('say nothing of what is not there', () => {
    assert.equal(buildDetails(report, 'nothing', PROFILE), null);
  });
});
