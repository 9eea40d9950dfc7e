import { BadInput } from '../diagnostics';
import type { ModelFiles, ModelRuntime } from '../hostRuntime';
import type { Graph } from '../ir/graph';
import type { LayerLatency, Verification } from '../../shared/rewriting';
import { compareOutput } from './compare';
import type { Feeds } from './feeds';
import { layerNames } from './layerNames';
import { type LayerTime, measureModel, type MeasureOptions, timeLayers } from './measure';

export interface VerifyOptions extends MeasureOptions {
  /** What the feeds are, in words. */
  readonly inputs: string;
  /** Largest number of runs in which the layers are timed; 0 for models that run too many. */
  readonly profiledRuns?: number;
}

/** A model in files, with its nodes as those hold them. */
export interface ReadModel {
  readonly files: ModelFiles;
  readonly graph: Graph;
}

/**
 * Runs a model and its rewrite on the same inputs, one after the other, and compares every output of the first. Throws
 * BadInput where one of them cannot be loaded or run, Cancelled once the signal is given.
 */
export async function verifyModels(
  runtime: ModelRuntime,
  before: ReadModel,
  after: ReadModel,
  feeds: Feeds,
  options: VerifyOptions,
): Promise<Verification> {
  const old = await measureModel(runtime, before.files, feeds, options);
  const now = await measureModel(runtime, after.files, feeds, options);
  return {
    outputs: [...old.outputs].map(([name, tensor]) =>
      compareOutput(name, tensor, now.outputs.get(name) ?? null),
    ),
    latency: { before: old.latency, after: now.latency },
    layers: layerLatencies(
      await layersOf(runtime, before, feeds, options),
      await layersOf(runtime, after, feeds, options),
    ),
    inputs: options.inputs,
  };
}

/** Timing takes time itself, so it has runs of its own. A model that runs, but not with a profile, tells of no layer. */
async function layersOf(
  runtime: ModelRuntime,
  { files, graph }: ReadModel,
  feeds: Feeds,
  { profiledRuns = 0, runs = profiledRuns, ...options }: VerifyOptions,
): Promise<readonly LayerTime[]> {
  if (profiledRuns === 0) return [];
  const nameOf = layerNames(graph);
  try {
    const times = await timeLayers(runtime, files, feeds, { ...options, runs: Math.min(runs, profiledRuns) });
    return times.flatMap((time) => {
      const name = nameOf(time.name);
      return name === null ? [] : [{ ...time, name }];
    });
  } catch (error) {
    if (error instanceof BadInput) return [];
    throw error;
  }
}

/** Layers of both models by name, the slowest first. */
function layerLatencies(before: readonly LayerTime[], after: readonly LayerTime[]): readonly LayerLatency[] {
  const [old, now] = [before, after].map((layers) => new Map(layers.map((layer) => [layer.name, layer])));
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names]
    .map((name) => ({
      name,
      op: now?.get(name)?.op ?? old?.get(name)?.op ?? '',
      before: old?.get(name)?.milliseconds ?? null,
      after: now?.get(name)?.milliseconds ?? null,
    }))
    .sort((a, b) => slower(b) - slower(a));
}

function slower({ before, after }: LayerLatency): number {
  return Math.max(before ?? 0, after ?? 0);
}
