import path from 'node:path';
import { createEngine } from '../../extension/engine/api';
import { buildScene } from '../../extension/engine/view/scene';
import { createNodeHost } from '../../extension/host/files.node';
import type { BenchCase } from './cases';
import { median } from './measure';
import { writeModel } from './modelFile';
import { transformer } from './networks';
import { seconds } from './table';

const ROUNDS = 3;
/** About 6,000 nodes. */
const BLOCKS = 150;

/** Builds what is drawn when a model is opened: groups, layout, boxes and lines. */
export async function sceneRows(
  folder: string,
  cases: readonly BenchCase[],
): Promise<readonly (readonly string[])[]> {
  const deep = writeModel(path.join(folder, 'deep.onnx'), transformer(BLOCKS, 64), 'inside');
  const chain = cases.find(({ model }) => model.nodes > 15_000);
  return [
    await sceneRow(`${BLOCKS} transformer blocks`, deep.path),
    ...(chain ? [await sceneRow(chain.name, chain.model.path)] : []),
  ];
}

async function sceneRow(name: string, file: string): Promise<readonly string[]> {
  const engine = createEngine(createNodeHost());
  const report = await engine.analyze(file, { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} });
  const rounds: number[] = [];
  let scene = buildScene(report, { metric: 'macs', open: [] });
  for (let round = 0; round < ROUNDS; round++) {
    // A report of its own: what is kept per report would hide the work
    const fresh = structuredClone(report);
    const start = performance.now();
    scene = buildScene(fresh, { metric: 'macs', open: [] });
    rounds.push((performance.now() - start) / 1000);
  }
  return [
    name,
    String(report.layers.length),
    String(scene.nodes.length),
    String(scene.edges.length),
    seconds(median(rounds)),
  ];
}
