import { BadInput } from '../diagnostics';
import { withOutputs } from '../formats/onnx/write/withOutputs';
import type { ByteSource, CancelSignal, EngineHost } from '../host';
import type { ModelFiles, RuntimeTensor } from '../hostRuntime';
import type { Feeds } from './feeds';
import { fitFeeds } from './measure';
import { rangeOf } from './numbers';

/** A model in a file, or as `bytes` that would stand in place of that file. */
export interface Runnable extends ModelFiles {
  readonly bytes?: Uint8Array;
}

/** Model and files beside it, copied into memory, may take this much. */
const MOST_BYTES = 2 ** 30;
/** Tensors whose values are asked for in one run: they lie in memory together. */
const AT_ONCE = 64;

/**
 * Values of tensors inside a model's main graph, by running a copy of it in memory in which they are outputs. Throws
 * BadInput where the model is too large for that, cannot be run, or has no such tensor.
 */
export async function outputsOf(
  host: EngineHost,
  model: Runnable,
  names: readonly string[],
  feeds: Feeds,
  signal?: CancelSignal,
): Promise<ReadonlyMap<string, RuntimeTensor>> {
  const found = new Map<string, RuntimeTensor>();
  await eachOutput(host, model, names, feeds, signal, (name, tensor) => found.set(name, tensor));
  return found;
}

/** Least and largest values of activations; null where one has no elements but NaN. */
export async function rangesOf(
  host: EngineHost,
  model: Runnable,
  names: readonly string[],
  feeds: Feeds,
  signal?: CancelSignal,
): Promise<ReadonlyMap<string, readonly [least: number, largest: number] | null>> {
  const ranges = new Map<string, readonly [number, number] | null>();
  await eachOutput(host, model, names, feeds, signal, (name, tensor) => ranges.set(name, rangeOf(tensor)));
  return ranges;
}

async function eachOutput(
  host: EngineHost,
  model: Runnable,
  names: readonly string[],
  feeds: Feeds,
  signal: CancelSignal | undefined,
  visit: (name: string, tensor: RuntimeTensor) => void,
): Promise<void> {
  await checkSize(host, model);
  const wanted = [...new Set(names)];
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const some = wanted.slice(from, from + AT_ONCE);
    const outputs = await runWith(host, model, some, feeds, signal);
    for (const name of some) {
      const tensor = outputs.get(name);
      if (!tensor) throw new BadInput(`${model.path}: there is no tensor "${name}" in the main graph`);
      visit(name, tensor);
    }
  }
}

async function runWith(
  host: EngineHost,
  model: Runnable,
  names: readonly string[],
  feeds: Feeds,
  signal: CancelSignal | undefined,
): Promise<ReadonlyMap<string, RuntimeTensor>> {
  const { runtime } = host;
  if (!runtime) throw new BadInput('models cannot be run here');
  const source = model.bytes ? memorySource(model.bytes) : await host.open(model.path);
  const bytes = await withOutputs(source, names, signal);
  const session = await runtime.openBytes(bytes, signal, model);
  try {
    return (await session.run(fitFeeds(session, feeds))).outputs;
  } finally {
    await session.close();
  }
}

/** Throws BadInput for a model that is not copied into memory. */
export async function checkSize(host: EngineHost, { path, external, bytes }: Runnable): Promise<void> {
  let total = bytes?.length ?? (await host.open(path)).size;
  for (const { name } of external) total += (await host.sizeOfSibling(path, name)) ?? 0;
  if (total > MOST_BYTES)
    throw new BadInput(
      `${path}: values inside the model need a run of a copy in memory, which ends at 1 GiB`,
    );
}

function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}
