import type { PythonHost } from './hostPython';
import type { ModelRuntime } from './hostRuntime';

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

/** A new file on its way: nobody sees it under its name before `commit`. */
export interface FileSink {
  /** Where the bytes are until they are committed. */
  readonly temporaryPath: string;
  write(bytes: Uint8Array): Promise<void>;
  /** Puts the whole file in its place, atomically. Rejects, and leaves nothing behind, where that fails. */
  commit(): Promise<void>;
  /** Leaves nothing behind, not even what was committed, unless that replaced a file. */
  abort(): Promise<void>;
}

export interface CreateOptions {
  readonly replace: boolean;
  readonly keep: readonly string[];
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
  /**
   * Begins a new file, written under another name in the same folder until it is whole. Rejects with one clear sentence
   * where there is a file of that name (unless it may be replaced), where it is one of those to `keep` under whatever
   * name, or where the folder cannot be written to.
   */
  create?(path: string, options: CreateOptions): Promise<FileSink>;
  /** Runs ONNX models; absent where nothing can. */
  readonly runtime?: ModelRuntime;
  /** Absent where Python cannot run. */
  readonly python?: PythonHost;
}

/** Reports how far a long analysis has come; `done` and `total` are in the unit of the stage. */
export type Progress = (stage: string, done: number, total: number) => void;
