import { describeTechnique, type Figures } from '../cases';
import { conv, dense, type DenseOptions, type Layer, on, op } from '../networks';

const [N, FROM, TO] = [3, 96, 160] as const;
/** Half and a quarter of the break-even rank from * to / (from + to), in multiples of 8. */
const RANKS = [2, 4].map((part) => 8 * Math.floor(Math.floor((FROM * TO) / (FROM + TO)) / part / 8));

function before(rows: number, bias = 0): Figures {
  return { macs: rows * FROM * TO, params: FROM * TO + bias };
}

function after(rows: number, bias = 0, layer = 0): Readonly<Record<string, Figures>> {
  const figures = (r: number): Figures => ({ macs: rows * r * (FROM + TO), params: r * (FROM + TO) + bias });
  return Object.fromEntries(RANKS.map((r) => [`@${layer}:rank=${r}`, figures(r)]));
}

const layer = (options: DenseOptions): Layer => dense('y', 'x', FROM, TO, options);

describeTechnique(
  'low-rank',
  [
    {
      title: 'Gemm with transB 0 and bias, open batch',
      network: on(['batch', FROM], layer({ as: 'gemm', bias: true }), op('Relu', 'y', 'z')),
      dims: { batch: N },
      before: before(N, TO),
      after: after(N, TO),
    },
    {
      title: 'Gemm with transB 1 and no bias',
      network: on([N, FROM], layer({ as: 'gemm-transposed' })),
      before: before(N),
      after: after(N),
    },
    {
      title: 'MatMul of three dims, weight in a Constant node',
      network: on([N, 7, FROM], layer({ constant: true })),
      before: before(N * 7),
      after: after(N * 7, 0, 1),
    },
    {
      title: '1x1 convolution at stride 2 with bias',
      network: on([N, FROM, 9, 6], conv('y', 'x', FROM, TO, { kernel: 1, stride: 2, bias: true })),
      before: before(N * 5 * 3, TO),
      after: after(N * 5 * 3, TO),
    },
    {
      title: 'one of two products that share a weight, the first an output',
      network: {
        ...on([N, FROM], dense('y', 'x', FROM, FROM), dense('z', 'y', FROM, FROM, { shares: 'y.w' })),
        outputs: ['y', 'z'],
      },
      before: { macs: 2 * N * FROM * FROM, params: FROM * FROM },
      after: Object.fromEntries(
        [0, 1].flatMap((at) =>
          [24, 8].map((r): readonly [string, Figures] => [
            `@${at}:rank=${r}`,
            { macs: N * FROM * (FROM + 2 * r), params: FROM * (FROM + 2 * r) },
          ]),
        ),
      ),
    },
  ],
  [
    {
      title: 'Gemm with alpha',
      network: on([N, FROM], layer({ as: 'gemm', attributes: { alpha: { kind: 'float', value: 0.5 } } })),
    },
    { title: 'Gemm with transA', network: on([FROM, N], layer({ as: 'gemm', attributes: { transA: 1 } })) },
    {
      title: 'a product of two activations',
      network: { inputs: { a: [N, FROM], b: [FROM, TO] }, layers: [op('MatMul', ['a', 'b'], 'y')] },
    },
    { title: 'a 3x3', network: on([N, FROM, 8, 8], conv('y', 'x', FROM, TO)) },
    { title: 'a padded 1x1', network: on([N, FROM, 8, 8], conv('y', 'x', FROM, TO, { kernel: 1, pad: 1 })) },
    { title: 'a layer without room for rank 8', network: on([N, 16], dense('y', 'x', 16, 16)) },
  ],
);
