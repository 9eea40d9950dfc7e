import { describeTechnique } from '../cases';
import { conv, dense, on } from '../networks';

const [N, CIN, COUT, H, W, ENTRIES] = [2, 16, 24, 5, 6, 256] as const;
const ELEMENTS = COUT * CIN * 9;

describeTechnique(
  'codebook',
  [
    {
      title: 'a byte per element and a table of 256 values, the bias as it is',
      network: on(['n', CIN, H, W], conv('y', 'x', CIN, COUT, { bias: true })),
      dims: { n: N },
      before: { macs: N * H * W * ELEMENTS, params: ELEMENTS + COUT },
      after: {
        // What is learned is the table.
        ':bits=8': {
          macs: N * H * W * ELEMENTS,
          params: ENTRIES + COUT,
          weightBytes: ELEMENTS + 4 * (ENTRIES + COUT),
        },
      },
    },
    {
      title: 'a weight of two layers has one table, a small one none',
      network: on(
        [N, 3, 32],
        dense('a', 'x', 32, 32),
        dense('b', 'a', 32, 32, { shares: 'a.w' }),
        dense('y', 'b', 32, 16),
      ),
      before: { macs: N * 3 * (2 * 32 * 32 + 32 * 16), params: 32 * 32 + 32 * 16 },
      after: {
        ':bits=8': {
          macs: N * 3 * (2 * 32 * 32 + 32 * 16),
          params: ENTRIES + 32 * 16,
          weightBytes: 32 * 32 + 4 * (ENTRIES + 32 * 16),
        },
      },
    },
  ],
  [
    { title: 'weights that do not pay for a table', network: on([N, 31], dense('y', 'x', 31, 33)) },
    { title: 'operator set 5', network: { ...on([N, 64], dense('y', 'x', 64, 64)), opset: 5 } },
  ],
);
