import { describeTechnique, type Figures } from '../cases';
import { conv, on } from '../networks';

const [N, CIN, COUT, H, W] = [2, 64, 128, 7, 5] as const;
const X = [N, CIN, H, W];
/** [0, g, Cout/g, -1] as 64-bit integers, for the Reshape that tears groups apart. */
const SPLIT_BYTES = 4 * 8;

function grouped(g: number, positions: number, bias = 0): Figures {
  const params = (COUT * CIN) / g + bias;
  return { macs: (N * positions * COUT * CIN) / g, params, weightBytes: 4 * params + SPLIT_BYTES };
}

describeTechnique(
  'grouped-shuffle',
  [
    {
      title: '1x1 with bias: groups of 16 channels and more',
      network: on(X, conv('y', 'x', CIN, COUT, { kernel: 1, bias: true })),
      before: { macs: N * H * W * COUT * CIN, params: COUT * CIN + COUT },
      after: { '@0:groups=2': grouped(2, H * W, COUT), '@0:groups=4': grouped(4, H * W, COUT) },
    },
    {
      title: '1x1 at stride 2 on open sizes',
      network: on(['n', CIN, 'h', 'w'], conv('y', 'x', CIN, COUT, { kernel: 1, stride: 2 })),
      dims: { n: N, h: H, w: W },
      before: { macs: N * 4 * 3 * COUT * CIN, params: COUT * CIN },
      after: { '@0:groups=2': grouped(2, 4 * 3), '@0:groups=4': grouped(4, 4 * 3) },
    },
  ],
  [
    { title: 'a 3x3', network: on(X, conv('y', 'x', CIN, COUT)) },
    { title: 'a padded 1x1', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 1, pad: 1 })) },
    { title: 'a grouped 1x1', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 1, groups: 2 })) },
    { title: 'an odd number of channels', network: on([N, 33, H, W], conv('y', 'x', 33, 66, { kernel: 1 })) },
    { title: 'groups of fewer than 16', network: on([N, 24, H, W], conv('y', 'x', 24, 64, { kernel: 1 })) },
    { title: 'operator set 4', network: { ...on(X, conv('y', 'x', CIN, COUT, { kernel: 1 })), opset: 4 } },
  ],
);
