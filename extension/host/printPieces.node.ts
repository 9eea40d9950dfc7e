import type { Writable } from 'node:stream';

/** A write for every few bytes takes longer than what it writes; much more at once would fill the memory. */
const BUFFER_BYTES = 256 * 1024;
/** UTF-8 of one character, at most. */
const BYTES_PER_CHARACTER = 3;

/**
 * Writes pieces of text to a stream as UTF-8, no faster than it takes them, all through one buffer: joining them first takes
 * twice as long. What fails is left to the stream's own `error` event.
 */
export async function printPieces(pieces: Iterable<string>, stream: Writable): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  let used = 0;
  for (const piece of pieces) {
    const most = piece.length * BYTES_PER_CHARACTER;
    if (used + most > BUFFER_BYTES) {
      await write(buffer.subarray(0, used), stream);
      used = 0;
    }
    if (most <= BUFFER_BYTES) used += buffer.write(piece, used);
    else await write(Buffer.from(piece), stream);
  }
  await write(buffer.subarray(0, used), stream);
}

/** Comes to its end when the stream no longer needs the bytes. */
function write(bytes: Uint8Array, stream: Writable): Promise<void> {
  return new Promise((done) => {
    stream.write(bytes, () => {
      done();
    });
  });
}
