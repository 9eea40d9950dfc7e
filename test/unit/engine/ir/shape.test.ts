import assert from 'node:assert/strict';
import { type Dim, symbol } from '../../../../extension/engine/ir/dim';
import { substitute } from '../../../../extension/engine/ir/substitute';
import {
  broadcastShapes,
  formatShape,
  resolveAxis,
  windowCount,
} from '../../../../extension/engine/ir/shape';
import type { Shape } from '../../../../extension/engine/ir/tensor';

const n = symbol('n');

function broadcast(a: Shape, b: Shape): string {
  const shape = broadcastShapes(a, b);
  return typeof shape === 'string' ? shape : formatShape(shape);
}

/** Windows that fit, one by one; with `ceil` also one that hangs over the end, but none that starts in the end padding. */
function countWindows(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  [begin, end]: readonly [number, number],
  ceil: boolean,
): number {
  const room = begin + size + end - (dilation * (kernel - 1) + 1);
  let count = 0;
  for (let start = 0; ceil ? start < room + stride && start < begin + size : start <= room; start += stride)
    count++;
  return count;
}

describe('shapes', () => {
  it("broadcast NumPy's way", () => {
    assert.equal(broadcast([2, 1, 4], [3, 1]), '2x3x4');
    assert.equal(broadcast([], [5]), '5');
    assert.equal(broadcast([2, 3], [4, 3]), '2x3 and 4x3 do not broadcast');
    assert.equal(broadcast([n, 3], [1, 3]), 'nx3');
    assert.equal(broadcast([n], [7]), '7');
    assert.equal(broadcast([n], [n]), 'n');
    assert.equal(broadcast([0], [1]), '0');
  });

  it('hold as many windows as one counts', () => {
    for (let size = 3; size <= 12; size++)
      for (const kernel of [1, 2, 3])
        for (const stride of [1, 2, 3])
          for (const dilation of [1, 2])
            for (const pads of [
              [0, 0],
              [1, 1],
              [0, 1],
            ] as const)
              for (const ceil of [false, true]) {
                if (dilation * (kernel - 1) + 1 > size) continue;
                const window = { kernel, stride, dilation, padBegin: pads[0], padEnd: pads[1], ceil };
                const expected = countWindows(size, kernel, stride, dilation, pads, ceil);
                const what = JSON.stringify({ size, ...window });
                assert.equal(windowCount(size, window), expected, what);
                const symbolic: Dim = windowCount(n, window);
                assert.equal(substitute(symbolic, new Map([['n', size]])), expected, what);
              }
  });

  it('resolve axes from either end', () => {
    assert.deepEqual(
      [0, 2, -1, -3, 3, -4, 0.5].map((axis) => resolveAxis(axis, 3)),
      [0, 2, 2, 0, null, null, null],
    );
  });

  it('are written as people write them', () => {
    assert.deepEqual([formatShape([1, n, 3]), formatShape([]), formatShape(null)], ['1xnx3', 'scalar', '?']);
  });
});
