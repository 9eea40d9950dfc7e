import { describeTechnique } from '../cases';
import { conv, dense, type Layer, on, op } from '../networks';

const [N, C, H, W] = [2, 6, 5, 7] as const;
const X = [N, C, H, W];
const KERNEL = C * C * 9;

const twice = (second: Layer): readonly Layer[] => [conv('a', 'x', C, C), second, op('Add', ['a', 'b'], 'y')];

describeTechnique(
  'remove-duplicates',
  [
    {
      title: 'two layers of one weight on the same input compute once, open batch',
      network: on(['n', C, H, W], ...twice(conv('b', 'x', C, C, { shares: 'a.w' }))),
      dims: { n: N },
      before: { macs: 2 * N * H * W * KERNEL, params: KERNEL },
      after: { '': { macs: N * H * W * KERNEL, params: KERNEL } },
    },
    {
      title: 'what hangs on duplicates is a duplicate, too',
      network: on(
        [N, C],
        op('Relu', 'x', 'r'),
        op('Relu', 'x', 's'),
        dense('a', 'r', C, C, { as: 'gemm' }),
        dense('b', 's', C, C, { as: 'gemm', shares: 'a.w' }),
        op('Mul', ['a', 'b'], 'y'),
      ),
      before: { macs: 2 * N * C * C, params: C * C },
      after: { '': { macs: N * C * C, params: C * C } },
    },
  ],
  [
    { title: 'another weight', network: on(X, ...twice(conv('b', 'x', C, C))) },
    {
      title: 'another attribute',
      network: on(X, ...twice(conv('b', 'x', C, C, { shares: 'a.w', dilation: 2 }))),
    },
    {
      title: 'a duplicate that is an output',
      network: { ...on(X, ...twice(conv('b', 'x', C, C, { shares: 'a.w' }))), outputs: ['b', 'y'] },
    },
    {
      title: 'random numbers',
      network: on(
        X,
        op('RandomNormalLike', 'x', 'a'),
        op('RandomNormalLike', 'x', 'b'),
        op('Sub', ['a', 'b'], 'y'),
      ),
    },
  ],
);
