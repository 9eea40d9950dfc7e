import type { CancelSignal } from './host';
import type { DType } from './ir/dtype';

/** A tensor that goes into a run or comes out of it: raw little-endian elements. */
export interface RuntimeTensor {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly data: Uint8Array;
}

export interface RuntimeValue {
  readonly name: string;
  readonly dtype: DType | null;
  /** Null dims are open. */
  readonly shape: readonly (number | string | null)[] | null;
}

/** What a run says besides its outputs. */
export interface RuntimeAnswer {
  readonly outputs: ReadonlyMap<string, RuntimeTensor>;
  readonly milliseconds: number;
}

/** How long a layer took in each run; the runtime may have fused others into it. */
export interface LayerTimes {
  readonly name: string;
  /** The runtime's own operator. */
  readonly op: string;
  readonly milliseconds: readonly number[];
}

export interface OpenOptions {
  readonly signal?: CancelSignal | undefined;
  /** Whether the times of layers are noted. */
  readonly profile?: boolean;
}

/** A model that is loaded and can be run. */
export interface RuntimeSession {
  readonly inputs: readonly RuntimeValue[];
  readonly outputs: readonly RuntimeValue[];
  /** Rejects with one sentence where an input does not fit or an operator fails. */
  run(feeds: ReadonlyMap<string, RuntimeTensor>): Promise<RuntimeAnswer>;
  /** Of all runs, once they are done; empty where nothing was noted. */
  layerTimes(): Promise<readonly LayerTimes[]>;
  close(): Promise<void>;
}

/** A file beside a model that its tensors lie in. */
export interface ExternalFile {
  /** As the model has it. */
  readonly name: string;
  /** What it is called meanwhile, where that is something else. */
  readonly file?: string;
}

/** A model file, and the files beside it that its tensors lie in. */
export interface ModelFiles {
  readonly path: string;
  readonly external: readonly ExternalFile[];
}

/** Runs ONNX models, apart from the engine: a run can be stopped whatever it does. */
export interface ModelRuntime {
  /** Rejects with one sentence where it cannot be loaded. */
  open(model: ModelFiles, options?: OpenOptions): Promise<RuntimeSession>;
  /** A model that stands in no file. Tensors of it may lie in files beside another one. */
  openBytes(model: Uint8Array, signal?: CancelSignal, beside?: ModelFiles): Promise<RuntimeSession>;
}
