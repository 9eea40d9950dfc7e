import assert from 'node:assert/strict';
import { ByteWindow } from '../../../../extension/engine/bytes/byteWindow';
import type { ByteSource } from '../../../../extension/engine/host';
import { memoryHost, type RecordedRead } from '../../../helpers/memoryHost';

const PAGE = 4096;
const SIZE = 2 ** 21;

/** Bytes that tell their place. */
const bytes = Uint8Array.from({ length: SIZE }, (_, i) => (i * 31 + (i >> 8)) & 0xff);

async function open(): Promise<{ window: ByteWindow; reads: readonly RecordedRead[] }> {
  const host = memoryHost({ file: bytes });
  return { window: new ByteWindow(await host.open('file')), reads: host.reads };
}

async function check(window: ByteWindow, offset: number, length: number): Promise<void> {
  const read = await window.read(offset, length);
  const there = Math.min(length, SIZE - offset);
  assert.ok(read.length >= there, `${read.length} bytes at ${offset} instead of ${there}`);
  assert.deepEqual(read.subarray(0, there), bytes.subarray(offset, offset + there), `bytes at ${offset}`);
}

describe('a window over bytes', () => {
  it('reads right before, at, behind and across the ends of pages', async () => {
    for (const border of [PAGE, 2 * PAGE, SIZE])
      for (let start = border - 2; start <= border + 1; start++)
        for (const length of [0, 1, 2, 3, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE + 1]) {
          const { window } = await open();
          if (start <= SIZE) await check(window, start, length);
        }
  });

  it('reads right whatever was read before', async () => {
    const { window } = await open();
    for (const at of [0, PAGE - 1, PAGE, PAGE + 1, 5, 3 * PAGE - 1, 2 * PAGE, SIZE - 1, 0, SIZE - PAGE - 1])
      for (const length of [1, 20, PAGE + 2]) await check(window, at, length);
  });

  it('answers from what it has', async () => {
    const { window, reads } = await open();
    await window.read(0, 10);
    await window.read(PAGE - 10, 10);
    assert.equal(reads.length, 1);
  });

  it('grows while it is read in sequence, up to a limit', async () => {
    const { window, reads } = await open();
    for (let at = 0; at < SIZE; at += 64) await window.read(at, 64);
    const lengths = reads.map(({ length }) => length);
    assert.deepEqual(
      lengths.slice(0, 8),
      [4, 8, 16, 32, 64, 128, 256, 256].map((kib) => kib * 1024),
    );
    assert.ok(reads.length < 20);
  });

  it('is small again after a jump', async () => {
    const { window, reads } = await open();
    for (let at = 0; at < 100_000; at += 64) await window.read(at, 64);
    await window.read(1_500_000, 20);
    assert.equal(reads.at(-1)?.length, PAGE);
    await window.read(10, 20);
    assert.equal(reads.at(-1)?.length, PAGE);
  });

  it('reads no more than the file has', async () => {
    const { window, reads } = await open();
    await window.read(SIZE - 3, 20);
    assert.equal(reads.at(-1)?.length, 3);
    assert.equal((await window.read(SIZE, 0)).length, 0);
  });

  it('leaves what it gave before as it was', async () => {
    const { window } = await open();
    const first = await window.read(0, 10);
    await window.read(SIZE - 100, 10);
    assert.deepEqual(first.subarray(0, 10), bytes.subarray(0, 10));
  });

  it('says when the file became shorter', async () => {
    const shrunk: ByteSource = { size: 100, read: (offset) => Promise.resolve(bytes.subarray(offset, 50)) };
    await assert.rejects(new ByteWindow(shrunk).read(40, 20), /became shorter/);
  });
});
