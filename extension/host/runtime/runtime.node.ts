import path from 'node:path';
import { BadInput } from '../../engine/diagnostics';
import type { ModelFiles, ModelRuntime, OpenOptions, RuntimeSession } from '../../engine/hostRuntime';
import { findSibling } from '../files.node';
import type { LocatedFile, ModelSource } from './messages';
import { RuntimeThread } from './thread.node';

/** Where the build puts what runs models. */
export interface RuntimeFiles {
  /** Bundle of the thread. */
  readonly worker: string;
  /** Folder of onnxruntime's files. */
  readonly ort: string;
}

export function runtimeFiles(dist: string): RuntimeFiles {
  return { worker: path.join(dist, 'runtimeWorker.js'), ort: path.join(dist, 'ort') };
}

/** Runs models with onnxruntime in WebAssembly, each in a thread of its own. Nothing is loaded before one is opened. */
export function createModelRuntime(files: RuntimeFiles): ModelRuntime {
  return {
    open: async (model, options = {}) =>
      openModel(files, { kind: 'path', path: path.resolve(model.path) }, await locate(model), options),
    openBytes: async (bytes, signal, beside) =>
      openModel(files, { kind: 'bytes', bytes }, beside ? await locate(beside) : [], { signal }),
  };
}

/** The names come from the model: only files in its folder count. */
async function locate({ path: model, external }: ModelFiles): Promise<readonly LocatedFile[]> {
  const found: LocatedFile[] = [];
  for (const { name, file = name } of external) {
    const sibling = await findSibling(model, file);
    if (!sibling) throw new BadInput(`"${name}", where tensors of the model lie, is not beside it`);
    found.push({ name, path: sibling.path });
  }
  return found;
}

async function openModel(
  files: RuntimeFiles,
  model: ModelSource,
  external: readonly LocatedFile[],
  { signal, profile = false }: OpenOptions,
): Promise<RuntimeSession> {
  const thread = new RuntimeThread(files.worker, { folder: files.ort }, signal);
  try {
    const { inputs, outputs } = await asking(
      thread.ask('opened', { kind: 'open', model, external, profile }),
    );
    return {
      inputs,
      outputs,
      run: async (feeds) => {
        const ran = await asking(thread.ask('ran', { kind: 'run', feeds: [...feeds] }));
        return { outputs: new Map(ran.outputs), milliseconds: ran.milliseconds };
      },
      layerTimes: async () => (await asking(thread.ask('profiled', { kind: 'profile' }))).layers,
      close: () => thread.close(),
    };
  } catch (error) {
    await thread.close();
    throw error;
  }
}

/** What the runtime refuses is the model's or the inputs' fault. */
async function asking<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw error instanceof Error && error.constructor === Error ? new BadInput(error.message) : error;
  });
}
