import assert from 'node:assert/strict';
import { groupOfItem, isUnit } from '../../../../extension/engine/view/groups';
import { FIRST_VIEW_BOXES, initialView } from '../../../../extension/engine/view/initialView';
import { buildScene } from '../../../../extension/engine/view/scene';
import { groupsAround, layerTree } from '../../../../extension/engine/view/tree';
import type { Report } from '../../../../extension/shared/report';
import { ROOT_GROUP } from '../../../../extension/shared/scene';
import { reportBuilder } from '../../../helpers/reportBuilder';
import { chainReport, flatReport, residualReport, transformerReport } from '../../../helpers/sampleReports';

const titles = (report: Report): string[] => layerTree(report).groups.map((group) => group.title);

function boxes(report: Report, open: readonly string[]): string[] {
  return buildScene(report, { metric: 'macs', open }).nodes.map(
    (node) => `${node.title}${node.repeat > 1 ? ` x${node.repeat}` : ''}`,
  );
}

describe('groups', () => {
  it('follow the module scopes and fold equal blocks that feed each other', () => {
    assert.deepEqual(boxes(residualReport(), [ROOT_GROUP]), [
      'input',
      'Conv',
      'layers x4',
      'GlobalAveragePool',
      'Flatten',
      'Gemm',
      't23',
    ]);
    assert.deepEqual(boxes(transformerReport(), [ROOT_GROUP]), [
      'ids',
      'Gather',
      'mask',
      'encoder',
      'MatMul',
      't194',
    ]);
    assert.ok(titles(transformerReport()).includes('layers.11'));
  });

  it('hold every unit exactly once', () => {
    for (const report of [residualReport(), transformerReport(), flatReport(2000), chainReport(900)]) {
      const { groups, graph } = layerTree(report);
      const units = groups.flatMap((group) => group.items.filter(isUnit));
      assert.equal(units.length, graph.units.length);
      assert.equal(new Set(units).size, units.length);
      const inner = groups.flatMap((group) => group.items.filter((item) => !isUnit(item)).map(groupOfItem));
      assert.equal(new Set(inner).size, groups.length - 1);
    }
  });

  it('are split where collapsing them would close a cycle', () => {
    const b = reportBuilder();
    const a1 = b.layer('Conv', ['input'], { scope: 'a' });
    const a2 = b.layer('Relu', [a1], { scope: 'a' });
    const b1 = b.layer('Conv', [a2], { scope: 'b' });
    const b2 = b.layer('Relu', [b1], { scope: 'b' });
    const a3 = b.layer('Conv', [b2], { scope: 'a' });
    const a4 = b.layer('Relu', [a3], { scope: 'a' });
    assert.deepEqual(boxes(b.build([a4]), [ROOT_GROUP]), ['input', 'a', 'b', 'a (2)', 't5']);
  });

  it('stay whole where others interleave without closing a cycle', () => {
    const b = reportBuilder();
    const a1 = b.layer('Conv', ['input'], { scope: 'a' });
    const b1 = b.layer('Conv', ['input'], { scope: 'b' });
    const a2 = b.layer('Relu', [a1], { scope: 'a' });
    const b2 = b.layer('Relu', [b1], { scope: 'b' });
    assert.deepEqual(boxes(b.build([a2, b2]), [ROOT_GROUP]), ['input', 'a', 'b', 't2', 't3']);
  });

  it('adopt nodes that an exporter left without a scope', () => {
    const b = reportBuilder();
    const x = b.layer('Conv', ['input'], { scope: 'net/a' });
    const y = b.layer('Slice', [x], {});
    const z = b.layer('Relu', [y], { scope: 'net/a' });
    assert.deepEqual(boxes(b.build([z]), [ROOT_GROUP]), ['input', 'net.a', 't2']);
  });

  it('hold the bodies of an If behind it', () => {
    const b = reportBuilder();
    const condition = b.layer('Greater', ['input']);
    const out = b.layer('If', [condition], { index: 1 });
    b.layer('Conv', ['input'], { path: '1:If.then_branch/', index: 0 });
    b.layer('Relu', ['input'], { path: '1:If.else_branch/', index: 0 });
    const report = b.build([out]);
    assert.deepEqual(boxes(report, [ROOT_GROUP]), ['input', 'Greater', 'If', 't1']);
    assert.deepEqual(groupsAround(report, '2'), ['group:/@1:If', 'group:/@1:If/@then_branch']);
  });

  it('cut long flat models into few boxes', () => {
    const report = flatReport(6000);
    for (const group of layerTree(report).groups) assert.ok(group.items.length <= 80);
    assert.ok(boxes(report, []).length <= FIRST_VIEW_BOXES);
  });

  it('find the blocks of a flat model', () => {
    assert.deepEqual(boxes(chainReport(400), [ROOT_GROUP]), ['input', 'Block 1 – 100 x100', 't399']);
  });

  it('survive tensors that nobody makes, cycles and hostile scopes', () => {
    const b = reportBuilder();
    b.layer('Add', ['t1', 'nowhere'], { scope: '//../x#2' });
    const y = b.layer('Add', ['t0', 't1'], { scope: 'x/<b>/__proto__' });
    assert.equal(boxes(b.build([y, 'missing']), [ROOT_GROUP]).length, 5);
  });
});

describe('first view', () => {
  it('opens small models completely', () => {
    const report = residualReport();
    assert.equal(initialView(report).open.length, layerTree(report).groups.length);
  });

  it('opens the first of repeated blocks and stays readable', () => {
    const nodes = boxes(transformerReport(), []);
    assert.ok(nodes.length <= FIRST_VIEW_BOXES);
    assert.ok(nodes.includes('Softmax') && nodes.includes('layers.11'));
    assert.equal(nodes.filter((title) => title === 'Softmax').length, 1);
  });

  it('a list without the root adds to it', () => {
    const report = transformerReport();
    const lastSoftmax = report.layers.findLast((layer) => layer.op === 'Softmax');
    const more = buildScene(report, { metric: 'macs', open: groupsAround(report, lastSoftmax?.id ?? '') });
    assert.equal(more.nodes.filter((node) => node.title === 'Softmax').length, 2);
  });
});

describe('a chain of 100,000 layers', () => {
  it('is grouped, opened and laid out in linear time', function () {
    this.timeout(20_000);
    const time = (layers: number): number => {
      const report = chainReport(layers);
      const start = performance.now();
      const scene = buildScene(report, { metric: 'macs', open: [] });
      assert.ok(scene.nodes.length <= FIRST_VIEW_BOXES);
      return performance.now() - start;
    };
    time(2_000);
    const small = time(10_000);
    const large = time(100_000);
    assert.ok(large < 10_000, `${large} ms`);
    assert.ok(large < 40 * Math.max(small, 20), `${small} ms for 10,000 but ${large} ms for 100,000`);
  });

  it('opens completely where somebody insists', function () {
    this.timeout(30_000);
    const report = chainReport(20_000);
    const open = layerTree(report).groups.map((group) => group.id);
    const scene = buildScene(report, { metric: 'macs', open });
    assert.equal(scene.nodes.length, 20_002);
    assert.equal(scene.edges.length, 20_001);
  });
});
