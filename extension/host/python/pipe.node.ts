import { readSync, writeSync } from 'node:fs';
import { encodeFrame, FrameReader, type FrameKind } from './frames';

/** The child's end of the pipe: it does one thing at a time, so it waits for each message. */
export class SyncPipe {
  readonly #fd: number;
  readonly #reader = new FrameReader();
  readonly #chunk = new Uint8Array(1 << 16);
  #waiting: { readonly kind: number; readonly payload: Uint8Array }[] = [];

  constructor(fd: number) {
    this.#fd = fd;
  }

  send(kind: FrameKind, payload: Uint8Array): void {
    const frame = encodeFrame(kind, payload);
    let at = 0;
    while (at < frame.length) at += patiently(() => writeSync(this.#fd, frame, at));
  }

  /** The next message; null once the parent is gone. */
  receive(): { readonly kind: number; readonly payload: Uint8Array } | null {
    for (;;) {
      const next = this.#waiting.shift();
      if (next) return next;
      const length = patiently(() => readSync(this.#fd, this.#chunk));
      if (length === 0) return null;
      this.#waiting.push(...this.#reader.push(this.#chunk.slice(0, length)));
    }
  }
}

/** A pipe that somebody made non-blocking says EAGAIN instead of waiting. */
function patiently(action: () => number): number {
  for (;;) {
    try {
      return action();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
