import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { type BenchCase, DENSE_BYTES, HOLE_BYTES, writeCases } from './cases';
import { lackOfRoom } from './disk';
import { growthProblems, nodeProblems } from './growth';
import { onnxProblems } from './onnxBounds';
import { compareWithOnnx, onnxTable } from './peers';
import { planTable } from './plans';
import { pythonTable } from './python';
import { measureRewrites } from './rewrites';
import { inspectRounds, type Measured, referenceRows } from './rounds';
import { sceneRows } from './scenes';
import { formatRows, megabytes, seconds } from './table';

/** `npm run bench`: generates models, measures, prints, and fails where cost grows with the weights. */
async function main(folder: string): Promise<number> {
  const lack = lackOfRoom(folder, DENSE_BYTES, HOLE_BYTES);
  if (lack !== null) {
    console.error(lack);
    return 2;
  }
  const cases = writeCases(folder);
  console.log(`Node ${process.version}, ${cpus().length} cores, ${process.platform} ${process.arch}\n`);
  const measured = await inspectRounds(cases);
  console.log(`layercost inspect --format json, whole process, medians\n${inspectTable(measured)}\n`);
  console.log(`Against reading all, same run (how many times ours)\n${referenceTable(cases, measured)}\n`);
  const onnx = compareWithOnnx(folder, cases);
  const beside = typeof onnx === 'string' ? onnx : onnxTable(onnx.version, onnx.compared);
  console.log(`Against ONNX's own library, load and infer_shapes, same run\n${beside}\n`);
  console.log(`First view of the layer graph, in the process, medians\n${await sceneTable(folder, cases)}\n`);
  console.log(`PyTorch source, in the process, medians\n${await pythonTable()}\n`);
  console.log(`Suggestions and plans, in the process, one run each\n${await planTable()}\n`);
  const rewritten = await measureRewrites(cases);
  console.log(`layercost rewrite, one layer's low rank, whole process, one run each\n${rewritten.table}\n`);
  return verdict([
    ...growthProblems(measured),
    ...nodeProblems(measured),
    ...(typeof onnx === 'string' ? [] : onnxProblems(onnx.compared)),
    ...rewritten.problems,
  ]);
}

function inspectTable(measured: readonly Measured[]): string {
  return formatRows(
    ['model', 'weights', 'file', 'nodes', 'tensors', 'wall', 'cpu', 'read', 'reads', 'peak RSS'],
    measured.map(({ name, model, run, reads }) => [
      name,
      megabytes(model.weightBytes),
      megabytes(model.bytes),
      String(model.nodes),
      String(model.tensors),
      seconds(run.wallSeconds),
      seconds(run.cpuSeconds),
      megabytes(reads.bytes),
      String(reads.count),
      megabytes(run.peakBytes),
    ]),
  );
}

function referenceTable(cases: readonly BenchCase[], measured: readonly Measured[]): string {
  const header = ['model', 'what', 'wall', 'cpu', 'peak RSS', 'wall ratio', 'cpu ratio', 'RSS ratio'];
  return formatRows(header, referenceRows(cases, measured));
}

async function sceneTable(folder: string, cases: readonly BenchCase[]): Promise<string> {
  return formatRows(['model', 'layers', 'boxes', 'edges', 'time'], await sceneRows(folder, cases));
}

function verdict(problems: readonly string[]): number {
  for (const problem of problems) console.log(`FAILED: ${problem}`);
  if (problems.length === 0)
    console.log(
      'Neither bytes read nor peak memory grow with the weights, nor time faster than n log n with the nodes.',
    );
  return problems.length === 0 ? 0 : 1;
}

const folder = mkdtempSync(path.join(tmpdir(), 'layercost-bench-'));
const clear = (): void => {
  rmSync(folder, { recursive: true, force: true });
};
process.once('SIGINT', () => {
  clear();
  process.exit(130);
});
main(folder)
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(clear);
