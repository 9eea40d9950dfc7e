import { spawnSync } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';
import { projectRoot } from '../helpers/root';
import type { BenchCase } from './cases';
import { inspect, type Run, runNode, runProcess } from './measure';
import { interleave, isVeryLarge, medianRun } from './rounds';
import { formatRows, megabytes, seconds, times } from './table';

/** Short runs tell less each. */
const ROUNDS = 7;
const LONG_ROUNDS = 3;
const LONG_WEIGHT_BYTES = 200e6;
/** Where Python with onnx may be; the first that has it is taken. */
const PYTHONS = [process.env['LAYERCOST_BENCH_PYTHON'], 'python3', '/usr/bin/python3'];
/** A protobuf message holds no more, which is what infer_shapes makes of a model with all its weights. */
const LARGEST_MESSAGE_BYTES = 2 ** 31;
const BENCH = path.join(projectRoot(), 'test/bench');

const HEADER = ['model', 'what', 'wall', 'cpu', 'peak RSS', 'wall ratio', 'cpu ratio', 'RSS ratio'];

/** One model: what ONNX's own library takes, all of `layercost inspect`, and reading and shapes alone. Medians. */
export interface Compared {
  readonly name: string;
  readonly theirs: Run;
  readonly ours: Run;
  readonly alone: Run;
}

/** `onnx.load` with `infer_shapes` and our own work on the same files, interleaved; why not, where that cannot be. */
export function compareWithOnnx(
  folder: string,
  cases: readonly BenchCase[],
): { readonly version: string; readonly compared: readonly Compared[] } | string {
  const python = PYTHONS.find((each) => each !== undefined && versionOf(each) !== null);
  if (python === undefined)
    return 'not measured: no Python with onnx was found (Debian: python3-onnx; LAYERCOST_BENCH_PYTHON names another one)';
  const script = bundledShapes(folder);
  const compared = cases.filter(
    (each) => !isVeryLarge(each) && each.model.weightBytes < LARGEST_MESSAGE_BYTES,
  );
  return {
    version: versionOf(python) ?? '',
    compared: compared.flatMap(({ name, model }) => {
      const jobs = [
        () => runProcess(python, [path.join(BENCH, 'loadAndInfer.py'), model.path]),
        () => inspect(model.path),
        () => runNode([script, model.path]),
      ];
      const rounds = model.weightBytes > LONG_WEIGHT_BYTES ? LONG_ROUNDS : ROUNDS;
      const [theirs, ours, alone] = interleave(jobs, rounds).map(medianRun);
      return theirs && ours && alone ? [{ name, theirs, ours, alone }] : [];
    }),
  };
}

export function onnxTable(version: string, compared: readonly Compared[]): string {
  return formatRows(
    HEADER,
    compared.flatMap(({ name, theirs, ours, alone }) => [
      row(name, `onnx ${version}`, theirs, theirs),
      row('', 'layercost inspect, all of it', ours, theirs),
      row('', 'layercost, the same job', alone, theirs),
    ]),
  );
}

function row(name: string, what: string, run: Run, theirs: Run): readonly string[] {
  const { wallSeconds, cpuSeconds, peakBytes } = run;
  return [
    name,
    what,
    seconds(wallSeconds),
    seconds(cpuSeconds),
    megabytes(peakBytes),
    times(theirs.wallSeconds, wallSeconds),
    times(theirs.cpuSeconds, cpuSeconds),
    times(theirs.peakBytes, peakBytes),
  ];
}

/** The version of onnx that a Python has; null where it has none. */
function versionOf(python: string): string | null {
  const { status, stdout } = spawnSync(python, ['-c', 'import onnx; print(onnx.__version__)'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
}

/** Bundled as the product is: looking for packages is not the work that is measured. */
function bundledShapes(folder: string): string {
  const outfile = path.join(folder, 'shapesAlone.cjs');
  esbuild.buildSync({
    entryPoints: [path.join(BENCH, 'shapesAlone.ts')],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    outfile,
    logLevel: 'warning',
  });
  return outfile;
}
