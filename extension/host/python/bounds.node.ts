import vm from 'node:vm';

interface GrowingMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** WebAssembly as far as it is touched here: its types belong to the DOM's. */
interface Platform {
  readonly WebAssembly: { readonly Memory: { readonly prototype: GrowingMemory } };
}

const PAGE_BYTES = 65536;

export interface MemoryBound {
  limit(bytes: number): void;
  /** Bytes after the last growth; 0 before the first. */
  size(): number;
}

/** From here on WebAssembly memory grows to the limit last set, and no further: Python sees a MemoryError. */
export function boundMemory(): MemoryBound {
  const { prototype } = (globalThis as unknown as Platform).WebAssembly.Memory;
  const grow = Reflect.get<GrowingMemory, 'grow'>(prototype, 'grow');
  let most = Number.MAX_SAFE_INTEGER;
  let size = 0;
  const bounded = function (this: GrowingMemory, pages: number): number {
    if (this.buffer.byteLength + pages * PAGE_BYTES > most) throw new RangeError('beyond the memory limit');
    const before = grow.call(this, pages);
    size = this.buffer.byteLength;
    return before;
  };
  Object.defineProperty(prototype, 'grow', { value: bounded, writable: false, configurable: false });
  return {
    limit: (bytes) => {
      most = bytes;
    },
    size: () => size,
  };
}

/**
 * Makes a function that runs a job and ends it, from another thread of the runtime, once it takes longer than this:
 * it throws then, and no code of the job can catch that. It is what ends a process whose parent is gone.
 */
export function boundTime(): (seconds: number, job: () => string) => string {
  const script = new vm.Script('globalThis.layercostJob()');
  const run = script.runInThisContext.bind(script);
  return (seconds, job) => {
    Reflect.defineProperty(globalThis, 'layercostJob', { value: job, configurable: true });
    try {
      return run({ timeout: Math.ceil(seconds * 1000) }) as string;
    } finally {
      Reflect.deleteProperty(globalThis, 'layercostJob');
    }
  };
}
