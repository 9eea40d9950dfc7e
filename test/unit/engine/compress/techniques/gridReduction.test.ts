import { describeTechnique, type Figures } from '../cases';
import { conv, type Layer, on, op } from '../networks';

const [N, CIN, COUT, H, W] = [2, 12, 32, 14, 10] as const;
const X = [N, CIN, H, W];
const MADE = COUT - CIN;

const pool = (input: string, name = 'MaxPool', size = 2, pad = 0): Layer =>
  op(name, input, 'y', { kernel_shape: [size, size], strides: [2, 2], pads: [pad, pad, pad, pad] });
const relu = op('Relu', 'c', 'r');

const before = (bias = 0): Figures => ({
  macs: N * H * W * COUT * CIN * 9,
  params: COUT * CIN * 9 + bias,
});
/** The convolution makes only what the pooled input does not bring, at a quarter of the positions. */
const after = (bias = 0): Figures => ({
  macs: N * (H / 2) * (W / 2) * MADE * CIN * 9,
  params: MADE * CIN * 9 + bias,
});

describeTechnique(
  'grid-reduction',
  [
    {
      title: 'convolution with bias, ReLU, 2x2 maximum, open batch',
      network: on(['n', CIN, H, W], conv('c', 'x', CIN, COUT, { bias: true }), relu, pool('r')),
      dims: { n: N },
      before: before(COUT),
      after: { '@2': after(MADE) },
    },
    {
      title: 'no bias, no ReLU, 3x3 average with padding, the convolution by SAME_UPPER',
      network: on(X, conv('c', 'x', CIN, COUT, { auto: 'SAME_UPPER' }), pool('c', 'AveragePool', 3, 1)),
      before: before(),
      after: { '@1': after() },
    },
  ],
  [
    {
      title: 'a pooling that leaves another number of positions',
      network: on([N, CIN, 13, 9], conv('c', 'x', CIN, COUT), pool('c')),
    },
    { title: 'a convolution that does not expand', network: on(X, conv('c', 'x', CIN, CIN), pool('c')) },
    {
      title: 'a convolution at stride 2',
      network: on(X, conv('c', 'x', CIN, COUT, { stride: 2 }), pool('c', 'MaxPool', 1)),
    },
    { title: 'a grouped convolution', network: on(X, conv('c', 'x', CIN, 36, { groups: 4 }), pool('c')) },
    {
      title: 'a convolution that is an output',
      network: { ...on(X, conv('c', 'x', CIN, COUT), pool('c')), outputs: ['c', 'y'] },
    },
    {
      title: 'another activation between',
      network: on(X, conv('c', 'x', CIN, COUT), op('Sigmoid', 'c', 's'), pool('s')),
    },
    { title: 'a dilated convolution', network: on(X, conv('c', 'x', CIN, COUT, { dilation: 2 }), pool('c')) },
  ],
);
