import assert from 'node:assert/strict';
import type { Priced } from '../../../../../extension/engine/compress/suggest';
import { stored } from '../../../../helpers/graphs';
import { describeTechnique, type Figures } from '../cases';
import { batchNorm, conv, type Layer, on, op } from '../networks';

const [N, CIN, COUT, H, W] = [2, 20, 48, 7, 5] as const;
const X = [N, CIN, H, W];
const pointwise = (bias = false): Layer => conv('c', 'x', CIN, COUT, { kernel: 1, bias });
const global = (input: string): Layer => op('GlobalAveragePool', input, 'y');

function figures(positions: number, others = 0): Figures {
  return { macs: N * positions * COUT * CIN, params: COUT * CIN + others };
}

const exactly =
  (exact: boolean, level: string) =>
  ({ suggestion }: Priced): void => {
    assert.deepEqual([suggestion.exact, suggestion.risk.level], [exact, level]);
  };

describeTechnique(
  'late-reorder',
  [
    {
      title: 'exact where nothing stands between 1x1 and mean, open sizes',
      network: on(['n', CIN, 'h', 'w'], pointwise(true), global('c')),
      dims: { n: N, h: H, w: W },
      before: figures(H * W, COUT),
      after: { '@1': figures(1, COUT) },
      check: exactly(true, 'none'),
    },
    {
      title: 'exact across a batch normalization',
      network: on(X, pointwise(), batchNorm('b', 'c', COUT), global('b')),
      before: { ...figures(H * W, 2 * COUT), weightBytes: 4 * (COUT * CIN + 4 * COUT) },
      after: { '@2': { ...figures(1, 2 * COUT), weightBytes: 4 * (COUT * CIN + 4 * COUT) } },
      check: exactly(true, 'none'),
    },
    {
      title: 'not exact across a swish of two nodes; ReduceMean keeps its axes',
      network: on(
        X,
        pointwise(),
        op('Sigmoid', 'c', 's'),
        op('Mul', ['c', 's'], 'r'),
        op('ReduceMean', ['r', 'axes'], 'y', { keepdims: 1 }, [stored('axes', [-1, -2])]),
      ),
      before: { ...figures(H * W), weightBytes: 4 * COUT * CIN + 2 * 8 },
      after: { '@3': { ...figures(1), weightBytes: 4 * COUT * CIN + 2 * 8 } },
      check: exactly(false, 'low'),
    },
    {
      title: 'a 2x2 average leaves a quarter of the positions',
      network: on(
        [N, CIN, 8, 6],
        pointwise(),
        op('Relu', 'c', 'r'),
        op('AveragePool', 'r', 'y', { kernel_shape: [2, 2], strides: [2, 2] }),
      ),
      before: figures(8 * 6),
      after: { '@2': figures(4 * 3) },
      check: exactly(false, 'low'),
    },
  ],
  [
    { title: 'a 3x3', network: on(X, conv('c', 'x', CIN, COUT), global('c')) },
    { title: 'a maximum', network: on(X, pointwise(), op('GlobalMaxPool', 'c', 'y')) },
    {
      title: 'a 1x1 at stride 2',
      network: on(X, conv('c', 'x', CIN, COUT, { kernel: 1, stride: 2 }), global('c')),
    },
    {
      title: 'a 1x1 that is an output',
      network: { ...on(X, pointwise(), global('c')), outputs: ['c', 'y'] },
    },
    {
      title: 'a step that is no activation',
      network: on(X, pointwise(), op('Softmax', 'c', 's', { axis: 1 }), global('s')),
    },
    {
      title: 'an activation that something else reads',
      network: {
        ...on(X, pointwise(), op('Relu', 'c', 'r'), global('r'), op('Neg', 'r', 'z')),
        outputs: ['y', 'z'],
      },
    },
    {
      title: 'a mean over channels',
      network: on(X, pointwise(), op('ReduceMean', ['c', 'axes'], 'y', {}, [stored('axes', [1, 2])])),
    },
    {
      title: 'an average with padding',
      network: on(
        [N, CIN, 8, 6],
        pointwise(),
        op('AveragePool', 'c', 'y', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
      ),
    },
  ],
);
