import { elements } from '../../../../../extension/engine/ir/tensor';
import { describeTechnique, type Figures } from '../cases';
import { constant, conv, dense, type Layer, on, op, weights } from '../networks';

const [N, T, D, H, W] = [2, 5, 16, 6, 7] as const;
const X = [N, 3, H, W];

/** Three convolutions whose second and third an addition ties, and one behind them. */
const residual: readonly Layer[] = [
  conv('a', 'x', 3, 32, { bias: true }),
  op('Relu', 'a', 'r'),
  conv('b', 'r', 32, 64, { kernel: 1 }),
  conv('c', 'b', 64, 32),
  op('Add', ['c', 'r'], 's'),
  conv('y', 's', 32, 5, { kernel: 1 }),
];

function residualAt(a: number, b: number): Figures {
  const kernels = 3 * a * 9 + a * b + b * a * 9 + a * 5;
  return { macs: N * H * W * kernels, params: kernels + a };
}

/** Two projections with a bias that is added on its own, as exporters of transformers write it. */
const feedForward: readonly Layer[] = [
  dense('u', 'x', D, 4 * D),
  op('Add', ['u', 'bias'], 'v', {}, [weights('bias', [4 * D])]),
  op('Gelu', 'v', 'g'),
  dense('y', 'g', 4 * D, D),
];

function feedForwardAt(wide: number): Figures {
  return { macs: N * T * 2 * D * wide, params: 2 * D * wide + wide };
}

/** Two branches side by side: the convolution behind them loses the inputs of one of them. */
const branches: readonly Layer[] = [
  conv('a', 'x', 3, 16),
  conv('b', 'x', 3, 24, { kernel: 1 }),
  op('Concat', ['a', 'b'], 'c', { axis: 1 }),
  conv('y', 'c', 40, 4),
];

function branchesAt(a: number, b: number): Figures {
  const kernels = 27 * a + 3 * b + (a + b) * 4 * 9;
  return { macs: N * H * W * kernels, params: kernels };
}

function onesAt(a: number): Figures {
  const kernels = 27 * a + 4 * a;
  return { macs: N * H * W * kernels, params: kernels, weightBytes: 4 * (kernels + a) };
}

describeTechnique(
  'filter-pruning',
  [
    {
      title: 'layers that an addition ties lose the same channels, open batch and size',
      network: on(['n', 3, 'h', 'w'], ...residual),
      dims: { n: N, h: H, w: W },
      before: residualAt(32, 64),
      after: {
        '@2:keep=48': residualAt(32, 48),
        '@2:keep=32': residualAt(32, 32),
        '@0:keep=24': residualAt(24, 64),
        '@0:keep=16': residualAt(16, 64),
      },
    },
    {
      title: 'the wide side of a feed-forward block of three dims',
      network: on([N, T, D], ...feedForward),
      before: feedForwardAt(4 * D),
      after: { '@0:keep=48': feedForwardAt(48), '@0:keep=32': feedForwardAt(32) },
    },
    {
      title: 'branches that are concatenated, each on its own',
      network: on(X, ...branches),
      before: branchesAt(16, 24),
      after: {
        '@0:keep=8': branchesAt(8, 24),
        '@1:keep=16': branchesAt(16, 16),
      },
    },
    {
      title: 'a constant of ones, which nobody learned before or after',
      network: on(
        X,
        conv('a', 'x', 3, 16),
        {
          nodes: [
            constant({ ...weights('one', [16, 1, 1]), content: elements(new Array<number>(16).fill(1)) }),
          ],
        },
        op('Mul', ['a', 'one'], 'm'),
        conv('y', 'm', 16, 4, { kernel: 1 }),
      ),
      before: onesAt(16),
      after: { '@0:keep=8': onesAt(8) },
    },
  ],
  [
    { title: 'channels of an output', network: on(X, conv('a', 'x', 3, 32)) },
    { title: 'fewer than 16 channels', network: on(X, conv('a', 'x', 3, 8), conv('y', 'a', 8, 4)) },
    {
      title: 'channels in groups of several',
      network: on(X, conv('a', 'x', 3, 32), conv('y', 'a', 32, 32, { groups: 4 })),
    },
    {
      title: 'channels that go through an operator of unknown rule',
      network: on(
        X,
        conv('a', 'x', 3, 32),
        op('DepthToSpace', 'a', 'd', { blocksize: 2 }),
        conv('y', 'd', 8, 4),
      ),
    },
  ],
);
