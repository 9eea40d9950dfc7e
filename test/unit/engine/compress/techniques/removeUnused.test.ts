import assert from 'node:assert/strict';
import { describeTechnique } from '../cases';
import { batchNorm, conv, on, op, weights } from '../networks';

const [N, C, H, W, LEFT_OVER] = [2, 4, 6, 8, 1000] as const;
const X = [N, C, H, W];
const POOL = { kernel_shape: [2, 2], strides: [2, 2] };
const figures = { macs: N * H * W * C * C * 9, params: C * C * 9 };

describeTechnique(
  'remove-unused',
  [
    {
      title: 'an initializer that nothing reads, open batch',
      network: on(['n', C, H, W], {
        ...conv('y', 'x', C, C),
        stored: [weights('y.w', [C, C, 3, 3]), weights('old', [LEFT_OVER])],
      }),
      dims: { n: N },
      before: { ...figures, weightBytes: 4 * (C * C * 9 + LEFT_OVER) },
      after: { '': figures },
    },
    {
      title: 'indices of a maximum that nobody reads: what they take is saved',
      network: on(X, conv('c', 'x', C, C), op('MaxPool', 'c', ['y', 'indices'], POOL)),
      before: figures,
      after: { '': figures },
      check: ({ suggestion: { before, after } }) => {
        const bytes = 8 * N * C * (H / 2) * (W / 2);
        assert.equal(before.movedBytes - after.movedBytes, bytes);
        assert.equal((before.peakActivationBytes ?? 0) - (after.peakActivationBytes ?? 0), 0);
      },
    },
  ],
  [
    {
      title: 'a network that reads all it has',
      network: on(X, conv('y', 'x', C, C), batchNorm('z', 'y', C)),
    },
    {
      title: 'indices that something reads',
      network: { ...on(X, op('MaxPool', 'x', ['y', 'i'], POOL), op('Neg', 'i', 'z')), outputs: ['y', 'z'] },
    },
    {
      title: 'an initializer that is an output',
      network: { ...on(X, conv('y', 'x', C, C)), outputs: ['y', 'y.w'] },
    },
  ],
);
