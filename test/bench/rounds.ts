import type { BenchCase } from './cases';
import { countReads, decodeWhole, inspect, median, readWhole, type Reads, type Run } from './measure';
import { megabytes, seconds, times } from './table';

const ROUNDS = 5;
const REFERENCE_ROUNDS = 3;

/** Decoders hold a whole file several times over: larger ones are only read. */
const LARGEST_DECODED_BYTES = 150e6;

export interface Measured extends BenchCase {
  /** Medians over the rounds. */
  readonly run: Run;
  readonly reads: Reads;
}

/** Once is enough where it takes half a minute. */
export function isVeryLarge({ model }: BenchCase): boolean {
  return model.nodes > 200_000;
}

/** Inspects every model once a round, so that whatever else the machine does hits all of them. */
export async function inspectRounds(cases: readonly BenchCase[]): Promise<readonly Measured[]> {
  const [few, many] = [cases.filter(isVeryLarge), cases.filter((each) => !isVeryLarge(each))];
  const jobs = (some: readonly BenchCase[]): readonly (() => Run)[] =>
    some.map(
      ({ model }) =>
        () =>
          inspect(model.path),
    );
  const runs = new Map<BenchCase, readonly Run[]>();
  for (const [some, rounds] of [[many, ROUNDS] as const, [few, 1] as const])
    for (const [i, found] of interleave(jobs(some), rounds).entries()) if (some[i]) runs.set(some[i], found);
  const measured: Measured[] = [];
  for (const each of cases)
    measured.push({
      ...each,
      run: medianRun(runs.get(each) ?? []),
      reads: await countReads(each.model.path),
    });
  return measured;
}

/** What it takes to read, or to read and decode, the same files whole; ratios to our whole process. */
export function referenceRows(
  cases: readonly BenchCase[],
  measured: readonly Measured[],
): readonly (readonly string[])[] {
  const jobs = cases.flatMap(({ name, model }) => [
    { name, model, what: 'read', run: readWhole },
    ...(model.bytes <= LARGEST_DECODED_BYTES ? [{ name, model, what: 'onnx-proto', run: decodeWhole }] : []),
  ]);
  const runs = interleave(
    jobs.map(
      ({ run, model }) =>
        () =>
          run(model.path),
    ),
    REFERENCE_ROUNDS,
  );
  return jobs.map(({ name, what }, i) => {
    const theirs = medianRun(runs[i] ?? []);
    const ours = measured.find((each) => each.name === name)?.run ?? theirs;
    return [
      name,
      what,
      seconds(theirs.wallSeconds),
      seconds(theirs.cpuSeconds),
      megabytes(theirs.peakBytes),
      times(theirs.wallSeconds, ours.wallSeconds),
      times(theirs.cpuSeconds, ours.cpuSeconds),
      times(theirs.peakBytes, ours.peakBytes),
    ];
  });
}

export function interleave(jobs: readonly (() => Run)[], rounds: number): readonly (readonly Run[])[] {
  const runs = jobs.map((): Run[] => []);
  for (let round = 0; round < rounds; round++) jobs.forEach((job, i) => runs[i]?.push(job()));
  return runs;
}

export function medianRun(runs: readonly Run[]): Run {
  const of = (pick: (run: Run) => number): number => median(runs.map(pick));
  return {
    wallSeconds: of(({ wallSeconds }) => wallSeconds),
    cpuSeconds: of(({ cpuSeconds }) => cpuSeconds),
    peakBytes: of(({ peakBytes }) => peakBytes),
  };
}
