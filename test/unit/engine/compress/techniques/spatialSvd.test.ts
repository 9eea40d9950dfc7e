import assert from 'node:assert/strict';
import { describeTechnique, type Figures } from '../cases';
import { conv, on, op } from '../networks';

const [N, CIN, COUT, H, W] = [2, 24, 32, 10, 14] as const;
const X = [N, CIN, H, W];

/** Kx1 to r channels at strided height, 1xK behind it. */
function factors(k: number, r: number, ho: number, wo: number, bias = 0): Figures {
  return {
    macs: N * (ho * W * r * CIN * k + ho * wo * COUT * r * k),
    params: r * CIN * k + COUT * r * k + bias,
  };
}

/** r (K Cin + K Cout) = K K Cin Cout at the break-even; half and a quarter of it in multiples of 8. */
const ranks = (k: number): readonly number[] =>
  [2, 4].map((part) => 8 * Math.floor(Math.floor((k * CIN * COUT) / (CIN + COUT)) / part / 8));

describeTechnique(
  'spatial-svd',
  [
    {
      title: '3x3 with bias',
      network: on(X, conv('y', 'x', CIN, COUT, { bias: true })),
      before: { macs: N * H * W * COUT * CIN * 9, params: COUT * CIN * 9 + COUT },
      after: Object.fromEntries(ranks(3).map((r) => [`@0:rank=${r}`, factors(3, r, H, W, COUT)])),
      check: ({ suggestion }) => {
        assert.equal(suggestion.risk.level, suggestion.id.endsWith('16') ? 'low' : 'medium');
      },
    },
    {
      title: '5x5 at stride 2 on open sizes',
      network: on(
        ['n', CIN, 'h', 'w'],
        conv('y', 'x', CIN, COUT, { kernel: 5, stride: 2 }),
        op('Relu', 'y', 'z'),
      ),
      dims: { n: N, h: H, w: W },
      before: { macs: N * (H / 2) * (W / 2) * COUT * CIN * 25, params: COUT * CIN * 25 },
      after: Object.fromEntries(ranks(5).map((r) => [`@0:rank=${r}`, factors(5, r, H / 2, W / 2)])),
    },
    {
      title: 'dilation 2 without padding, weight in a Constant node',
      network: on(X, conv('y', 'x', CIN, COUT, { dilation: 2, pad: 0, constant: true })),
      before: { macs: N * (H - 4) * (W - 4) * COUT * CIN * 9, params: COUT * CIN * 9 },
      after: Object.fromEntries(ranks(3).map((r) => [`@1:rank=${r}`, factors(3, r, H - 4, W - 4)])),
    },
  ],
  [
    { title: 'a grouped convolution', network: on(X, conv('y', 'x', CIN, COUT, { groups: 2 })) },
    { title: 'an oblong kernel', network: on(X, conv('y', 'x', CIN, COUT, { kernel: [3, 5] })) },
    { title: 'too few channels for rank 8', network: on([N, 4, H, W], conv('y', 'x', 4, 8)) },
  ],
);
