import assert from 'node:assert/strict';
import { buildReport } from '../../../../extension/engine/cost/report';
import { findProfile } from '../../../../extension/engine/hardware/builtInProfiles';
import { inferModel } from '../../../../extension/engine/inference/infer';
import type { Model, Node, StoredTensor } from '../../../../extension/engine/ir/graph';
import type { Report } from '../../../../extension/shared/report';
import { border, graphOf, node } from '../../../helpers/graphs';

type Kernel = readonly [height: number, width: number];

/** A layer without bias: a convolution that keeps the size unless told otherwise, or a fully connected layer. */
interface Layer {
  readonly name: string;
  readonly input: string;
  readonly weight: readonly number[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

function conv(name: string, input: string, channels: Kernel, kernel: Kernel): Layer {
  const [vertical, horizontal] = kernel.map((size) => (size - 1) / 2) as [number, number];
  const [from, to] = channels;
  return {
    name,
    input,
    weight: [to, from, ...kernel],
    attributes: { pads: [vertical, horizontal, vertical, horizontal] },
  };
}

const ON_13 = [1, 384, 13, 13];

/** Krizhevsky et al. 2012 at 1x3x227x227, with the two groups of its two GPUs. */
const ALEXNET: readonly (Layer & { readonly shape: readonly number[]; readonly macs: number })[] = [
  {
    name: 'conv1',
    input: 'x',
    shape: [1, 3, 227, 227],
    weight: [96, 3, 11, 11],
    attributes: { strides: [4, 4] },
    macs: 105_415_200,
  },
  {
    name: 'conv2',
    input: 'x',
    shape: [1, 96, 27, 27],
    weight: [256, 48, 5, 5],
    attributes: { pads: [2, 2, 2, 2], group: 2 },
    macs: 223_948_800,
  },
  {
    name: 'conv3',
    input: 'x',
    shape: [1, 256, 13, 13],
    weight: [384, 256, 3, 3],
    attributes: { pads: [1, 1, 1, 1] },
    macs: 149_520_384,
  },
  {
    name: 'conv4',
    input: 'x',
    shape: [1, 384, 13, 13],
    weight: [384, 192, 3, 3],
    attributes: { pads: [1, 1, 1, 1], group: 2 },
    macs: 112_140_288,
  },
  {
    name: 'conv5',
    input: 'x',
    shape: [1, 384, 13, 13],
    weight: [256, 192, 3, 3],
    attributes: { pads: [1, 1, 1, 1], group: 2 },
    macs: 74_760_192,
  },
];

const ALEXNET_WEIGHTS = [34_848, 307_200, 884_736, 663_552, 442_368];

describe('published examples', () => {
  ALEXNET.forEach(({ shape, macs, ...layer }, i) => {
    it(`AlexNet's ${layer.name}`, () => {
      assert.deepEqual(costs(shape, [layer]), { macs, params: ALEXNET_WEIGHTS[i] });
    });
  });

  it("AlexNet's five convolutions together: 666M MACs, 2.3M weights", () => {
    const each = ALEXNET.map(({ shape, ...layer }) => costs(shape, [layer]));
    assert.equal(
      each.reduce((sum, { macs }) => sum + macs, 0),
      665_784_864,
    );
    assert.equal(
      each.reduce((sum, { params }) => sum + params, 0),
      2_332_704,
    );
  });

  it("AlexNet's fully connected layers: one MAC per weight, 58.6M", () => {
    const layers = [
      { name: 'fc6', input: 'x', weight: [9216, 4096] },
      { name: 'fc7', input: 'fc6', weight: [4096, 4096] },
      { name: 'fc8', input: 'fc7', weight: [4096, 1000] },
    ];
    assert.deepEqual(costs([1, 9216], layers), { macs: 58_621_952, params: 58_621_952 });
  });

  const cases: readonly (readonly [string, readonly number[], readonly Layer[], number, number])[] = [
    ['3x3, 384 to 256 on 13x13', ON_13, [conv('a', 'x', [384, 256], [3, 3])], 149_520_384, 884_736],
    ['the same with 5x5', ON_13, [conv('a', 'x', [384, 256], [5, 5])], 415_334_400, 2_457_600],
    [
      '5x5 as 5x1 and 1x5 in parallel',
      ON_13,
      [conv('a', 'x', [384, 256], [5, 1]), conv('b', 'x', [384, 256], [1, 5])],
      166_133_760,
      983_040,
    ],
    [
      '3x3 as 3x1 and 1x3 in parallel',
      ON_13,
      [conv('a', 'x', [384, 256], [3, 1]), conv('b', 'x', [384, 256], [1, 3])],
      99_680_256,
      589_824,
    ],
    [
      'bottleneck: 1x1 256 to 64, then 3x3 64 to 384',
      [1, 256, 13, 13],
      [conv('a', 'x', [256, 64], [1, 1]), conv('b', 'a', [64, 384], [3, 3])],
      40_148_992,
      237_568,
    ],
    [
      'the plain 3x3 256 to 384',
      [1, 256, 13, 13],
      [conv('a', 'x', [256, 384], [3, 3])],
      149_520_384,
      884_736,
    ],
  ];
  for (const [title, shape, layers, macs, params] of cases)
    it(title, () => {
      assert.deepEqual(costs(shape, layers), { macs, params });
    });

  it('two stacked 3x3 cost 18/25 of a 5x5, 1x3 then 3x1 6/9 of a 3x3', () => {
    const shape = [1, 64, 28, 28];
    const cost = (...kernels: readonly Kernel[]): number =>
      costs(
        shape,
        kernels.map((kernel, i) => conv(`c${i}`, i === 0 ? 'x' : `c${i - 1}`, [64, 64], kernel)),
      ).macs;
    assert.equal(cost([3, 3], [3, 3]) / cost([5, 5]), 18 / 25);
    assert.equal(cost([1, 3], [3, 1]) / cost([3, 3]), 6 / 9);
  });

  it('a depthwise separable convolution costs 1/Cout + 1/K^2 of the full one', () => {
    const depthwise: Layer = {
      ...conv('d', 'x', [1, 64], [3, 3]),
      attributes: { pads: [1, 1, 1, 1], group: 64 },
    };
    const separable = costs([1, 64, 28, 28], [depthwise, conv('p', 'd', [64, 128], [1, 1])]);
    const full = costs([1, 64, 28, 28], [conv('f', 'x', [64, 128], [3, 3])]);
    const factor = 1 / 128 + 1 / 9;
    assert.ok(Math.abs(separable.macs / full.macs - factor) < 1e-12);
    assert.ok(Math.abs(separable.params / full.params - factor) < 1e-12);
  });
});

function costs(shape: readonly number[], layers: readonly Layer[]): { macs: number; params: number } {
  const { macs, params } = price(shape, layers).totals;
  return { macs, params };
}

function price(shape: readonly number[], layers: readonly Layer[]): Report {
  const profile = findProfile('horowitz-45nm');
  assert.ok(profile);
  const model: Model = {
    format: 'onnx',
    name: '',
    producer: '',
    opsets: new Map([['', 17]]),
    functions: [],
    graph: graphOf({
      inputs: [border('x', 'float32', shape)],
      stored: layers.map(weights),
      nodes: layers.map(nodeOf),
      outputs: layers.map(({ name }) => name),
    }),
  };
  const report = buildReport(model, inferModel(model), { path: 'x.onnx', dims: {}, profile, findings: [] });
  assert.deepEqual(report.diagnostics, []);
  return report;
}

function nodeOf({ name, input, weight, attributes }: Layer): Node {
  return node(weight.length === 2 ? 'MatMul' : 'Conv', [input, `${name}.weight`], [name], attributes ?? {});
}

function weights({ name, weight }: Layer): StoredTensor {
  return { name: `${name}.weight`, dtype: 'float32', dims: weight, payload: null, raw: true, content: null };
}
