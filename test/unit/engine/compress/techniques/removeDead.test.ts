import assert from 'node:assert/strict';
import { describeTechnique } from '../cases';
import { conv, type Layer, on, op } from '../networks';

const [N, CIN, C, H, W] = [2, 4, 6, 5, 7] as const;
const X = [N, CIN, H, W];

/** `y` is all that anybody wants; the branch behind `a` leads nowhere. */
const layers: readonly Layer[] = [
  conv('a', 'x', CIN, C, { bias: true }),
  op('Relu', 'a', 'b'),
  conv('c', 'b', C, C, { kernel: 1, constant: true }),
  conv('y', 'x', CIN, C),
];

describeTechnique(
  'remove-dead',
  [
    {
      title: 'a branch that leads nowhere goes with its weights, open batch',
      network: on(['n', CIN, H, W], ...layers),
      dims: { n: N },
      before: { macs: N * H * W * (2 * C * CIN * 9 + C * C), params: 2 * C * CIN * 9 + C + C * C },
      after: { '': { macs: N * H * W * C * CIN * 9, params: C * CIN * 9 } },
      check: ({ suggestion }) => {
        assert.deepEqual([suggestion.exact, suggestion.risk.score], [true, 0]);
      },
    },
    {
      title: 'up to where something is needed: a shared weight stays',
      network: on(X, conv('y', 'x', CIN, CIN), conv('z', 'y', CIN, CIN, { shares: 'y.w' })),
      before: { macs: 2 * N * H * W * CIN * CIN * 9, params: CIN * CIN * 9 },
      after: {},
    },
    {
      title: 'the same where the first is the output',
      network: {
        ...on(X, conv('y', 'x', CIN, CIN), conv('z', 'y', CIN, CIN, { shares: 'y.w' })),
        outputs: ['y'],
      },
      before: { macs: 2 * N * H * W * CIN * CIN * 9, params: CIN * CIN * 9 },
      after: { '': { macs: N * H * W * CIN * CIN * 9, params: CIN * CIN * 9 } },
    },
  ],
  [
    { title: 'a chain', network: on(X, conv('y', 'x', CIN, C), op('Relu', 'y', 'z')) },
    { title: 'two outputs', network: { ...on(X, ...layers), outputs: ['y', 'c'] } },
  ],
);
