import assert from 'node:assert/strict';
import { encode as encodePng } from 'fast-png';
import { zlibSync } from 'fflate';
import { encode as encodeJpeg } from 'jpeg-js';
import { BadInput } from '../../../../../extension/engine/diagnostics';
import { type Image, imageOf, withChannels } from '../../../../../extension/engine/verify/image/image';
import { decodeJpeg } from '../../../../../extension/engine/verify/image/jpeg';
import { decodePng } from '../../../../../extension/engine/verify/image/png';
import { resizeAndCrop } from '../../../../../extension/engine/verify/image/resize';

const rounded = ({ values }: Image): readonly number[] =>
  [...values].map((value) => Math.round(value * 1e4) / 1e4);

function grey(width: number, values: readonly number[]): Image {
  return { width, height: values.length / width, channels: 1, values: Float32Array.from(values) };
}

/** A chunk of a PNG; nobody here checks its sum. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  return bytes;
}

function pngHead(width: number, height: number): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data[8] = 8;
  return chunk('IHDR', data);
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

describe('pictures', () => {
  it('are read from PNG in grey, colour, with alpha and in 16 bits', () => {
    const data = (...values: number[]): Uint8Array => Uint8Array.from(values);
    const read = (channels: number, values: Uint8Array | Uint16Array, depth: 8 | 16 = 8): readonly number[] =>
      rounded(decodePng(encodePng({ width: 2, height: 1, channels, depth, data: values }), 'a.png'));
    assert.deepEqual(read(1, data(0, 255)), [0, 1]);
    assert.deepEqual(read(2, data(51, 9, 255, 9)), [0.2, 1]);
    assert.deepEqual(read(3, data(255, 0, 51, 0, 51, 255)), [1, 0, 0.2, 0, 0.2, 1]);
    assert.deepEqual(read(4, data(255, 0, 51, 9, 0, 51, 255, 9)), [1, 0, 0.2, 0, 0.2, 1]);
    assert.deepEqual(read(1, Uint16Array.of(0, 13107), 16), [0, 0.2]);
  });

  it('are read from JPEG', () => {
    const data = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => [200, 100, 50, 255][i % 4] ?? 0);
    const image = decodeJpeg(encodeJpeg({ width: 16, height: 16, data }, 95).data, 'a.jpg');
    assert.deepEqual([image.width, image.height, image.channels], [16, 16, 3]);
    for (const [i, expected] of [200, 100, 50].entries())
      assert.ok(Math.abs((image.values[i] ?? 0) * 255 - expected) < 3);
  });

  it('are refused by name where they are damaged', () => {
    const refused = (decode: () => unknown, pattern: RegExp): void => {
      assert.throws(decode, (error) => error instanceof BadInput && pattern.test(error.message));
    };
    const good = encodePng({ width: 8, height: 8, channels: 1, data: new Uint8Array(64) });
    refused(() => decodePng(new Uint8Array(3), 'a.png'), /^a\.png: the PNG has no head/);
    refused(() => decodePng(good.subarray(0, good.length - 30), 'a.png'), /^a\.png: /);
    refused(() => decodeJpeg(Uint8Array.of(0xff, 0xd8, 0xff), 'a.jpg'), /^a\.jpg: the JPEG cannot be read/);
    refused(() => decodeJpeg(new Uint8Array(0), 'a.jpg'), /^a\.jpg: the JPEG cannot be read/);
  });

  it('that claim or unpack to more than is sensible are not unpacked', () => {
    const huge = Buffer.concat([SIGNATURE, pngHead(100_000, 100_000)]);
    assert.throws(() => decodePng(huge, 'a.png'), /100000x100000 pixels, more than are read/);
    const zeros = zlibSync(new Uint8Array(1 << 24));
    const bomb = Buffer.concat([
      SIGNATURE,
      pngHead(8, 8),
      chunk('IDAT', zeros),
      chunk('IEND', new Uint8Array(0)),
    ]);
    assert.throws(() => decodePng(bomb, 'a.png'), /unpacks to more than its picture/);
  });

  it('change between grey and colours', () => {
    const red = imageOf(1, 1, 3, [255, 0, 0], 255);
    assert.deepEqual(rounded(withChannels(red, 1)), [0.299]);
    assert.deepEqual(rounded(withChannels(grey(1, [0.5]), 3)), [0.5, 0.5, 0.5]);
  });

  it('shrink with a filter as wide as the step', () => {
    // Half the size: the triangle reaches 2 pixels far, weights 0.75, 0.75, 0.25 at the edge.
    const [wide, high] = [grey(4, [7, 0, 0, 14]), grey(1, [7, 0, 0, 14])];
    assert.deepEqual(rounded(scaledTo(wide, 2, 1)), [3, 6]);
    assert.deepEqual(rounded(scaledTo(high, 1, 2)), [3, 6]);
  });

  it('grow by interpolation, and stay the same at their own size', () => {
    // Centers of the new pixels lie at -0.25, 0.25, 0.75 and 1.25 between the old ones.
    assert.deepEqual(rounded(scaledTo(grey(2, [0, 1]), 4, 1)), [0, 0.25, 0.75, 1]);
    assert.deepEqual(rounded(scaledTo(grey(2, [1, 2, 3, 4]), 2, 2)), [1, 2, 3, 4]);
  });

  it('are cut in the middle', () => {
    const all = grey(4, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    const cut = resizeAndCrop(all, { width: 4, height: 4 }, { width: 2, height: 2 });
    assert.deepEqual(rounded(cut), [6, 7, 10, 11]);
  });

  it('of any proportions take no more room than they and the result do', () => {
    const thin = {
      width: 1,
      height: 100_000,
      channels: 1,
      values: new Float32Array(100_000).fill(0.5),
    } as const;
    const began = process.memoryUsage.rss();
    const cut = resizeAndCrop(thin, { width: 256, height: 25_600_000 }, { width: 224, height: 224 });
    assert.ok(process.memoryUsage.rss() - began < 50e6);
    assert.ok(cut.values.length === 224 * 224 && cut.values.every((value) => Math.abs(value - 0.5) < 1e-6));
  });
});

function scaledTo(image: Image, width: number, height: number): Image {
  return resizeAndCrop(image, { width, height }, { width, height });
}
