/** Takes a varint as two 32-bit halves. */
export type TakeVarint = (low: number, high: number) => void;

/** Decodes a packed list of protobuf varints that arrives in parts, wherever these are cut. */
export class VarintReader {
  #low = 0;
  #high = 0;
  #shift = 0;

  /** Whether no varint is half read. */
  get complete(): boolean {
    return this.#shift === 0;
  }

  /** Hands on every varint that ends in `bytes`; false where one is longer than 64 bits, which is no protobuf. */
  read(bytes: Uint8Array, take: TakeVarint): boolean {
    for (const byte of bytes) {
      if (this.#shift > 63) return false;
      this.#add(byte & 0x7f);
      if (byte & 0x80) continue;
      take(this.#low, this.#high);
      this.#low = this.#high = this.#shift = 0;
    }
    return true;
  }

  #add(bits: number): void {
    if (this.#shift < 28) this.#low |= bits << this.#shift;
    else if (this.#shift === 28) {
      this.#low |= bits << 28;
      this.#high = bits >> 4;
    } else this.#high |= bits << (this.#shift - 32);
    this.#shift += 7;
  }
}
