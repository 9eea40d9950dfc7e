import assert from 'node:assert/strict';
import { describeTechnique } from '../cases';
import { conv, on } from '../networks';

const [N, CIN, COUT, H, W] = [3, 10, 14, 12, 20] as const;
const X = [N, CIN, H, W];

/** The first 3x3 widens the channels, the others keep them; all but the first run behind the stride. */
const stacked = (count: number): number => 9 * (CIN * COUT + (count - 1) * COUT * COUT);

describeTechnique(
  'kernel-stacking',
  [
    {
      title: '5x5 with bias becomes two 3x3',
      network: on(X, conv('y', 'x', CIN, COUT, { kernel: 5, bias: true })),
      before: { macs: N * H * W * 25 * CIN * COUT, params: 25 * CIN * COUT + COUT },
      after: { '@0': { macs: N * H * W * stacked(2), params: stacked(2) + COUT } },
      check: ({ suggestion }) => {
        assert.equal(suggestion.receptiveField, 'kept');
      },
    },
    {
      title: '7x7 at stride 2 becomes three 3x3 that see more',
      network: on(['n', CIN, 'h', 'w'], conv('y', 'x', CIN, COUT, { kernel: 7, stride: 2 })),
      dims: { n: N, h: H, w: W },
      before: { macs: N * (H / 2) * (W / 2) * 49 * CIN * COUT, params: 49 * CIN * COUT },
      after: { '@0': { macs: N * (H / 2) * (W / 2) * stacked(3), params: stacked(3) } },
      check: ({ suggestion }) => {
        assert.equal(suggestion.receptiveField, 'grows from 7 to 11');
      },
    },
    {
      title: '5x5 with auto_pad SAME_UPPER and a Constant weight',
      network: on(X, conv('y', 'x', CIN, COUT, { kernel: 5, auto: 'SAME_UPPER', constant: true })),
      before: { macs: N * H * W * 25 * CIN * COUT, params: 25 * CIN * COUT },
      after: { '@1': { macs: N * H * W * stacked(2), params: stacked(2) } },
    },
  ],
  [
    { title: '3x3', network: on(X, conv('y', 'x', CIN, COUT)) },
    { title: '9x9', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 9 })) },
    { title: 'a dilated 5x5', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 5, dilation: 2 })) },
    { title: 'a 5x5 without padding', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 5, pad: 0 })) },
    { title: 'a grouped 5x5', network: on(X, conv('y', 'x', CIN, COUT, { kernel: 5, groups: 2 })) },
  ],
);
