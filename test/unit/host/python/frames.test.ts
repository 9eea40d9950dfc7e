import assert from 'node:assert/strict';
import { encodeFrame, FRAME, FrameReader, MAX_FRAME_BYTES } from '../../../../extension/host/python/frames';

describe('Frames', () => {
  const texts = ['', 'a', 'x'.repeat(70_000), 'ü€'];
  const stream = Buffer.concat(texts.map((text) => encodeFrame(FRAME.answer, Buffer.from(text))));

  for (const size of [1, 4, 5, 6, 4096, stream.length])
    it(`come whole out of chunks of ${size} bytes`, () => {
      const reader = new FrameReader();
      const seen: string[] = [];
      for (let at = 0; at < stream.length; at += size)
        for (const { kind, payload } of reader.push(stream.subarray(at, at + size))) {
          assert.equal(kind, FRAME.answer);
          seen.push(Buffer.from(payload).toString('utf8'));
        }
      assert.deepEqual(seen, texts);
    });

  it('are not believed when they claim to be longer than any answer', () => {
    const header = Buffer.alloc(5);
    header.writeUInt32LE(MAX_FRAME_BYTES + 1);
    assert.throws(() => new FrameReader().push(header), RangeError);
  });
});
