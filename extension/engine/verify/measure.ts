import { BadInput, checkCancelled } from '../diagnostics';
import type { CancelSignal } from '../host';
import type { LayerTimes, ModelFiles, ModelRuntime, RuntimeSession, RuntimeTensor } from '../hostRuntime';
import { familyOf } from '../ir/dtype';
import { encodeElements } from '../weights/encode';
import type { Feeds } from './feeds';
import { numbersOf } from './numbers';

export interface MeasureOptions {
  /** How often a model is run at most. */
  readonly runs?: number;
  /** No further run begins after this time. */
  readonly budgetMilliseconds?: number;
  readonly signal?: CancelSignal | undefined;
}

export interface Measured {
  readonly outputs: ReadonlyMap<string, RuntimeTensor>;
  /** Median of the later half of the runs: the first ones wait for the compiler. */
  readonly latency: number;
}

/** Time of a layer in a run, in milliseconds. */
export interface LayerTime {
  readonly name: string;
  /** The runtime's own operator. */
  readonly op: string;
  readonly milliseconds: number;
}

export const DEFAULT_RUNS = 15;
const DEFAULT_BUDGET_MILLISECONDS = 3000;

/** Runs a model again and again on the same inputs. */
export async function measureModel(
  runtime: ModelRuntime,
  model: ModelFiles,
  feeds: Feeds,
  options: MeasureOptions,
): Promise<Measured> {
  const session = await runtime.open(model, { signal: options.signal });
  try {
    const { outputs, times } = await runRepeatedly(session, feeds, options);
    return { outputs, latency: typical(times) };
  } finally {
    await session.close();
  }
}

/** Times of the layers as the runtime runs them, each the median of the later half of the runs. */
export async function timeLayers(
  runtime: ModelRuntime,
  model: ModelFiles,
  feeds: Feeds,
  options: MeasureOptions,
): Promise<readonly LayerTime[]> {
  const session = await runtime.open(model, { signal: options.signal, profile: true });
  try {
    await runRepeatedly(session, feeds, options);
    return (await session.layerTimes()).map(timeOf);
  } finally {
    await session.close();
  }
}

async function runRepeatedly(
  session: RuntimeSession,
  feeds: Feeds,
  { runs = DEFAULT_RUNS, budgetMilliseconds = DEFAULT_BUDGET_MILLISECONDS, signal }: MeasureOptions,
): Promise<{ readonly outputs: ReadonlyMap<string, RuntimeTensor>; readonly times: readonly number[] }> {
  const fitting = fitFeeds(session, feeds);
  const first = await session.run(fitting);
  const times = [first.milliseconds];
  for (let spent = first.milliseconds; times.length < runs && spent < budgetMilliseconds;) {
    checkCancelled(signal);
    const { milliseconds } = await session.run(fitting);
    times.push(milliseconds);
    spent += milliseconds;
  }
  return { outputs: first.outputs, times };
}

/** The inputs that this model has, in its own types of floats: a rewrite may drop one, or take it in half the bits. */
export function fitFeeds({ inputs }: RuntimeSession, feeds: Feeds): Feeds {
  return new Map(
    inputs.flatMap(({ name, dtype }) => {
      const tensor = feeds.get(name);
      if (!tensor) return [];
      if (dtype === null || dtype === tensor.dtype) return [[name, tensor] as const];
      if (familyOf(dtype) !== 'float' || familyOf(tensor.dtype) !== 'float')
        throw new BadInput(`input "${name}" is ${dtype}, but ${tensor.dtype} elements are given`);
      const data = encodeElements(numbersOf(tensor), dtype);
      return data ? [[name, { ...tensor, dtype, data }] as const] : [];
    }),
  );
}

function timeOf({ name, op, milliseconds }: LayerTimes): LayerTime {
  return { name, op, milliseconds: typical(milliseconds) };
}

function typical(times: readonly number[]): number {
  return median(times.slice(Math.floor(times.length / 2)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
