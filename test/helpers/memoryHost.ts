import type { ByteSource, EngineHost } from '../../extension/engine/host';

export interface RecordedRead {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** A file of a {@link MemoryHost}: bytes, or a size of which only the head is there and the rest reads as zeros. */
export type MemoryFile = Uint8Array | { readonly head: Uint8Array; readonly size: number };

/** Files in memory, as a host. It records what is read, so that tests can tell how much work was done. */
export interface MemoryHost extends EngineHost {
  readonly reads: readonly RecordedRead[];
  bytesRead(): number;
  forgetReads(): void;
  /** Adds or replaces a file; its version changes. */
  write(path: string, file: MemoryFile): void;
  /** A new version without new content, as `touch` does. */
  touch(path: string): void;
}

export function memoryHost(files: Readonly<Record<string, MemoryFile>> = {}): MemoryHost {
  const stored = new Map(Object.entries(files));
  const versions = new Map<string, number>();
  const reads: RecordedRead[] = [];
  const touch = (path: string): void => {
    versions.set(path, (versions.get(path) ?? 0) + 1);
  };
  return {
    reads,
    bytesRead: () => reads.reduce((total, { length }) => total + length, 0),
    forgetReads: () => {
      reads.length = 0;
    },
    write: (path, file) => {
      stored.set(path, file);
      touch(path);
    },
    touch,
    open: (path) => {
      const file = stored.get(path);
      if (file === undefined) return Promise.reject(new Error(`${path}: no such file`));
      const source = recorded(path, file, reads);
      return Promise.resolve({ ...source, version: String(versions.get(path) ?? 0) });
    },
    sizeOfSibling: (base, relative) => {
      const file = stored.get(siblingOf(base, relative));
      return Promise.resolve(file === undefined ? null : sizeOf(file));
    },
    openSibling: (base, relative) => {
      const path = siblingOf(base, relative);
      const file = stored.get(path);
      return Promise.resolve(file === undefined ? null : recorded(path, file, reads));
    },
  };
}

function siblingOf(base: string, relative: string): string {
  return base.slice(0, base.lastIndexOf('/') + 1) + relative;
}

function recorded(path: string, file: MemoryFile, reads: RecordedRead[]): ByteSource {
  return {
    size: sizeOf(file),
    read: (offset, length) => {
      reads.push({ path, offset, length });
      return Promise.resolve(slice(file, offset, length));
    },
  };
}

function sizeOf(file: MemoryFile): number {
  return file instanceof Uint8Array ? file.length : file.size;
}

function slice(file: MemoryFile, offset: number, length: number): Uint8Array {
  if (file instanceof Uint8Array) return file.slice(offset, offset + length);
  const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size - offset)));
  bytes.set(file.head.subarray(offset, offset + bytes.length));
  return bytes;
}
