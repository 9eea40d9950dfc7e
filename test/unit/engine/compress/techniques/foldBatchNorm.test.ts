import assert from 'node:assert/strict';
import { describeTechnique, type Figures } from '../cases';
import { batchNorm, conv, dense, type Layer, on, op, weights } from '../networks';

const [N, CIN, C, H, W] = [2, 6, 8, 5, 7] as const;
const X = [N, CIN, H, W];

/** Scale and shift are learned, mean and variance only stored: all four go, a bias comes where there was none. */
function folding(macs: number, kernel: number, bias: number): { before: Figures; folded: Figures } {
  const params = kernel + bias + 2 * C;
  return {
    before: { macs, params, weightBytes: 4 * (params + 2 * C) },
    folded: { macs, params: kernel + C },
  };
}

const full = folding(N * H * W * C * CIN * 9, C * CIN * 9, 0);
const biased = folding(N * 3 * 4 * C * (CIN / 2) * 9, C * (CIN / 2) * 9, C);
const linear = folding(N * CIN * C, CIN * C, 0);
const transposed = folding(N * H * W * CIN * C * 4, CIN * C * 4, 0);

const up: Layer = op('ConvTranspose', ['x', 't'], 'c', { strides: [2, 2] }, [weights('t', [CIN, C, 2, 2])]);

describeTechnique(
  'fold-batch-norm',
  [
    {
      title: 'a convolution without bias, open batch; no normalization is left to compute',
      network: on(['n', CIN, H, W], conv('c', 'x', CIN, C), batchNorm('y', 'c', C)),
      dims: { n: N },
      before: full.before,
      after: { '@1': full.folded },
      check: ({ suggestion }) => {
        assert.deepEqual([suggestion.exact, suggestion.risk.level], [true, 'none']);
        // What is left besides MACs is the bias.
        assert.equal(suggestion.after.flops, 2 * full.folded.macs + N * H * W * C);
      },
    },
    {
      title: 'a grouped convolution with bias at stride 2, weights in Constant nodes',
      network: on(
        X,
        conv('c', 'x', CIN, C, { groups: 2, bias: true, stride: 2, constant: true }),
        batchNorm('b', 'c', C),
        op('Relu', 'b', 'y'),
      ),
      before: biased.before,
      after: { '@3': biased.folded },
    },
    ...(['gemm', 'gemm-transposed'] as const).map((as) => ({
      title: `a ${as} layer`,
      network: on([N, CIN], dense('c', 'x', CIN, C, { as }), batchNorm('y', 'c', C)),
      before: linear.before,
      after: { '@1': linear.folded },
    })),
    {
      title: 'a transposed convolution',
      network: on(X, up, batchNorm('y', 'c', C)),
      before: transposed.before,
      after: { '@1': transposed.folded },
    },
  ],
  [
    {
      title: 'an activation between',
      network: on(X, conv('c', 'x', CIN, C), op('Relu', 'c', 'r'), batchNorm('y', 'r', C)),
    },
    {
      title: 'a convolution that is an output',
      network: { ...on(X, conv('c', 'x', CIN, C), batchNorm('y', 'c', C)), outputs: ['c', 'y'] },
    },
    {
      title: 'a convolution that something else reads',
      network: {
        ...on(X, conv('c', 'x', CIN, C), batchNorm('y', 'c', C), op('Relu', 'c', 'r')),
        outputs: ['r', 'y'],
      },
    },
    {
      title: 'training',
      network: on(X, conv('c', 'x', CIN, C), batchNorm('y', 'c', C, { training_mode: 1 })),
    },
    {
      title: 'a normalization of the input',
      network: on(X, batchNorm('y', 'x', CIN), conv('c', 'y', CIN, C)),
    },
    {
      title: 'scaled Gemm',
      network: on(
        [N, CIN],
        dense('c', 'x', CIN, C, { as: 'gemm', attributes: { alpha: { kind: 'float', value: 2 } } }),
        batchNorm('y', 'c', C),
      ),
    },
    {
      title: 'a product without a place for the bias',
      network: on([N, CIN], dense('c', 'x', CIN, C), batchNorm('y', 'c', C)),
    },
  ],
);
