import { describeTechnique, type Figures } from '../cases';
import { conv, dense, type DenseOptions, type Layer, type Network, on, op } from '../networks';
import { stored } from '../../../../helpers/graphs';

const [N, CIN, C, H, W, OUT] = [2, 3, 24, 6, 8, 10] as const;
const X = [N, CIN, H, W];
const HALF = (H / 2) * (W / 2);
const POOL: Layer = op('MaxPool', 'r', 'p', { kernel_shape: [2, 2], strides: [2, 2] });
const FRONT = [conv('c', 'x', CIN, C), op('Relu', 'c', 'r')];

function classifier(inputs: number, bias = 0): Figures {
  return { macs: N * (H * W * C * CIN * 9 + inputs * OUT), params: C * CIN * 9 + inputs * OUT + bias };
}

function behind(flatten: Layer, options: DenseOptions, inputs = C * HALF): readonly Layer[] {
  return [...FRONT, POOL, flatten, dense('y', 'f', inputs, OUT, options)];
}

const flat = op('Flatten', 'p', 'f');

describeTechnique(
  'pooled-classifier',
  [
    {
      title: 'Flatten and Gemm with transB 1 and bias, open batch',
      network: on(['n', CIN, H, W], ...behind(flat, { as: 'gemm-transposed', bias: true })),
      dims: { n: N },
      before: classifier(C * HALF, OUT),
      after: { '@4': classifier(C, OUT) },
    },
    {
      title: 'Reshape and MatMul: the shape goes with its node',
      network: on(X, ...behind(op('Reshape', ['p', 's'], 'f', {}, [stored('s', [N, -1])]), {})),
      before: { ...classifier(C * HALF), weightBytes: 4 * classifier(C * HALF).params + 2 * 8 },
      after: { '@4': classifier(C) },
    },
    {
      title: 'a flattened map that is an output, too, and stays',
      network: { ...on(X, ...behind(flat, { as: 'gemm' })), outputs: ['f', 'y'] },
      before: classifier(C * HALF),
      after: { '@4': classifier(C) },
    },
  ],
  [
    {
      title: 'what is pooled to one position',
      network: on(X, ...FRONT, op('GlobalAveragePool', 'r', 'p'), flat, dense('y', 'f', C, OUT)),
    },
    { title: 'a layer behind no Flatten', network: on([N, C], dense('y', 'x', C, OUT)) },
    {
      title: 'what is no feature map',
      network: on([N, C, 4, 4], op('Softmax', 'x', 'p'), flat, dense('y', 'f', C * 16, OUT)),
    },
    {
      title: 'Flatten that keeps the channels apart',
      network: on(X, ...behind(op('Flatten', 'p', 'f', { axis: 2 }), {}, HALF)),
    },
    { title: 'something nonlinear between Flatten and the layer', network: nonlinear() },
  ],
);

function nonlinear(): Network {
  return on(X, ...FRONT, POOL, flat, op('Sigmoid', 'f', 'g'), dense('y', 'g', C * HALF, OUT));
}
