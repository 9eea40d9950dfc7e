import assert from 'node:assert/strict';
import { describeTechnique } from '../cases';
import { conv, type Layer, on, op } from '../networks';

const [N, C, H, W] = [2, 8, 6, 5] as const;
const X = [N, C, H, W];
const ELEMENTS = N * C * H * W;

const swish = (input: string, output: string): readonly Layer[] => [
  op('Sigmoid', input, `${output}.gate`),
  op('Mul', [input, `${output}.gate`], output),
];
/** Two blocks; only the second is in the deeper half. */
const layers = [conv('a', 'x', C, C), ...swish('a', 'b'), conv('c', 'b', C, C), ...swish('c', 'd')];
const figures = { macs: 2 * ELEMENTS * C * 9, params: 2 * C * C * 9 };

describeTechnique(
  'hard-swish',
  [
    {
      title: 'the swish of the deeper half becomes one node of one operation per element',
      network: on(['n', C, 'h', 'w'], ...layers),
      dims: { n: N, h: H, w: W },
      before: figures,
      after: { '': figures },
      check: ({ suggestion: { before, after, layers: changed } }) => {
        assert.equal(before.flops - after.flops, ELEMENTS);
        // Sigmoid and product: read, write, read twice, write; then read and write.
        assert.equal(before.movedBytes - after.movedBytes, 4 * ELEMENTS * (5 - 2));
        assert.deepEqual(changed, ['4', '5']);
      },
    },
    {
      title: 'before operator set 14 as HardSigmoid and product',
      network: { ...on(X, ...layers), opset: 13 },
      before: figures,
      after: { '': figures },
      check: ({ suggestion: { before, after } }) => {
        assert.deepEqual([after.flops, after.movedBytes], [before.flops, before.movedBytes]);
      },
    },
    {
      title: 'a sigmoid that gates something else',
      network: on(X, conv('a', 'x', C, C), op('Sigmoid', 'a', 'g'), op('Mul', ['x', 'g'], 'y')),
      before: { macs: ELEMENTS * C * 9, params: C * C * 9 },
      after: { '': { macs: ELEMENTS * C * 9, params: C * C * 9 } },
    },
  ],
  [
    {
      title: 'a swish in the first half alone',
      network: on(X, ...swish('x', 'a'), conv('b', 'a', C, C), op('Relu', 'b', 'c')),
    },
    {
      title: 'a sigmoid that is an output, too',
      network: { ...on(X, ...swish('x', 'y')), outputs: ['y', 'y.gate'] },
    },
    { title: 'a sigmoid at the end', network: on(X, conv('a', 'x', C, C), op('Sigmoid', 'a', 'y')) },
  ],
);
