import { describeTechnique, type Figures } from '../cases';
import { conv, on, op } from '../networks';

const [N, CIN, COUT, H, W, K] = [2, 48, 36, 10, 12, 3] as const;
const R = CIN / 4;
const X = [N, CIN, H, W];

/** The 1x1 runs on all positions of the input, what follows on those of the output. */
function after(positions: number, bias = 0): Readonly<Record<string, Figures>> {
  const reduce = R * CIN;
  const thin = COUT * R * K * K;
  const inner = R * R * K * K;
  const expand = COUT * R;
  return {
    [`@0:channels=${R}`]: { macs: N * (H * W * reduce + positions * thin), params: reduce + thin + bias },
    [`@0:expand=${R}`]: {
      macs: N * (H * W * reduce + positions * (inner + expand)),
      params: reduce + inner + expand + bias,
    },
  };
}

describeTechnique(
  'bottleneck',
  [
    {
      title: '3x3 with bias',
      network: on(X, conv('y', 'x', CIN, COUT, { bias: true })),
      before: { macs: N * H * W * COUT * CIN * K * K, params: COUT * CIN * K * K + COUT },
      after: after(H * W, COUT),
    },
    {
      title: 'stride 2 with auto_pad SAME_UPPER, open sizes',
      network: on(
        ['n', CIN, 'h', 'w'],
        conv('y', 'x', CIN, COUT, { stride: 2, auto: 'SAME_UPPER' }),
        op('Relu', 'y', 'z'),
      ),
      dims: { n: N, h: H, w: W },
      before: { macs: N * (H / 2) * (W / 2) * COUT * CIN * K * K, params: COUT * CIN * K * K },
      after: after((H / 2) * (W / 2)),
    },
    {
      title: 'dilation 2 without padding',
      network: on(X, conv('y', 'x', CIN, COUT, { dilation: 2, pad: 0 })),
      before: { macs: N * (H - 4) * (W - 4) * COUT * CIN * K * K, params: COUT * CIN * K * K },
      after: after((H - 4) * (W - 4)),
    },
  ],
  [
    { title: '31 input channels', network: on([N, 31, H, W], conv('y', 'x', 31, COUT)) },
    {
      title: '28 input channels, of which a quarter is a hole',
      network: on([N, 28, H, W], conv('y', 'x', 28, COUT)),
    },
    { title: 'a grouped convolution', network: on(X, conv('y', 'x', CIN, COUT, { groups: 4 })) },
    { title: 'an oblong kernel', network: on(X, conv('y', 'x', CIN, COUT, { kernel: [3, 5] })) },
    { title: 'a 1x1', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 1 })) },
  ],
);
