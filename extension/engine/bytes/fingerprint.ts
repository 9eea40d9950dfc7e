import type { ByteSource } from '../host';

/** A byte source that hashes what is read through it. */
export interface FingerprintedSource extends ByteSource {
  /** Hash of the size and of all bytes read so far, in the order of reading. */
  fingerprint(): string;
}

let marks = 0;

/** A source whose fingerprint equals no other: hashing a large graph for nothing takes as long as reading it from the disk. */
export function unlikeAnyOther(source: ByteSource): FingerprintedSource {
  const mark = `unlike any other: ${marks++}`;
  return {
    size: source.size,
    read: (offset, length) => source.read(offset, length),
    fingerprint: () => mark,
  };
}

/**
 * Two independent 32-bit FNV-like hashes, four bytes at a time: it tells contents apart, it does not protect
 * against somebody who builds collisions.
 */
export function fingerprinted(source: ByteSource): FingerprintedSource {
  let a = 0x811c9dc5 ^ source.size;
  let b = 0x9747b28c;
  return {
    size: source.size,
    read: async (offset, length) => {
      const bytes = await source.read(offset, length);
      for (let i = 0; i < bytes.length; i += 4) {
        const word =
          (bytes[i] ?? 0) |
          ((bytes[i + 1] ?? 0) << 8) |
          ((bytes[i + 2] ?? 0) << 16) |
          ((bytes[i + 3] ?? 0) << 24);
        a = Math.imul(a ^ word, 0x01000193);
        b = Math.imul(b ^ word ^ (b >>> 15), 0x85ebca6b);
      }
      return bytes;
    },
    fingerprint: () => `${source.size}:${(a >>> 0).toString(36)}:${(b >>> 0).toString(36)}`,
  };
}
