/**
 * Messages between the extension and the Python process: 4 bytes of length (little-endian), 1 byte of kind, the
 * payload. Both ends read them from a byte stream, the child synchronously.
 */
export const FRAME = {
  /** Parent to child: JSON {@link StartMessage}, once. */
  start: 1,
  /** Parent to child: a job with its roots as JSON. */
  job: 2,
  /** Parent to child: the answer to an ask; a first byte 1 and the text, or 0 for nothing. */
  reply: 3,
  /** Child to parent: JSON {@link ReadyMessage}. */
  ready: 4,
  /** Child to parent: "read" or "kind", a newline, a path. */
  ask: 5,
  /** Child to parent: the payload as JSON text. */
  answer: 6,
  /** Child to parent: a memory snapshot. */
  snapshot: 7,
  /** Child to parent: one sentence; the process ends. */
  failed: 8,
  /** Child to parent: nothing; the process ends after the answer that follows. */
  last: 9,
} as const;

export type FrameKind = (typeof FRAME)[keyof typeof FRAME];

export const HEADER_BYTES = 5;

/** Longer than any honest answer; a child that claims more is stopped. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

export interface StartMessage {
  /** File URL of pyodide.mjs. */
  readonly loader: string;
  /** Folder of Pyodide's files, with a separator at its end. */
  readonly pyodide: string;
  /** JSON file of the Python sources: path to text. */
  readonly sources: string;
  /** Snapshot to start from, or null. */
  readonly snapshot: string | null;
  /** Whether to make one. */
  readonly makeSnapshot: boolean;
  /** Whether the process was started with the runtime's locks. */
  readonly lock: boolean;
}

export interface ReadyMessage {
  /** Whether everything that must be refused was refused. */
  readonly locked: boolean;
  /** What was not, in words. */
  readonly open: readonly string[];
}

export function encodeFrame(kind: FrameKind, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, payload.length, true);
  frame[4] = kind;
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/** Cuts a stream of chunks into frames. */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #length = 0;

  /** Throws where a length cannot be. */
  push(chunk: Uint8Array): readonly { readonly kind: number; readonly payload: Uint8Array }[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const frames: { readonly kind: number; readonly payload: Uint8Array }[] = [];
    for (;;) {
      const frame = this.#take();
      if (frame === null) return frames;
      frames.push(frame);
    }
  }

  #take(): { readonly kind: number; readonly payload: Uint8Array } | null {
    if (this.#length < HEADER_BYTES) return null;
    const header = this.#peekHeader();
    const size = new DataView(header.buffer, header.byteOffset).getUint32(0, true);
    if (size > MAX_FRAME_BYTES) throw new RangeError(`a message of ${size} bytes`);
    if (this.#length < HEADER_BYTES + size) return null;
    const whole = this.#joined();
    this.#chunks = [whole.subarray(HEADER_BYTES + size)];
    this.#length = whole.length - HEADER_BYTES - size;
    return { kind: whole[4] ?? 0, payload: whole.subarray(HEADER_BYTES, HEADER_BYTES + size) };
  }

  #peekHeader(): Uint8Array {
    const [first] = this.#chunks;
    return first && first.length >= HEADER_BYTES ? first : this.#joined();
  }

  #joined(): Uint8Array {
    const [first] = this.#chunks;
    if (first && this.#chunks.length === 1) return first;
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [whole];
    return whole;
  }
}
