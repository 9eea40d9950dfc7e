import type { Node } from '../../ir/graph';
import type { Chunk, MessageBytes } from './message';

type Attributes = Node['attributes'];

interface Kept {
  readonly bytes: Uint8Array;
  readonly attributes: Attributes;
}

const SLOTS = 4096;
const LONGEST_BYTES = 512;
/** Before each attribute stands its length, so that equal bytes in other portions are not taken for the same. */
const HEADER_BYTES = 2;
const kept = new Array<Kept | undefined>(SLOTS).fill(undefined);

/**
 * The attributes of a node by their bytes: most nodes of a large graph have the same ones as many others, which then
 * share them. Attributes with tensors or subgraphs hang on their place in the file and are read each for itself.
 */
export function keptAttributes(chunks: readonly Chunk[], read: () => Attributes): Attributes {
  let length = 0;
  let hash = 0;
  for (const { bytes } of chunks) {
    if (bytes === null) return read();
    length += HEADER_BYTES + bytes.end - bytes.start;
    if (length > LONGEST_BYTES) return read();
    hash = hashed(bytes, hash);
  }
  const slot = hash % SLOTS;
  const known = kept[slot];
  if (known?.bytes.length === length && isSame(known.bytes, chunks)) return known.attributes;
  const attributes = read();
  for (const { kind } of attributes.values())
    if (kind === 'tensor' || kind === 'graph' || kind === 'other') return attributes;
  kept[slot] = { bytes: joined(chunks, length), attributes };
  return attributes;
}

function hashed({ buffer, start, end }: MessageBytes, seed: number): number {
  let hash = Math.imul(seed, 31) + end - start;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (buffer[at] ?? 0)) & 0xffffff;
  return hash & 0xffffff;
}

function joined(chunks: readonly Chunk[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const { bytes } of chunks) {
    if (bytes === null) continue;
    const size = bytes.end - bytes.start;
    all.set([size & 0xff, size >> 8], at);
    all.set(bytes.buffer.subarray(bytes.start, bytes.end), at + HEADER_BYTES);
    at += HEADER_BYTES + size;
  }
  return all;
}

function isSame(all: Uint8Array, chunks: readonly Chunk[]): boolean {
  let at = 0;
  for (const { bytes } of chunks) {
    if (bytes === null) return false;
    const size = bytes.end - bytes.start;
    if (all[at++] !== (size & 0xff) || all[at++] !== size >> 8) return false;
    for (let from = bytes.start; from < bytes.end; from++) if (all[at++] !== bytes.buffer[from]) return false;
  }
  return true;
}
