import type { PythonHost } from './hostPython';

/** Something that can say that an answer is no longer wanted; an AbortSignal is one. */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** Random access to the bytes of a file. */
export interface ByteSource {
  readonly size: number;
  /** Changes whenever the file does, as far as the file system tells; absent where nothing tells. */
  readonly version?: string;
  /** Reads exactly `length` bytes, or fewer only where the file ends. Rejects when the file cannot be read. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The engine's doorway to the world: everything outside pure computation comes through here. */
export interface EngineHost {
  /** Opens a file. Rejects with an {@link Error} whose message is one clear sentence when it cannot. */
  open(path: string): Promise<ByteSource>;
  /** Size in bytes of a file named relative to the folder of `base`, or null when there is none (or it lies outside that folder). */
  sizeOfSibling(base: string, relative: string): Promise<number | null>;
  /** Opens a file named relative to the folder of `base`; null when there is none, it lies outside or cannot be read. */
  openSibling?(base: string, relative: string): Promise<ByteSource | null>;
  /** From here on the file reads as `text`, whatever is on disk (an editor's unsaved text); null ends it. */
  setText?(path: string, text: string | null): void;
  /** Lets messages and other calls in between; long work awaits it now and then. Absent where nothing waits. */
  pause?(): Promise<void>;
  /** Absent where Python cannot run. */
  readonly python?: PythonHost;
}

/** Reports how far a long analysis has come; `done` and `total` are in the unit of the stage. */
export type Progress = (stage: string, done: number, total: number) => void;
