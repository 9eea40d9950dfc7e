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
