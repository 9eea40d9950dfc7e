import { describeTechnique, type Figures } from '../cases';
import { conv, dense, type Layer, type Network, on, op } from '../networks';

const [N, CIN, A, B, H, W, OUT] = [2, 3, 32, 16, 6, 4, 16] as const;

/** Two convolutions read the same input: it is rounded once. */
const layers: readonly Layer[] = [
  conv('a', 'x', CIN, A, { bias: true }),
  conv('b', 'x', CIN, A, { constant: true }),
  op('Add', ['a', 'b'], 's'),
  conv('c', 's', A, B, { kernel: 1 }),
  op('GlobalAveragePool', 'c', 'p'),
  op('Flatten', 'p', 'f'),
  dense('y', 'f', B, OUT, { as: 'gemm-transposed' }),
];
const elements = 2 * A * CIN * 9 + A * B + B * OUT;
const channels = A + A + B + OUT;
/** A float32 scale and a uint8 zero point each, of x, s and f. */
const ACTIVATIONS = 3 * (4 + 1);
const figures = (bytes: number): Figures => ({
  macs: N * (H * W * (2 * A * CIN * 9 + A * B) + B * OUT),
  params: elements + A,
  weightBytes: bytes + 4 * A,
});
const network = (opset: number): Network => ({ ...on(['n', CIN, H, W], ...layers), opset });

describeTechnique(
  'int8',
  [
    {
      title: 'int8 weights per channel, uint8 activations per tensor',
      network: network(13),
      dims: { n: N },
      before: figures(4 * elements),
      after: { '': figures(elements + 4 * channels + ACTIVATIONS) },
    },
    {
      title: 'an activation that is an output stays as it is there',
      network: { ...on([N, 5, 16], dense('a', 'x', 16, 16), dense('y', 'a', 16, 16)), outputs: ['a', 'y'] },
      before: { macs: 2 * N * 5 * 256, params: 2 * 256 },
      after: { '': { macs: 2 * N * 5 * 256, params: 512, weightBytes: 512 + 4 * 32 + 2 * 5 } },
    },
  ],
  [
    { title: 'operator set 12', network: network(12), dims: { n: N } },
    { title: 'small weights', network: on([N, 8], dense('y', 'x', 8, 8)) },
    { title: 'a transposed convolution', network: on([N, 8, 4, 4], transposed()) },
  ],
);

function transposed(): Layer {
  const { stored = [] } = conv('t', 'x', 8, 8);
  return op('ConvTranspose', ['x', 't.w'], 'y', {}, stored);
}
