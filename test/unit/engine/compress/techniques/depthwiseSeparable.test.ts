import { describeTechnique, type Figures } from '../cases';
import { conv, on } from '../networks';

const [N, CIN, COUT, H, W] = [2, 12, 20, 16, 8] as const;
const X = [N, CIN, H, W];

function before(kernel: number, positions: number, bias = 0): Figures {
  return { macs: N * positions * COUT * CIN * kernel, params: COUT * CIN * kernel + bias };
}

function after(kernel: number, positions: number, bias = 0): Figures {
  const each = CIN * kernel + COUT * CIN;
  return { macs: N * positions * each, params: each + bias };
}

describeTechnique(
  'depthwise-separable',
  [
    {
      title: '3x3 with bias at stride 2',
      network: on(X, conv('y', 'x', CIN, COUT, { bias: true, stride: 2 })),
      before: before(9, (H / 2) * (W / 2), COUT),
      after: { '@0': after(9, (H / 2) * (W / 2), COUT) },
    },
    {
      title: '5x3, open batch and size',
      network: on(['n', CIN, 'h', 'w'], conv('y', 'x', CIN, COUT, { kernel: [5, 3] })),
      dims: { n: N, h: H, w: W },
      before: before(15, H * W),
      after: { '@0': after(15, H * W) },
    },
    {
      title: 'a dilated 4x4 without padding, weight in a Constant node',
      network: on(X, conv('y', 'x', CIN, COUT, { kernel: 4, dilation: 2, pad: 0, constant: true })),
      before: before(16, (H - 6) * (W - 6)),
      after: { '@1': after(16, (H - 6) * (W - 6)) },
    },
    {
      title: '3x3 with auto_pad SAME_LOWER',
      network: on(X, conv('y', 'x', CIN, COUT, { auto: 'SAME_LOWER', stride: 2 })),
      before: before(9, (H / 2) * (W / 2)),
      after: { '@0': after(9, (H / 2) * (W / 2)) },
    },
  ],
  [
    { title: 'a depthwise convolution', network: on(X, conv('y', 'x', CIN, CIN, { groups: CIN })) },
    { title: 'one input channel', network: on([N, 1, H, W], conv('y', 'x', 1, COUT)) },
    { title: 'a 1x1', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 1 })) },
    {
      title: 'a 2x4, too small to gain',
      network: on(X, conv('y', 'x', CIN, COUT, { kernel: [2, 4], pad: 0 })),
    },
  ],
);
