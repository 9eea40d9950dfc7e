import { describeTechnique, type Figures } from '../cases';
import { conv, type Layer, type Network, on, op } from '../networks';
import { stored } from '../../../../helpers/graphs';

const [N, C, H, W] = [2, 48, 7, 9] as const;
const X = [N, C, H, W];
/** A quarter of the channels, up to the next multiple of 8. */
const S = 16;

const MEAN = op('GlobalAveragePool', 'x', 'm');
const GATE = [op('Sigmoid', 'e', 'g'), op('Mul', ['x', 'g'], 'y')];

function squeeze(narrow: number, bias: boolean): Figures {
  return { macs: N * 2 * C * narrow, params: 2 * C * narrow + (bias ? narrow + C : 0) };
}

function layers(from: number, active: readonly Layer[], bias: boolean, mean = MEAN): readonly Layer[] {
  const reduce = conv('r', 'm', C, from, { kernel: 1, bias });
  return [mean, reduce, ...active, conv('e', 'a', from, C, { kernel: 1, bias }), ...GATE];
}

const relu = op('Relu', 'r', 'a');

describeTechnique(
  'squeeze-ratio',
  [
    {
      title: 'a half becomes a quarter, with biases, open batch and size',
      network: on(['n', C, 'h', 'w'], ...layers(C / 2, [relu], true)),
      dims: { n: N, h: H, w: W },
      before: squeeze(C / 2, true),
      after: { [`@3:squeeze=${S}`]: squeeze(S, true) },
    },
    {
      title: 'no biases, a swish of two nodes, a mean by ReduceMean',
      network: on(
        X,
        ...layers(
          C,
          [op('Sigmoid', 'r', 's'), op('Mul', ['r', 's'], 'a')],
          false,
          op('ReduceMean', ['x', 'axes'], 'm', {}, [stored('axes', [2, 3])]),
        ),
      ),
      before: { ...squeeze(C, false), weightBytes: 4 * squeeze(C, false).params + 2 * 8 },
      after: {
        [`@4:squeeze=${S}`]: { ...squeeze(S, false), weightBytes: 4 * squeeze(S, false).params + 2 * 8 },
      },
    },
  ],
  [
    { title: 'a quarter', network: on(X, ...layers(S, [relu], true)) },
    {
      title: 'a gate that looks at every position',
      network: on(X, conv('r', 'x', C, C, { kernel: 1 }), relu, conv('e', 'a', C, C, { kernel: 1 }), ...GATE),
    },
    { title: 'a squeezed tensor that something else reads', network: alsoRead() },
    {
      title: 'a gate by Softmax',
      network: on(
        X,
        ...layers(C / 2, [relu], true).slice(0, 4),
        op('Softmax', 'e', 'g'),
        op('Mul', ['x', 'g'], 'y'),
      ),
    },
  ],
);

function alsoRead(): Network {
  return { ...on(X, ...layers(C / 2, [relu], true), op('Neg', 'a', 'z')), outputs: ['y', 'z'] };
}
