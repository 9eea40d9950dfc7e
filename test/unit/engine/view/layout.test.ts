import assert from 'node:assert/strict';
import { buildScene } from '../../../../extension/engine/view/scene';
import { layerTree } from '../../../../extension/engine/view/tree';
import type { Report } from '../../../../extension/shared/report';
import { ROOT_GROUP, type Scene, type SceneNode } from '../../../../extension/shared/scene';
import { flatReport, residualReport, transformerReport } from '../../../helpers/sampleReports';

const REPORTS: Readonly<Record<string, () => Report>> = {
  residual: () => residualReport(),
  transformer: transformerReport,
  flat: () => flatReport(300),
};

function views(report: Report): Readonly<Record<string, Scene>> {
  const all = layerTree(report).groups.map((group) => group.id);
  return {
    first: buildScene(report, { metric: 'macs', open: [] }),
    closed: buildScene(report, { metric: 'macs', open: [ROOT_GROUP] }),
    open: buildScene(report, { metric: 'macs', open: all }),
    half: buildScene(report, { metric: 'macs', open: [ROOT_GROUP, ...all.filter((_, i) => i % 2 === 0)] }),
  };
}

describe('layout of the layer graph', () => {
  for (const [name, make] of Object.entries(REPORTS))
    for (const [view, scene] of Object.entries(views(make())))
      describe(`${name}, ${view}`, () => {
        it('boxes do not overlap', () => {
          assertApart(scene.nodes);
        });
        it('lines run downwards from box to box', () => {
          assertLines(scene);
        });
        it('lines cross no box', () => {
          assertNoCrossing(scene);
        });
        it('frames hold boxes whole or not at all, and lie in their parents', () => {
          assertFrames(scene);
        });
        it('everything lies on the canvas', () => {
          for (const box of [...scene.nodes, ...scene.frames])
            assert.ok(
              box.x >= 0 &&
                box.y >= 0 &&
                box.x + box.width <= scene.width &&
                box.y + box.height <= scene.height,
            );
        });
      });

  it('is deterministic', () => {
    for (const make of Object.values(REPORTS)) assert.deepEqual(views(make()), views(make()));
  });

  it('keeps the main chain straight beside a skip', () => {
    const scene = buildScene(residualReport(1), { metric: 'macs', open: [] });
    const centres = new Set(scene.nodes.map((node) => (node.x + node.width / 2).toFixed(1)));
    assert.equal(centres.size, 1);
  });
});

function assertApart(nodes: readonly SceneNode[]): void {
  for (const [i, a] of nodes.entries())
    for (const b of nodes.slice(i + 1)) {
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      assert.ok(apart, `${a.id} and ${b.id} overlap`);
    }
}

function assertLines(scene: Scene): void {
  const boxes = new Map(scene.nodes.map((node) => [node.id, node]));
  for (const edge of scene.edges) {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    assert.ok(from && to, edge.id);
    assert.ok(
      Math.abs((edge.points[1] ?? NaN) - from.y - from.height) < 0.01,
      `${edge.id} starts at its box`,
    );
    assert.ok(Math.abs((edge.points.at(-1) ?? NaN) - to.y) < 0.01, `${edge.id} ends at its box`);
    assert.ok(to.y >= from.y + from.height, `${edge.id} runs downwards`);
    for (let i = 3; i < edge.points.length; i += 2)
      assert.ok((edge.points[i] ?? 0) >= (edge.points[i - 2] ?? 0), `${edge.id} never turns back`);
  }
}

/** Samples lines as they are drawn: straight pieces, and curves that stay within the heights of their ends. */
function assertNoCrossing(scene: Scene): void {
  for (const { id, points } of scene.edges)
    for (let i = 0; i + 3 < points.length; i += 2) {
      const [x0, y0, x1, y1] = points.slice(i, i + 4) as [number, number, number, number];
      const [left, right] = [Math.min(x0, x1), Math.max(x0, x1)];
      for (const box of scene.nodes) {
        const inside =
          left < box.x + box.width && right > box.x && y0 < box.y + box.height - 0.01 && y1 > box.y + 0.01;
        assert.ok(!inside, `${id} crosses ${box.id}`);
      }
    }
}

function assertFrames(scene: Scene): void {
  for (const frame of scene.frames)
    for (const box of [...scene.nodes, ...scene.frames.filter((other) => other !== frame)]) {
      const apart =
        box.x + box.width <= frame.x ||
        frame.x + frame.width <= box.x ||
        box.y + box.height <= frame.y ||
        frame.y + frame.height <= box.y;
      const within =
        box.x >= frame.x &&
        box.y >= frame.y &&
        box.x + box.width <= frame.x + frame.width &&
        box.y + box.height <= frame.y + frame.height;
      const around =
        'depth' in box &&
        frame.x >= box.x &&
        frame.y >= box.y &&
        frame.x + frame.width <= box.x + box.width &&
        frame.y + frame.height <= box.y + box.height;
      assert.ok(apart || within || around, `${frame.id} cuts ${box.id}`);
    }
}
