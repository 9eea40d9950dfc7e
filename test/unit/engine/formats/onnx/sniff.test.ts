import assert from 'node:assert/strict';
import { recognizeImpostor } from '../../../../../extension/engine/formats/onnx/sniff';
import { buildModel } from '../../../../helpers/onnxBuilder';

function sniff(head: string | readonly number[]): string | null {
  const bytes = typeof head === 'string' ? new TextEncoder().encode(head) : Uint8Array.from(head);
  return recognizeImpostor(bytes, bytes.length);
}

describe('the first bytes of a file', () => {
  it('tell what is not a model', () => {
    const cases: readonly [string | readonly number[], RegExp][] = [
      ['', /empty/],
      ['version https://git-lfs.github.com/spec/v1\noid sha256:00', /git lfs pull/],
      [[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], /PNG/],
      [[0xff, 0xd8, 0xff, 0xe0], /JPEG/],
      ['PK\u0003\u0004rest', /ZIP/],
      [[0x1f, 0x8b, 8, 0], /gzip/],
      [[0x89, 0x48, 0x44, 0x46], /HDF5/],
      [[28, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33], /TensorFlow Lite/],
      ['<!DOCTYPE html>\n<title>404</title>', /text file/],
      ['just a short note', /text file/],
    ];
    for (const [head, expected] of cases) assert.match(sniff(head) ?? 'nothing', expected);
  });

  it('let models pass', () => {
    const model = buildModel({
      graph: { name: 'net', outputs: ['y'] },
      producer: 'a producer with a long name, printable all of it',
    });
    assert.equal(recognizeImpostor(model.subarray(0, 64), model.length), null);
    assert.equal(sniff([8, 7]), null);
  });
});
