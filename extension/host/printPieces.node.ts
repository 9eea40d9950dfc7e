import type { Writable } from 'node:stream';

/** A write for every few bytes takes longer than what it writes; much more at once would fill the memory. */
const BUFFER_BYTES = 256 * 1024;
/** UTF-8 of one character, at most. */
const BYTES_PER_CHARACTER = 3;

/**
 * Writes pieces of text, none of which ends within a character, to a stream as UTF-8: no faster than it takes them, and all
 * through one buffer, since joining them first takes twice as long. Where the stream fails it stops; the failure itself is left
 * to the stream's `error` event.
 */
export async function printPieces(pieces: Iterable<string>, stream: Writable): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  let used = 0;
  for (const piece of pieces) {
    const most = piece.length * BYTES_PER_CHARACTER;
    if (used + most > BUFFER_BYTES) {
      if (!(await isWritten(buffer.subarray(0, used), stream))) return;
      used = 0;
    }
    if (most <= BUFFER_BYTES) used += buffer.write(piece, used);
    else if (!(await isWritten(Buffer.from(piece), stream))) return;
  }
  await isWritten(buffer.subarray(0, used), stream);
}

/** Comes to its end when the stream no longer needs the bytes. An empty write looks like the end to some readers. */
function isWritten(bytes: Uint8Array, stream: Writable): Promise<boolean> {
  if (bytes.length === 0) return Promise.resolve(true);
  return new Promise((done) => {
    stream.write(bytes, (error) => {
      done(!error);
    });
  });
}
