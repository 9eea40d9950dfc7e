import { describeTechnique, type Figures, type Refused } from '../cases';
import { conv, dense, type Layer, type Network, on, op } from '../networks';

const [N, CIN, A, B, H, W, OUT] = [2, 3, 32, 20, 6, 4, 16] as const;

/** Small, wide and transposed weights: 27 inputs per output, 32, and a classifier of 20. */
const layers: readonly Layer[] = [
  conv('a', 'x', CIN, A, { bias: true }),
  conv('b', 'a', A, B, { kernel: 1, constant: true }),
  op('GlobalAveragePool', 'b', 'p'),
  op('Flatten', 'p', 'f'),
  dense('y', 'f', B, OUT, { as: 'gemm', bias: true }),
];
const [FIRST, SECOND, THIRD] = [A * CIN * 9, B * A, B * OUT];
const biases = A + OUT;
const figures = (bytes: number): Figures => ({
  macs: N * (H * W * (FIRST + SECOND) + THIRD),
  params: FIRST + SECOND + THIRD + biases,
  weightBytes: bytes + 4 * biases,
});
const network = (opset: number): Network => ({ ...on(['n', CIN, H, W], ...layers), opset });
const before = figures(4 * (FIRST + SECOND + THIRD));

const refused: readonly Refused[] = [
  {
    title: 'weights of fewer than 256 elements',
    network: on([N, 8, H, W], conv('y', 'x', 8, 8, { kernel: 1 })),
  },
  {
    title: 'a weight that something else reads',
    network: { ...on([N, 16], dense('y', 'x', 16, 16), op('Relu', 'y.w', 'z')), outputs: ['y', 'z'] },
  },
  {
    title: 'two layers that read a weight along different axes',
    network: on(
      [N, 16],
      dense('a', 'x', 16, 16),
      dense('y', 'a', 16, 16, { as: 'gemm-transposed', shares: 'a.w' }),
    ),
  },
  {
    title: 'a weight that is computed',
    network: { inputs: { x: [N, 16], w: [16, 16] }, layers: [op('MatMul', ['x', 'w'], 'y')] },
  },
];

describeTechnique(
  'int8-weights',
  [
    {
      title: 'a byte per element and a float32 scale per output channel',
      network: network(13),
      dims: { n: N },
      before,
      after: { '': figures(FIRST + SECOND + THIRD + 4 * (A + B + OUT)) },
    },
    {
      title: 'a weight that two layers share is expanded once',
      network: on([N, 5, 16], dense('a', 'x', 16, 16), dense('y', 'a', 16, 16, { shares: 'a.w' })),
      before: { macs: 2 * N * 5 * 256, params: 256 },
      after: { '': { macs: 2 * N * 5 * 256, params: 256, weightBytes: 256 + 4 * 16 } },
    },
    {
      title: 'float16 weights have float16 scales',
      network: {
        inputs: { x: ['float16', [N, CIN, H, W]] },
        layers: [conv('y', 'x', CIN, A, { dtype: 'float16' })],
      },
      before: { macs: N * H * W * FIRST, params: FIRST, weightBytes: 2 * FIRST },
      after: { '': { macs: N * H * W * FIRST, params: FIRST, weightBytes: FIRST + 2 * A } },
    },
  ],
  [{ title: 'operator set 12', network: network(12), dims: { n: N } }, ...refused],
);

describeTechnique(
  'int4-weights',
  [
    {
      title: 'half a byte per element, a scale per 32 inputs where they divide by that, else per channel',
      network: network(21),
      dims: { n: N },
      before,
      after: { '': figures((FIRST + SECOND + THIRD) / 2 + 4 * (A + SECOND / 32 + OUT)) },
    },
  ],
  [{ title: 'operator set 20', network: network(20), dims: { n: N } }, ...refused],
);
