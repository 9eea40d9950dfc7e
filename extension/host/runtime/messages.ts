import type { LayerTimes, RuntimeTensor, RuntimeValue } from '../../engine/hostRuntime';

/** A file that tensors of a model lie in: the name in the model, and where it is. */
export interface LocatedFile {
  readonly name: string;
  readonly path: string;
}

/** The model itself: a file that the thread reads, or bytes. */
export type ModelSource =
  { readonly kind: 'path'; readonly path: string } | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export type NamedTensor = readonly [name: string, tensor: RuntimeTensor];

/** What the thread is asked; it answers one request after the other. */
export type ToRuntime =
  | {
      readonly kind: 'open';
      readonly model: ModelSource;
      readonly external: readonly LocatedFile[];
      readonly profile: boolean;
    }
  | { readonly kind: 'run'; readonly feeds: readonly NamedTensor[] }
  | { readonly kind: 'profile' };

export type FromRuntime =
  | {
      readonly kind: 'opened';
      readonly inputs: readonly RuntimeValue[];
      readonly outputs: readonly RuntimeValue[];
    }
  | { readonly kind: 'ran'; readonly outputs: readonly NamedTensor[]; readonly milliseconds: number }
  | { readonly kind: 'profiled'; readonly layers: readonly LayerTimes[] }
  /** One sentence. */
  | { readonly kind: 'failed'; readonly message: string };

/** What the thread is started with: the folder of onnxruntime's files. */
export interface RuntimeWorkerData {
  readonly folder: string;
}
