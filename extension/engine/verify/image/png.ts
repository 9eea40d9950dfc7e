import { convertIndexedToRgb, decode } from 'fast-png';
import { Unzlib } from 'fflate/browser';
import { BadInput } from '../../diagnostics';
import { join } from '../../bytes/join';
import { type Image, imageOf, MOST_PIXELS } from './image';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Everything else in a file (profiles, texts, animations) is no matter of pixels, and may be any size unpacked. */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** Four channels of 16 bits. */
const MOST_PIXEL_BYTES = 8;
const HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;

interface Chunk {
  readonly type: string;
  /** With its head and checksum. */
  readonly bytes: Uint8Array;
}

/** Decodes a PNG of 8 or 16 bits or with a palette. Throws BadInput naming the file where it is damaged or too large. */
export function decodePng(bytes: Uint8Array, what: string): Image {
  const chunks = chunksOf(bytes).filter(({ type }) => KEPT.has(type));
  checkSize(chunks, what);
  try {
    const png = decode(join([SIGNATURE, ...chunks.map((chunk) => chunk.bytes)]));
    const { width, height } = png;
    if (png.palette)
      return imageOf(width, height, png.palette[0]?.length ?? 3, convertIndexedToRgb(png), 255);
    if (png.depth < 8) throw new Error(`${png.depth} bits a channel are not read`);
    return imageOf(width, height, png.channels, png.data, 2 ** png.depth - 1);
  } catch (error) {
    throw new BadInput(`${what}: the PNG cannot be read (${error instanceof Error ? error.message : ''})`);
  }
}

function chunksOf(bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + HEAD_BYTES <= bytes.length;) {
    const end = at + HEAD_BYTES + view.getUint32(at) + CHECKSUM_BYTES;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + HEAD_BYTES));
    chunks.push({ type, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return chunks;
}

/** A small file may claim to be a large picture, or unpack to more than its picture needs. */
function checkSize(chunks: readonly Chunk[], what: string): void {
  const head = chunks.find(({ type }) => type === 'IHDR')?.bytes;
  if (!head || head.length < HEAD_BYTES + 8) throw new BadInput(`${what}: the PNG has no head`);
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const [width, height] = [view.getUint32(HEAD_BYTES), view.getUint32(HEAD_BYTES + 4)];
  if (width * height > MOST_PIXELS)
    throw new BadInput(`${what}: the picture has ${width}x${height} pixels, more than are read`);
  const most = height * (width * MOST_PIXEL_BYTES + 8) + 64;
  let total = 0;
  const counter = new Unzlib((part) => {
    total += part.length;
    if (total > most) throw new BadInput(`${what}: the PNG unpacks to more than its picture`);
  });
  try {
    for (const { type, bytes } of chunks)
      if (type === 'IDAT') counter.push(bytes.subarray(HEAD_BYTES, bytes.length - CHECKSUM_BYTES));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${what}: the PNG is damaged`);
  }
}
