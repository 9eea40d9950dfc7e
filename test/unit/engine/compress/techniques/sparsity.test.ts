import assert from 'node:assert/strict';
import type { Applies, Refused } from '../cases';
import { describeTechnique } from '../cases';
import { conv, dense, type Layer, on, op } from '../networks';

const [N, H, W, A, B, CLASSES] = [2, 6, 5, 24, 16, 20] as const;

/** 24 channels in, a 1x1 with bias and a classifier: the first weight stays dense. */
const layers: readonly Layer[] = [
  conv('a', 'x', A, B, { constant: true }),
  conv('b', 'a', B, A, { kernel: 1, bias: true }),
  op('GlobalAveragePool', 'b', 'p'),
  op('Flatten', 'p', 'f'),
  dense('y', 'f', A, CLASSES, { as: 'gemm' }),
];
const elements = A * B * 9 + B * A + A * CLASSES;
const figures = { macs: N * (H * W * (A * B * 9 + B * A) + A * CLASSES), params: elements + A };

/** The second and third weight keep so much, and a bit per element says what. */
function sparse(title: string, key: string, density: number): Applies {
  return {
    title,
    network: on(['n', A, H, W], ...layers),
    dims: { n: N },
    before: figures,
    // Run densely, the file costs what it cost.
    after: { [key]: figures },
    check: ({ suggestion: { before, potential } }) => {
      assert.ok(potential);
      const gone = (count: number): number => Math.floor(count * (1 - density));
      const macs = gone(N * H * W * B * A) + gone(N * A * CLASSES);
      assert.equal(before.macs - potential.macs, macs);
      const bytes = [B * A, A * CLASSES].map((n) => Math.floor((n * (32 * (1 - density) - 1)) / 8));
      assert.equal(
        before.weightBytes - potential.weightBytes,
        bytes.reduce((a, b) => a + b),
      );
    },
  };
}

const refused: readonly Refused[] = [
  { title: 'the first layer', network: on([N, A, H, W], conv('y', 'x', A, B)) },
  {
    title: 'weights of fewer than 256 elements',
    network: on([N, 8, H, W], conv('a', 'x', 8, 8), conv('y', 'a', 8, 8, { kernel: 1 })),
  },
  {
    title: 'a weight that an output shows',
    network: { ...on([N, A], dense('a', 'x', A, A), dense('y', 'a', A, A)), outputs: ['y', 'y.w'] },
  },
];

describeTechnique(
  'nm-sparsity',
  [sparse('2 of 4 in all but the first weight', ':2:4', 1 / 2)],
  [
    ...refused,
    {
      title: 'inputs that are no multiple of 4',
      network: on([N, A], dense('a', 'x', A, 30), dense('y', 'a', 30, A)),
    },
  ],
);

describeTechnique(
  'magnitude-pruning',
  [sparse('a fifth of all but the first weight', ':sparsity=80%', 0.2)],
  refused,
);
