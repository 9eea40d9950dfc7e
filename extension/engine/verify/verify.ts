import type { ModelFiles, ModelRuntime } from '../hostRuntime';
import type { LayerLatency, Verification } from '../../shared/rewriting';
import { compareOutput } from './compare';
import type { Feeds } from './feeds';
import { type LayerTime, measureModel, type MeasureOptions } from './measure';

export interface VerifyOptions extends MeasureOptions {
  /** What the feeds are, in words. */
  readonly inputs: string;
}

/**
 * Runs a model and its rewrite on the same inputs, one after the other, and compares every output of the first. Throws
 * BadInput where one of them cannot be loaded or run, Cancelled once the signal is given.
 */
export async function verifyModels(
  runtime: ModelRuntime,
  before: ModelFiles,
  after: ModelFiles,
  feeds: Feeds,
  options: VerifyOptions,
): Promise<Verification> {
  const old = await measureModel(runtime, before, feeds, options);
  const now = await measureModel(runtime, after, feeds, options);
  return {
    outputs: [...old.outputs].map(([name, tensor]) =>
      compareOutput(name, tensor, now.outputs.get(name) ?? null),
    ),
    latency: { before: old.latency, after: now.latency },
    layers: layerLatencies(old.layers, now.layers),
    inputs: options.inputs,
  };
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
