import { readFile, stat } from 'node:fs/promises';
import type { InferenceSession } from 'onnxruntime-web/wasm';
import type { LayerTimes, RuntimeValue } from '../../engine/hostRuntime';
import type { FromRuntime, NamedTensor, ToRuntime } from './messages';
import { loadOrt, printedBy } from './ort.node';
import { layerTimes } from './profile';
import { failureSentence, TOO_LARGE } from './sentences';
import { dtypeFromRuntime, fromRuntime, runtimeElements } from './tensors';

/** Protobuf messages, and arrays of the WebAssembly side, end here. */
const LARGEST_BYTES = 2 ** 31 - 1;

/** An error whose message is a sentence already. */
class Refusal extends Error {}

type Ort = Awaited<ReturnType<typeof loadOrt>>;

/** One model in onnxruntime. Failures are answers. */
export class OrtModel {
  readonly #folder: string;
  #loaded: { readonly ort: Ort; readonly session: InferenceSession; readonly profile: boolean } | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async answer(request: ToRuntime): Promise<FromRuntime> {
    const doing = request.kind === 'open' ? 'loaded' : 'run';
    try {
      switch (request.kind) {
        case 'open':
          return await this.#open(request);
        case 'run':
          return await this.#run(request.feeds);
        case 'profile':
          return { kind: 'profiled', layers: this.#layerTimes() };
      }
    } catch (error) {
      const message = error instanceof Refusal ? error.message : failureSentence(error, doing);
      return { kind: 'failed', message };
    }
  }

  async #open({ model: source, external, profile }: OpenRequest): Promise<FromRuntime> {
    const ort = await loadOrt(this.#folder);
    const model = source.kind === 'bytes' ? source.bytes : await readWhole(source.path);
    const externalData: { path: string; data: Uint8Array }[] = [];
    for (const { name, path } of external) externalData.push({ path: name, data: await readWhole(path) });
    const session = await ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      logSeverityLevel: 3,
      enableProfiling: profile,
      ...(externalData.length > 0 && { externalData }),
    });
    this.#loaded = { ort, session, profile };
    return {
      kind: 'opened',
      inputs: session.inputMetadata.map(valueOf),
      outputs: session.outputMetadata.map(valueOf),
    };
  }

  async #run(feeds: readonly NamedTensor[]): Promise<FromRuntime> {
    if (!this.#loaded) throw new Refusal('the model cannot be run: it is not loaded');
    const { ort, session } = this.#loaded;
    const given = feeds.map(([name, tensor]) => {
      const elements = runtimeElements(name, tensor) as Float32Array;
      return [name, new ort.Tensor(tensor.dtype as 'float32', elements, [...tensor.dims])] as const;
    });
    const start = performance.now();
    const results = await session.run(Object.fromEntries(given));
    const milliseconds = performance.now() - start;
    const outputs = Object.entries(results).map(([name, tensor]): NamedTensor => [
      name,
      fromRuntime(name, tensor),
    ]);
    return { kind: 'ran', outputs, milliseconds };
  }

  /** In WebAssembly the runtime prints its profile, for there is no file that it could write. */
  #layerTimes(): readonly LayerTimes[] {
    if (this.#loaded?.profile !== true) return [];
    const { session } = this.#loaded;
    this.#loaded = { ...this.#loaded, profile: false };
    return layerTimes(
      printedBy(() => {
        session.endProfiling();
      }),
    );
  }
}

type OpenRequest = Extract<ToRuntime, { kind: 'open' }>;

function valueOf(value: InferenceSession.ValueMetadata): RuntimeValue {
  const { name } = value;
  if (!value.isTensor) return { name, dtype: null, shape: null };
  return {
    name,
    dtype: dtypeFromRuntime(value.type),
    shape: value.shape.map((dim) => (dim === '' ? null : dim)),
  };
}

/** Throws one sentence where the file cannot be read, or is larger than what can be run. */
async function readWhole(path: string): Promise<Uint8Array> {
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile() !== true) throw new Refusal(`${path}: there is no such file`);
  if (facts.size > LARGEST_BYTES) throw new Refusal(`${path}: ${TOO_LARGE}`);
  return readFile(path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new Refusal(`${path}: the file cannot be read${code}`);
  });
}
