import type { ModelFiles, ModelRuntime } from '../hostRuntime';
import type { Verification } from '../../shared/rewriting';
import { compareOutput } from './compare';
import type { Feeds } from './feeds';
import { measureModel, type MeasureOptions } from './measure';

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
    inputs: options.inputs,
  };
}
