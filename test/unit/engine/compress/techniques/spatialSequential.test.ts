import assert from 'node:assert/strict';
import { describeTechnique } from '../cases';
import { conv, on, op } from '../networks';

const [N, CIN, COUT, H, W] = [2, 24, 40, 26, 14] as const;
const X = [N, CIN, H, W];

/** 1xK at full height and strided width, then Kx1 on what is left. */
const macs = (k: number, h: number, ho: number, wo: number): number =>
  N * COUT * (h * wo * CIN * k + ho * wo * COUT * k);
const params = (k: number): number => COUT * CIN * k + COUT * COUT * k;

describeTechnique(
  'spatial-sequential',
  [
    {
      title: '3x3 with bias on 14 wide maps: no warning of the width',
      network: on(X, conv('y', 'x', CIN, COUT, { bias: true })),
      before: { macs: N * COUT * H * W * CIN * 9, params: COUT * CIN * 9 + COUT },
      after: { '@0': { macs: macs(3, H, H, W), params: params(3) + COUT } },
      check: ({ suggestion }) => {
        assert.equal(suggestion.risk.level, 'medium');
      },
    },
    {
      title: '5x5 at stride 2 on open sizes: 7 wide is a high risk',
      network: on(
        ['n', CIN, 'h', 'w'],
        conv('y', 'x', CIN, COUT, { kernel: 5, stride: 2 }),
        op('Relu', 'y', 'z'),
      ),
      dims: { n: N, h: H, w: W },
      before: { macs: N * COUT * (H / 2) * (W / 2) * CIN * 25, params: COUT * CIN * 25 },
      after: { '@0': { macs: macs(5, H, H / 2, W / 2), params: params(5) } },
      check: ({ suggestion }) => {
        assert.equal(suggestion.risk.level, 'high');
      },
    },
    {
      title: 'dilation 2 without padding, weight in a Constant node',
      network: on(X, conv('y', 'x', CIN, COUT, { dilation: 2, pad: 0, constant: true })),
      before: { macs: N * COUT * (H - 4) * (W - 4) * CIN * 9, params: COUT * CIN * 9 },
      after: { '@1': { macs: macs(3, H, H - 4, W - 4), params: params(3) } },
    },
    {
      title: 'auto_pad SAME_UPPER at stride 2, which pads one side more',
      network: on(X, conv('y', 'x', CIN, COUT, { auto: 'SAME_UPPER', stride: 2 })),
      before: { macs: N * COUT * (H / 2) * (W / 2) * CIN * 9, params: COUT * CIN * 9 },
      after: { '@0': { macs: macs(3, H, H / 2, W / 2), params: params(3) } },
    },
  ],
  [
    { title: 'a grouped convolution', network: on(X, conv('y', 'x', CIN, COUT, { groups: 8 })) },
    { title: 'an oblong kernel', network: on(X, conv('y', 'x', CIN, COUT, { kernel: [3, 1] })) },
    { title: 'an even kernel', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 2, pad: 0 })) },
    { title: 'a 1x1', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 1 })) },
  ],
);
