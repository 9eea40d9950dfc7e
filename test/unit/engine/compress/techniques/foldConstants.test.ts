import assert from 'node:assert/strict';
import { stored } from '../../../../helpers/graphs';
import { describeTechnique } from '../cases';
import { constant, conv, dense, type Layer, on, op, weights } from '../networks';

const [N, C, H, W, OUT] = [2, 4, 6, 8, 5] as const;
const X = [N, C, H, W];
const KERNEL = C * C * 9;

/** A weight that is the sum of two stored ones, one of them in a Constant node. */
const summed: readonly Layer[] = [
  { nodes: [constant(weights('w2', [C, C, 3, 3]))] },
  op('Add', ['w1', 'w2'], 'w', {}, [weights('w1', [C, C, 3, 3])]),
  op('Conv', ['x', 'w'], 'y', { pads: [1, 1, 1, 1] }),
];

/** [N, -1] put together from the batch, as exporters write a flattening. */
const shaped: readonly Layer[] = [
  op('Shape', 'x', 'shape'),
  op('Gather', ['shape', 'zero'], 'n', {}, [stored('zero', [0])]),
  op('Concat', ['n', 'rest'], 's', { axis: 0 }, [stored('rest', [-1])]),
  op('Reshape', ['x', 's'], 'f'),
  dense('y', 'f', C * H * W, OUT),
];

const columns = (words: number): { macs: number; params: number; weightBytes: number } => ({
  macs: N * C * H * W * OUT,
  params: C * H * W * OUT,
  weightBytes: 4 * C * H * W * OUT + 8 * words,
});

describeTechnique(
  'fold-constants',
  [
    {
      title: 'a weight computed from two becomes one, open batch',
      network: on(['n', C, H, W], ...summed),
      dims: { n: N },
      // Both summands are parameters, the addition costs an operation per element.
      before: { macs: N * H * W * KERNEL, params: 2 * KERNEL },
      after: { '': { macs: N * H * W * KERNEL, params: KERNEL } },
      check: ({ suggestion: { before, after } }) => {
        assert.equal(before.flops - after.flops, KERNEL);
      },
    },
    {
      title: 'a shape that is fixed by the file',
      network: on(X, ...shaped),
      before: columns(2),
      after: { '': columns(2) },
      check: ({ suggestion, estimate }) => {
        assert.match(suggestion.what, /^3 nodes .* 1 stored tensor$/);
        assert.deepEqual([...estimate.after.model.graph.initializers.keys()].sort(), ['s', 'y.w']);
      },
    },
  ],
  [
    { title: 'a shape that the file leaves open', network: on(['n', C, H, W], ...shaped), dims: { n: N } },
    {
      title: 'random weights',
      network: on([N, C], op('RandomNormal', [], 'w', { shape: [C, C] }), op('MatMul', ['x', 'w'], 'y')),
    },
    {
      title: 'integers that are expanded: what the file saves would be lost',
      network: on(
        [N, 64],
        op('DequantizeLinear', ['q', 'scale'], 'w', {}, [
          weights('q', [64, 64], 'int8'),
          weights('scale', []),
        ]),
        op('MatMul', ['x', 'w'], 'y'),
      ),
    },
    { title: 'a network of plain weights', network: on(X, conv('y', 'x', C, C, { constant: true })) },
  ],
);
