import assert from 'node:assert/strict';
import {
  fingerprinted,
  type FingerprintedSource,
  unlikeAnyOther,
} from '../../../../extension/engine/bytes/fingerprint';
import type { ByteSource } from '../../../../extension/engine/host';
import { memoryHost } from '../../../helpers/memoryHost';

const BYTES = Uint8Array.from({ length: 1001 }, (_, i) => i % 251);

async function open(bytes = BYTES): Promise<ByteSource> {
  return memoryHost({ file: bytes }).open('file');
}

async function markOf(source: FingerprintedSource): Promise<string> {
  assert.deepEqual(await source.read(7, 990), BYTES.subarray(7, 997));
  return source.fingerprint();
}

describe('fingerprints', () => {
  it('are equal for equal bytes', async () => {
    assert.equal(await markOf(fingerprinted(await open())), await markOf(fingerprinted(await open())));
  });

  it('differ with any byte that was read, and with the size', async () => {
    const mark = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
      const source = fingerprinted(await open(bytes));
      await source.read(0, bytes.length);
      return source.fingerprint();
    };
    const others = [0, 3, 4, 999, 1000].map((at) => BYTES.with(at, 255));
    const marks = await Promise.all([BYTES, ...others, BYTES.subarray(0, 1000)].map(mark));
    assert.equal(new Set(marks).size, marks.length);
  });

  it('of what nobody compares are unlike all others', async () => {
    const marks = [
      await markOf(unlikeAnyOther(await open())),
      await markOf(unlikeAnyOther(await open())),
      await markOf(fingerprinted(await open())),
    ];
    assert.equal(new Set(marks).size, 3);
  });
});
