import assert from 'node:assert/strict';
import { stored } from '../../../../helpers/graphs';
import { describeTechnique } from '../cases';
import { conv, type Layer, on, op } from '../networks';

const [N, C, H, W] = [2, 6, 5, 7] as const;
const X = [N, C, H, W];
const KERNEL = C * C * 9;
const figures = { macs: N * H * W * KERNEL, params: KERNEL };
const ONE = { kernel_shape: [1, 1], strides: [1, 1] };

/** One node in front of a convolution. */
const before = (layer: Layer): readonly Layer[] => [layer, conv('y', 'i', C, C)];

describeTechnique(
  'remove-identity',
  [
    ...[
      op('Identity', 'x', 'i'),
      op('Dropout', 'x', 'i'),
      op('Cast', 'x', 'i', { to: 1 }),
      op('Transpose', 'x', 'i', { perm: [0, 1, 2, 3] }),
      op('Concat', 'x', 'i', { axis: 1 }),
      op('Sum', 'x', 'i'),
      op('MaxPool', 'x', 'i', ONE),
      op('AveragePool', 'x', 'i', ONE),
    ].map((layer) => ({
      title: `${layer.nodes[0]?.op ?? ''}, open batch and size`,
      network: on(['n', C, 'h', 'w'], ...before(layer)),
      dims: { n: N, h: H, w: W },
      before: figures,
      after: { '': figures },
    })),
    {
      title: 'a Reshape to the same shape, with the shape that it reads',
      network: on(X, ...before(op('Reshape', ['x', 's'], 'i', {}, [stored('s', [N, C, H, W])]))),
      before: { ...figures, weightBytes: 4 * KERNEL + 4 * 8 },
      after: { '': figures },
    },
    {
      title: 'a chain of them at once, up to one that is an output',
      network: {
        ...on(
          X,
          op('Identity', 'x', 'a'),
          op('Dropout', 'a', 'b'),
          op('Identity', 'b', 'z'),
          conv('y', 'z', C, C),
        ),
        outputs: ['y', 'z'],
      },
      before: figures,
      after: { '': figures },
      check: ({ estimate }) => {
        assert.deepEqual(
          estimate.after.model.graph.nodes.map(({ op: name, inputs }) => [name, inputs[0]]),
          [
            ['Identity', 'x'],
            ['Conv', 'z'],
          ],
        );
      },
    },
  ],
  [
    { title: 'a cast to another type', network: on(X, op('Cast', 'x', 'y', { to: 10 })) },
    {
      title: 'a transposition',
      network: on(X, op('Transpose', 'x', 'i', { perm: [0, 1, 3, 2] }), conv('y', 'i', C, C)),
    },
    { title: 'an identity at the output', network: on(X, conv('y', 'x', C, C), op('Identity', 'y', 'z')) },
    {
      title: 'a dropout whose mask is read',
      network: {
        ...on(X, op('Dropout', 'x', ['i', 'mask']), conv('y', 'i', C, C), op('Not', 'mask', 'z')),
        outputs: ['y', 'z'],
      },
    },
    {
      title: 'a slice that turns round',
      network: on(
        X,
        ...before(
          op('Slice', ['x', 'a', 'b', 'c', 'd'], 'i', {}, [
            stored('a', [-1]),
            stored('b', [-1000]),
            stored('c', [3]),
            stored('d', [-1]),
          ]),
        ),
      ),
    },
    {
      title: 'a pooling of stride 2',
      network: on(X, ...before(op('MaxPool', 'x', 'i', { kernel_shape: [1, 1], strides: [2, 2] }))),
    },
    {
      title: 'a shape that the file leaves open',
      network: on(['n', C, H, W], ...before(op('Reshape', ['x', 's'], 'i', {}, [stored('s', [N, C, H, W])]))),
      dims: { n: N },
    },
  ],
);
