import assert from 'node:assert/strict';
import { body, stored } from '../../../../helpers/graphs';
import { describeTechnique, type Refused } from '../cases';
import { conv, dense, float, type Layer, type Network, on, op, weights } from '../networks';

const [N, CIN, C, H, W, OUT] = [2, 3, 8, 6, 4, 10] as const;

const layers: readonly Layer[] = [
  conv('c', 'x', CIN, C, { bias: true }),
  conv('d', 'c', C, C, { constant: true }),
  op('Resize', ['d', '', 'scales'], 'r', { mode: { kind: 'string', value: 'nearest' } }, [
    { ...stored('scales', [1, 1, 2, 2], 'float32') },
  ]),
  op('Clip', ['r', 'low'], 'k', {}, [weights('low', [])]),
  op('GlobalAveragePool', 'k', 'p'),
  op('Reshape', ['p', 's'], 'f', {}, [stored('s', [0, -1])]),
  dense('y', 'f', C, OUT, { as: 'gemm-transposed', bias: true }),
];
const params = C * CIN * 9 + C + C * C * 9 + OUT * C + OUT;
const macs = N * (H * W * (C * CIN * 9 + C * C * 9) + C * OUT);
/** Scales of Resize stay float32, the shape int64; a bound of Clip is one number. */
const KEPT = 4 * 4 + 2 * 8;
const before = { macs, params, weightBytes: 4 * (params + 1) + KEPT };
const after = { macs, params, weightBytes: 2 * (params + 1) + KEPT };

const network = (opset: number): Network => ({ ...on(['n', CIN, H, W], ...layers), opset });

const refused: readonly Refused[] = [
  {
    title: 'a sum over positions, which overflows',
    network: on([N, 8], dense('y', 'x', 8, 8), op('CumSum', ['y', 'axis'], 'z', {}, [stored('axis', 1)])),
  },
  {
    title: 'a model that stores no float32',
    network: {
      inputs: { x: ['float16', [N, CIN, H, W]] },
      layers: [conv('y', 'x', CIN, C, { dtype: 'float16' })],
    },
  },
  { title: 'a model with a subgraph', network: withSubgraph() },
];

describeTechnique(
  'float16',
  [
    {
      title: 'stored tensors and activations, the border keeps float32',
      network: network(17),
      dims: { n: N },
      before,
      after: { '': after },
      check: ({ suggestion, estimate }) => {
        assert.deepEqual(
          estimate.after.shaped.outputs.map(({ facts }) => facts.dtype),
          ['float32'],
        );
        assert.ok((suggestion.after.peakActivationBytes ?? 0) < (suggestion.before.peakActivationBytes ?? 0));
      },
    },
    {
      title: 'a constant that is filled and an input that is an output',
      network: {
        inputs: { x: [N, 8] },
        layers: [
          op('ConstantOfShape', 'shape', 'zeros', {}, [stored('shape', [N, 8])]),
          op('Add', ['x', 'zeros'], 'a'),
          op('Cast', 'a', 'b', { to: 1 }),
          dense('y', 'b', 8, 8),
          op('LeakyRelu', 'y', 'z', { alpha: float(0.5) }),
        ],
        outputs: ['y', 'z'],
      },
      before: { macs: N * 64, params: 64, weightBytes: 4 * 64 + 2 * 8 },
      after: { '': { macs: N * 64, params: 64, weightBytes: 2 * 64 + 2 * 8 } },
    },
  ],
  refused,
);

describeTechnique(
  'bfloat16',
  [
    {
      title: 'the same from operator set 22 on',
      network: network(22),
      dims: { n: N },
      before,
      after: { '': after },
    },
  ],
  [
    { title: 'operator set 21', network: network(21), dims: { n: N } },
    ...refused.map((one) => ({ ...one, network: { ...one.network, opset: 22 } })),
  ],
);

function withSubgraph(): Network {
  const branch = body({ inputs: [], nodes: op('Relu', 'y', 'r').nodes, outputs: ['r'] });
  const branches = { then_branch: branch, else_branch: branch };
  return on([N, 8], dense('y', 'x', 8, 8), op('If', 'on', 'z', branches, [stored('on', 1, 'bool')]));
}
