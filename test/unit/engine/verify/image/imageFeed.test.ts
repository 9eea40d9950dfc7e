import assert from 'node:assert/strict';
import { encode } from 'fast-png';
import { BadInput } from '../../../../../extension/engine/diagnostics';
import type { DType } from '../../../../../extension/engine/ir/dtype';
import { type GivenFile, givenFeeds } from '../../../../../extension/engine/verify/givenFeeds';
import { numbersOf } from '../../../../../extension/engine/verify/numbers';
import { graph } from '../../../../helpers/irBuilder';

type Shape = readonly (number | string)[];

/** A picture of one colour: it stays the same however it is scaled. */
function plain(path: string, ...color: readonly number[]): GivenFile {
  const data = Uint8Array.from({ length: 12 * 9 * color.length }, (_, i) => color[i % color.length] ?? 0);
  return { path, bytes: encode({ width: 12, height: 9, channels: color.length, data }) };
}

function feed(
  shape: Shape,
  dtype: DType,
  files: readonly GivenFile[],
): { dims: readonly number[]; values: number[] } {
  const dims = shape.map((dim) => (typeof dim === 'number' ? dim : 1));
  const model = graph([], { inputs: [{ name: 'x', dtype, shape }] });
  const tensor = givenFeeds(model, files, new Map([['x', dims]])).get('x') ?? assert.fail();
  return { dims: tensor.dims, values: [...numbersOf(tensor)].map((value) => Math.round(value * 1e4) / 1e4) };
}

const RED = plain('red.png', 255, 0, 0);
/** (1 - 0.485) / 0.229, (0 - 0.456) / 0.224, (0 - 0.406) / 0.225 */
const NORMALIZED = [2.2489, -2.0357, -1.8044];

describe('pictures as inputs', () => {
  it('are normalized as for ImageNet, channels first or last', () => {
    const first = feed([1, 3, 2, 2], 'float32', [RED]);
    assert.deepEqual(
      first.values,
      NORMALIZED.flatMap((value) => [value, value, value, value]),
    );
    const last = feed([1, 2, 2, 3], 'float32', [RED]);
    assert.deepEqual(last.values, [...NORMALIZED, ...NORMALIZED, ...NORMALIZED, ...NORMALIZED]);
  });

  it('are plain numbers for integers, and 0 to 1 in grey', () => {
    assert.deepEqual(feed([1, 3, 1, 1], 'uint8', [plain('a.png', 255, 10, 0)]).values, [255, 10, 0]);
    assert.deepEqual(feed([1, 1, 1, 1], 'float32', [RED]).values, [0.299]);
  });

  it('fill a batch: an open one is as large as there are pictures', () => {
    const black = plain('black.png', 0, 0, 0);
    assert.deepEqual(feed(['N', 3, 1, 1], 'uint8', [RED, black]), {
      dims: [2, 3, 1, 1],
      values: [255, 0, 0, 0, 0, 0],
    });
    assert.deepEqual(feed([3, 3, 1, 1], 'uint8', [RED, black]).values, [255, 0, 0, 0, 0, 0, 255, 0, 0]);
  });

  it('go to the input that the file is named for, where several take pictures', () => {
    const inputs = ['left', 'right'].map((name) => ({ name, dtype: 'uint8' as const, shape: [1, 3, 1, 1] }));
    const shapes = new Map(inputs.map(({ name, shape }) => [name, shape]));
    const files = [plain('in/right.png', 1, 2, 3), plain('in/left.png', 4, 5, 6)];
    const feeds = givenFeeds(graph([], { inputs }), files, shapes);
    assert.deepEqual([...numbersOf(feeds.get('left') ?? assert.fail())], [4, 5, 6]);
    assert.throws(
      () => givenFeeds(graph([], { inputs }), [RED], shapes),
      /red\.png: name the file for the input that it is for: "left", "right"/,
    );
  });

  it('are refused where no input takes them', () => {
    const refused = (shape: Shape, dtype: DType, files: readonly GivenFile[], pattern: RegExp): void => {
      assert.throws(
        () => feed(shape, dtype, files),
        (error) => error instanceof BadInput && pattern.test(error.message),
      );
    };
    refused([1, 128], 'float32', [RED], /red\.png: no input takes pictures/);
    refused([1, 3, 2, 2], 'int64', [RED], /input "x" is int64: pictures become floats or uint8/);
    refused([1_000_000, 3, 224, 224], 'float32', [RED], /elements, too many to fill with pictures/);
    refused([1, 3, 2, 2], 'uint8', [RED, RED], /takes 1 pictures, but 2 are given/);
    refused([1, 3, 2, 2], 'uint8', [{ path: 'a.jpg', bytes: RED.bytes }], /a\.jpg: the JPEG cannot be read/);
  });
});
