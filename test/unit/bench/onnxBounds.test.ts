import assert from 'node:assert/strict';
import { onnxProblems } from '../../bench/onnxBounds';
import type { Compared } from '../../bench/peers';

function compared(
  name: string,
  theirs: readonly [number, number],
  ours: readonly [number, number],
): Compared {
  const run = ([wallSeconds, peakBytes]: readonly [number, number]): Compared['ours'] => ({
    wallSeconds,
    cpuSeconds: wallSeconds,
    peakBytes,
  });
  return { name, theirs: run(theirs), ours: run(ours), alone: run(ours) };
}

const GOOD: readonly Compared[] = [
  compared('300 MB', [5, 1e9], [1, 1e8]),
  compared('2 GB', [20, 1e10], [1, 1.5e8]),
  compared('20,000 nodes', [1, 1e8], [1, 1e9]),
  compared('100,000 nodes', [1, 1e8], [1, 1e9]),
];

describe('bounds beside onnx', () => {
  it('hold where each is just kept', () => {
    assert.deepEqual(onnxProblems(GOOD), []);
  });

  it('are told where they are not', () => {
    const bad = [
      compared('300 MB', [4.9, 0.9e9], [1, 1e8]),
      compared('2 GB', [19, 1e10], [1, 1.6e8]),
      compared('20,000 nodes', [0.98, 1e8], [1, 1e9]),
    ];
    assert.deepEqual(onnxProblems(bad), [
      '300 MB: onnx takes 4.90 times as long; 5 is asked for',
      '300 MB: onnx takes 9.00 times the memory; 10 is asked for',
      '2 GB: onnx takes 19.00 times as long; 20 is asked for',
      '2 GB take 160 MB; 150 MB are allowed',
      '20,000 nodes: onnx takes 0.98 times as long; 1 is asked for',
      '100,000 nodes was not compared with onnx',
    ]);
  });
});
