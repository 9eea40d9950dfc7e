import type { ByteSource } from '../host';

const SMALLEST_WINDOW = 4 * 1024;
const LARGEST_WINDOW = 256 * 1024;

/**
 * A sliding window over a byte source. It starts small and doubles while reading goes on in sequence; a jump
 * makes it small again, so that stepping over tensor payloads costs one small read each.
 */
export class ByteWindow {
  readonly #source: ByteSource;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #step = SMALLEST_WINDOW / 2;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#source.size;
  }

  /** What the window holds at this moment; it stays valid after the window has moved on. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** File offset of the first of {@link bytes}. */
  get start(): number {
    return this.#start;
  }

  /** Whether the window holds `length` bytes from `offset`, or all up to the end of the file. */
  holds(offset: number, length: number): boolean {
    const wanted = Math.min(offset + length, this.size);
    return offset >= this.#start && wanted <= this.#start + this.#bytes.length;
  }

  /**
   * The bytes from `offset`, at least `length` of them unless the file ends before. They stay valid after the
   * window has moved on.
   */
  async read(offset: number, length: number): Promise<Uint8Array> {
    if (!this.holds(offset, length)) {
      const wanted = Math.min(offset + length, this.size);
      const end = this.#start + this.#bytes.length;
      const inSequence = offset >= this.#start && offset <= end;
      this.#step = inSequence ? Math.min(this.#step * 2, LARGEST_WINDOW) : SMALLEST_WINDOW;
      const size = Math.min(Math.max(length, this.#step), this.size - offset);
      this.#bytes = await this.#source.read(offset, Math.max(0, size));
      this.#start = offset;
      if (this.#bytes.length < wanted - offset) throw new Error('the file became shorter while it was read');
    }
    return this.#bytes.subarray(offset - this.#start);
  }
}
