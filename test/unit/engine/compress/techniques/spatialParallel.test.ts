import { describeTechnique } from '../cases';
import { conv, on, op } from '../networks';

const [N, CIN, COUT, H, W] = [2, 12, 20, 13, 9] as const;
const X = [N, CIN, H, W];

/** Output positions of a window that keeps the size at stride 1. */
const at = (size: number, stride: number): number => Math.ceil(size / stride);
const full = (k: number, positions: number): number => N * COUT * positions * CIN * k * k;
const cross = (k: number, positions: number): number => N * COUT * positions * CIN * 2 * k;

describeTechnique(
  'spatial-parallel',
  [
    {
      title: '3x3 with bias',
      network: on(X, conv('y', 'x', CIN, COUT, { bias: true })),
      before: { macs: full(3, H * W), params: COUT * CIN * 9 + COUT },
      after: { '@0': { macs: cross(3, H * W), params: COUT * CIN * 6 + COUT } },
    },
    {
      title: '5x5 at stride 2 without bias, symbolic batch and size',
      network: on(['batch', CIN, 'h', 'w'], conv('y', 'x', CIN, COUT, { kernel: 5, stride: 2 })),
      dims: { batch: N, h: H, w: W },
      before: { macs: full(5, at(H, 2) * at(W, 2)), params: COUT * CIN * 25 },
      after: { '@0': { macs: cross(5, at(H, 2) * at(W, 2)), params: COUT * CIN * 10 } },
    },
    {
      title: '3x3 of dilation 2 with its weight in a Constant node',
      network: {
        inputs: { x: [N, CIN, H, W] },
        layers: [conv('y', 'x', CIN, COUT, { dilation: 2, constant: true }), op('Relu', 'y', 'z')],
      },
      before: { macs: full(3, H * W), params: COUT * CIN * 9 },
      after: { '@1': { macs: cross(3, H * W), params: COUT * CIN * 6 } },
    },
    {
      title: '3x3 with auto_pad SAME_UPPER',
      network: on(X, conv('y', 'x', CIN, COUT, { auto: 'SAME_UPPER' })),
      before: { macs: full(3, H * W), params: COUT * CIN * 9 },
      after: { '@0': { macs: cross(3, H * W), params: COUT * CIN * 6 } },
    },
    {
      title: 'one of two layers that share a weight: the other keeps it',
      network: {
        inputs: { x: [N, CIN, H, W] },
        layers: [conv('y', 'x', CIN, CIN), conv('z', 'y', CIN, CIN, { shares: 'y.w' })],
        outputs: ['y', 'z'],
      },
      before: { macs: 2 * N * CIN * CIN * 9 * H * W, params: CIN * CIN * 9 },
      after: Object.fromEntries(
        ['@0', '@1'].map((id) => [
          id,
          { macs: N * CIN * CIN * (9 + 6) * H * W, params: CIN * CIN * (9 + 6) },
        ]),
      ),
    },
  ],
  [
    { title: 'a grouped convolution', network: on(X, conv('y', 'x', CIN, COUT, { groups: 4 })) },
    { title: 'an oblong kernel', network: on(X, conv('y', 'x', CIN, COUT, { kernel: [3, 5] })) },
    { title: 'an even kernel', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 4, pad: 1 })) },
    { title: 'a 1x1', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 1 })) },
    {
      title: 'padding that does not centre the kernel',
      network: on(X, conv('y', 'x', CIN, COUT, { pad: 0 })),
    },
    {
      title: 'SAME_UPPER at stride 2 where it pads one side more',
      network: on([N, CIN, 12, 8], conv('y', 'x', CIN, COUT, { auto: 'SAME_UPPER', stride: 2 })),
    },
  ],
);
