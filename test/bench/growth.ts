import type { Measured } from './rounds';
import { megabytes } from './table';

/** The smallest read of the engine. */
const WINDOW_BYTES = 4096;
/** A tensor may cost this many windows more when it grows from one that is read whole to one that is skipped. */
const WINDOWS_PER_TENSOR = 3;
const MOST_MEMORY_GROWTH_BYTES = 30e6;

/** Sentences that say where reading or memory grew with the weights, compared with the smallest model. */
export function growthProblems(measured: readonly Measured[]): readonly string[] {
  const [smallest, ...others] = measured.filter(({ kind }) => kind === 'weights');
  if (!smallest) return ['no models were measured'];
  return others.flatMap((large) => [...readingProblem(smallest, large), ...memoryProblem(smallest, large)]);
}

/** The time of a larger graph may be this much beyond n log n: caches are finite. */
const TIME_SLACK = 1.3;
const MOST_BYTES_OF_100K = 400e6;

/** Sentences that say where time grows faster than n log n of the nodes, or 100,000 of them take too much memory. */
export function nodeProblems(measured: readonly Measured[]): readonly string[] {
  const chains = measured.filter(({ kind }) => kind === 'nodes');
  const growing = chains.slice(1).flatMap((large, i) => {
    const small = chains[i];
    if (!small) return [];
    const allowed = (TIME_SLACK * nLogN(large)) / nLogN(small);
    const growth = large.run.cpuSeconds / small.run.cpuSeconds;
    return growth <= allowed
      ? []
      : [
          `${large.name} take ${growth.toFixed(1)} times as long as ${small.name}; ${allowed.toFixed(1)} are allowed`,
        ];
  });
  const heavy = chains.filter(
    ({ model, run }) => model.nodes < 200_000 && run.peakBytes > MOST_BYTES_OF_100K,
  );
  return [
    ...growing,
    ...heavy.map(
      ({ name, run }) =>
        `${name} take ${megabytes(run.peakBytes)}; ${megabytes(MOST_BYTES_OF_100K)} are allowed`,
    ),
  ];
}

function nLogN({ model: { nodes } }: Measured): number {
  return nodes * Math.log(nodes);
}

function readingProblem(small: Measured, large: Measured): readonly string[] {
  const allowed = WINDOWS_PER_TENSOR * WINDOW_BYTES * large.model.tensors;
  const growth = large.reads.bytes - small.reads.bytes;
  if (growth <= allowed) return [];
  return [
    `${large.name} of weights cost ${megabytes(growth)} more reading than ${small.name}; ${megabytes(allowed)} are allowed`,
  ];
}

function memoryProblem(small: Measured, large: Measured): readonly string[] {
  const growth = large.run.peakBytes - small.run.peakBytes;
  if (growth <= MOST_MEMORY_GROWTH_BYTES) return [];
  return [
    `${large.name} of weights cost ${megabytes(growth)} more memory than ${small.name}; ${megabytes(MOST_MEMORY_GROWTH_BYTES)} are allowed`,
  ];
}
