import type { Compared } from './peers';
import { megabytes } from './table';

/** How we have to stand beside ONNX's own library, by model; ratios are theirs to ours. */
interface Bound {
  readonly name: string;
  /** All of `layercost inspect`, or reading and shapes alone. */
  readonly job: 'all' | 'alone';
  /** Of time on the clock. */
  readonly leastTimeRatio: number;
  readonly leastMemoryRatio?: number;
  readonly mostBytes?: number;
}

const BOUNDS: readonly Bound[] = [
  { name: '300 MB', job: 'all', leastTimeRatio: 5, leastMemoryRatio: 10 },
  { name: '2 GB', job: 'all', leastTimeRatio: 20, mostBytes: 150e6 },
  { name: '20,000 nodes', job: 'alone', leastTimeRatio: 1 },
  { name: '100,000 nodes', job: 'alone', leastTimeRatio: 1 },
];

/** Sentences that say where we are slower or larger beside ONNX's own library than we may be. */
export function onnxProblems(compared: readonly Compared[]): readonly string[] {
  return BOUNDS.flatMap((bound) => {
    const found = compared.find(({ name }) => name === bound.name);
    return found ? problemsOf(bound, found) : [`${bound.name} was not compared with onnx`];
  });
}

function problemsOf(bound: Bound, { name, theirs, ours, alone }: Compared): readonly string[] {
  const run = bound.job === 'all' ? ours : alone;
  const { leastTimeRatio, leastMemoryRatio = 0, mostBytes = Infinity } = bound;
  const problems: string[] = [];
  if (theirs.wallSeconds / run.wallSeconds < leastTimeRatio)
    problems.push(
      `${name}: onnx takes ${(theirs.wallSeconds / run.wallSeconds).toFixed(2)} times as long; ${leastTimeRatio} is asked for`,
    );
  if (theirs.peakBytes / run.peakBytes < leastMemoryRatio)
    problems.push(
      `${name}: onnx takes ${(theirs.peakBytes / run.peakBytes).toFixed(2)} times the memory; ${leastMemoryRatio} is asked for`,
    );
  if (run.peakBytes > mostBytes)
    problems.push(`${name} take ${megabytes(run.peakBytes)}; ${megabytes(mostBytes)} are allowed`);
  return problems;
}
