import { rmSync, statSync } from 'node:fs';
import { createEngine } from '../../extension/engine/api';
import { createNodeHost } from '../../extension/host/files.node';
import { type BenchCase, FILLED } from './cases';
import { rewrite } from './measure';
import { formatRows, megabytes, seconds } from './table';

/** What the decomposition of the one layer needs, Node included; the models are up to ten times as large. */
const BOUND_BYTES = 400e6;

export interface Rewritten {
  readonly table: string;
  readonly problems: readonly string[];
}

/** One layer's low rank, applied to models of growing weights: a whole process each. */
export async function measureRewrites(cases: readonly BenchCase[]): Promise<Rewritten> {
  const rows: string[][] = [];
  const problems: string[] = [];
  for (const { name, model } of cases.filter(({ kind }) => kind === 'weights')) {
    const out = model.path.replace(/\.onnx$/, '.lower.onnx');
    const id = await lowRankOf(model.path);
    const run = rewrite(model.path, id, out);
    const written = statSync(out).size;
    rmSync(out);
    rows.push([
      name,
      megabytes(model.weightBytes),
      megabytes(written),
      seconds(run.wallSeconds),
      megabytes(run.peakBytes),
    ]);
    if (run.peakBytes > BOUND_BYTES)
      problems.push(
        `rewriting ${name} took ${megabytes(run.peakBytes)}, more than ${megabytes(BOUND_BYTES)}`,
      );
  }
  return { table: formatRows(['model', 'weights', 'written', 'wall', 'peak RSS'], rows), problems };
}

async function lowRankOf(file: string): Promise<string> {
  const engine = createEngine(createNodeHost());
  const options = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
  const { layers } = await engine.analyze(file, options);
  for (const { id, inputs } of layers) {
    const width = inputs.find(({ name }) => name === FILLED)?.shape?.[0];
    // A width by four widths: factors of half the rank take five eighths
    if (typeof width === 'number') return `low-rank@${id}:rank=${width / 2}`;
  }
  throw new Error(`no layer has ${FILLED}`);
}
