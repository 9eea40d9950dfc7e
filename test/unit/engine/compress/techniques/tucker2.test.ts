import { describeTechnique, type Figures } from '../cases';
import { conv, on } from '../networks';

const [N, CIN, COUT, H, W] = [2, 40, 56, 8, 12] as const;
/** Half of the channels in multiples of 8. */
const [R1, R2] = [16, 24] as const;
const X = [N, CIN, H, W];

function tucker(k: number, positions: number, bias = 0): Figures {
  const [reduce, core, expand] = [R1 * CIN, R2 * R1 * k * k, COUT * R2];
  return { macs: N * (H * W * reduce + positions * (core + expand)), params: reduce + core + expand + bias };
}

describeTechnique(
  'tucker-2',
  [
    {
      title: '3x3 with bias',
      network: on(X, conv('y', 'x', CIN, COUT, { bias: true })),
      before: { macs: N * H * W * COUT * CIN * 9, params: COUT * CIN * 9 + COUT },
      after: { [`@0:ranks=${R1}x${R2}`]: tucker(3, H * W, COUT) },
    },
    {
      title: '5x5 at stride 2 with auto_pad SAME_UPPER on open sizes',
      network: on(
        ['n', CIN, 'h', 'w'],
        conv('y', 'x', CIN, COUT, { kernel: 5, stride: 2, auto: 'SAME_UPPER' }),
      ),
      dims: { n: N, h: H, w: W },
      before: { macs: N * (H / 2) * (W / 2) * COUT * CIN * 25, params: COUT * CIN * 25 },
      after: { [`@0:ranks=${R1}x${R2}`]: tucker(5, (H / 2) * (W / 2)) },
    },
    {
      title: 'dilation 2 without padding',
      network: on(X, conv('y', 'x', CIN, COUT, { dilation: 2, pad: 0 })),
      before: { macs: N * (H - 4) * (W - 4) * COUT * CIN * 9, params: COUT * CIN * 9 },
      after: { [`@0:ranks=${R1}x${R2}`]: tucker(3, (H - 4) * (W - 4)) },
    },
  ],
  [
    { title: 'a grouped convolution', network: on(X, conv('y', 'x', CIN, COUT, { groups: 8 })) },
    { title: 'fewer than 16 input channels', network: on([N, 12, H, W], conv('y', 'x', 12, COUT)) },
    { title: 'fewer than 16 output channels', network: on(X, conv('y', 'x', CIN, 12)) },
    { title: 'a 1x1', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 1 })) },
  ],
);
