import assert from 'node:assert/strict';
import { indexAreas } from '../../../webview/graph/cull';
import { ELEMENT_BUDGET, levelFor } from '../../../webview/graph/levels';
import { createNavigator } from '../../../webview/graph/navigate';
import { linePath } from '../../../webview/graph/paths';
import { fitAll, keepAnchor, reveal } from '../../../webview/graph/viewport';
import { readDim } from '../../../webview/panels/readDim';
import { readState } from '../../../webview/state';
import { buildScene } from '../../../extension/engine/view/scene';
import { residualReport } from '../../helpers/sampleReports';

describe('culling', () => {
  it('finds exactly what touches an area', () => {
    const areas = Array.from({ length: 500 }, (_, i) => ({
      left: (i % 7) * 50,
      right: (i % 7) * 50 + 40,
      top: i * 90,
      bottom: i * 90 + (i % 50 === 0 ? 30_000 : 60),
    }));
    const index = indexAreas(areas);
    for (const top of [0, 1234, 20_000, 44_000]) {
      const area = { left: 60, right: 160, top, bottom: top + 900 };
      const expected = areas.flatMap((a, i) =>
        a.left <= area.right && a.right >= area.left && a.top <= area.bottom && a.bottom >= area.top
          ? [i]
          : [],
      );
      assert.deepEqual(index.within(area), expected);
    }
  });

  it('coarsens rather than exceed the budget', () => {
    assert.equal(levelFor(1, 30, 30), 'near');
    assert.equal(levelFor(1, ELEMENT_BUDGET, 0), 'far');
    assert.equal(levelFor(0.3, 30, 30), 'middle');
    assert.equal(levelFor(0.05, 30, 30), 'far');
  });
});

describe('moving about', () => {
  const scene = buildScene(residualReport(1), { metric: 'macs', open: [] });

  it('down and up follow the lines', () => {
    const navigator = createNavigator(scene);
    const way = ['in:input'];
    for (let id = navigator.step('in:input', 'down'); id !== null; id = navigator.step(id, 'down'))
      way.push(id);
    assert.deepEqual(way, ['in:input', '0', '1', '2', '3', '4', '5', '6', '7', '8', 'out:t8']);
    assert.equal(navigator.step('4', 'up'), '3');
    assert.equal(navigator.step(null, 'down'), 'in:input');
  });

  it('an anchor stays where it is on the screen', () => {
    const before = { left: 100, top: 200, right: 300, bottom: 260 };
    const after = { left: 400, top: 900, right: 600, bottom: 1260 };
    const moved = keepAnchor({ x: 10, y: 20, k: 0.5 }, before, after);
    assert.equal(moved.x + after.left * moved.k, 10 + before.left * 0.5);
    assert.equal(moved.y + after.top * moved.k, 20 + before.top * 0.5);
  });

  it('revealing what is in sight moves nothing', () => {
    const viewport = { x: 0, y: 0, k: 1 };
    const stage = { width: 800, height: 600 };
    assert.equal(reveal(viewport, stage, { left: 100, top: 100, right: 300, bottom: 172 }), viewport);
    assert.notEqual(reveal(viewport, stage, { left: 100, top: 700, right: 300, bottom: 772 }), viewport);
  });

  it('fits without enlarging', () => {
    assert.equal(fitAll({ width: 100, height: 100 }, { width: 800, height: 600 }).k, 1);
    assert.ok(fitAll({ width: 100, height: 10_000 }, { width: 800, height: 600 }).k < 0.06);
  });
});

describe('lines', () => {
  it('are straight where they are vertical and curved between rows', () => {
    assert.equal(linePath([5, 0, 5, 20]), 'M5 0L5 20');
    assert.equal(linePath([5, 0, 15, 20]), 'M5 0C5 10 15 10 15 20');
  });
});

describe('what a page may read', () => {
  it('a saved state of another kind is dropped', () => {
    assert.equal(
      readState({ view: { metric: 'nonsense', open: [] }, viewport: { x: 0, y: NaN, k: 1 } }).view,
      null,
    );
    assert.equal(readState('old').selected, null);
    assert.deepEqual(readState({ viewport: { x: 1, y: 2, k: 3 } }).viewport, { x: 1, y: 2, k: 3 });
  });

  it('a typed dim is a whole number, empty, or nothing', () => {
    assert.deepEqual(['8', ' 12 ', '', '-1', '1.5', 'x', '1e3'].map(readDim), [
      8,
      12,
      null,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
