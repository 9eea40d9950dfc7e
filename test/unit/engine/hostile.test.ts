import assert from 'node:assert/strict';
import {
  buildGraph,
  buildModel,
  type GraphSpec,
  int64Bytes,
  type ModelSpec,
  type NodeSpec,
  type TensorSpec,
  type ValueSpec,
} from '../../helpers/onnxBuilder';
import { outcomeOf, problemOf, reportOf } from '../../helpers/outcome';
import { chunkField, join } from '../../helpers/wireWriter';

const HUGE = 2 ** 62;
const image: ValueSpec = ['x', 'float32', ['n', 3, 'h', 'w']];

function vector(name: string, ...values: readonly number[]): TensorSpec {
  return { name, dtype: 'int64', dims: [values.length], raw: int64Bytes(...values) };
}

function modelOf(graph: GraphSpec, rest: Partial<ModelSpec> = {}): Uint8Array {
  return buildModel({ graph: { inputs: [image], outputs: ['y'], ...graph }, ...rest });
}

function chain(
  length: number,
  node: (input: string, output: string, at: number) => NodeSpec,
): readonly NodeSpec[] {
  return Array.from({ length }, (_, at) =>
    node(at === 0 ? 'x' : `t${at}`, at === length - 1 ? 'y' : `t${at + 1}`, at),
  );
}

/** One node on `x` with constant inputs. */
function single(
  op: string,
  constants: readonly TensorSpec[],
  attributes: NodeSpec['attributes'] = {},
): Uint8Array {
  return modelOf({
    nodes: [{ op, inputs: ['x', ...constants.map(({ name }) => name ?? '')], outputs: ['y'], attributes }],
    initializers: constants,
  });
}

describe('hostile graphs', function () {
  this.timeout(30_000);

  it('have dims beyond all bounds', async () => {
    for (const size of [HUGE, -HUGE, -1, 0]) {
      const weights: TensorSpec = { name: 'k', dtype: 'float32', dims: [size, size, 3, 3] };
      await outcomeOf(single('Conv', [weights]));
      await outcomeOf(single('MatMul', [{ ...weights, dims: [size, size] }]));
      await outcomeOf(
        modelOf({
          inputs: [['x', 'float32', [size, size, size]]],
          nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
        }),
      );
    }
  });

  it('have windows beyond all bounds', async () => {
    for (const size of [2 ** 40, -3, 0, HUGE])
      for (const key of ['kernel_shape', 'strides', 'dilations', 'pads'])
        for (const op of ['MaxPool', 'AveragePool', 'LpPool', 'Conv', 'ConvTranspose']) {
          const sizes = key === 'pads' ? [size, size, size, size] : [size, size];
          const attributes = { kernel_shape: [2, 2], [key]: sizes, ceil_mode: 1 };
          const constants = op.startsWith('Conv')
            ? [{ name: 'k', dtype: 'float32', dims: [3, 3, 2, 2] } as const]
            : [];
          await outcomeOf(single(op, constants, attributes));
        }
  });

  it('ask for tensors of astronomic size', async () => {
    await outcomeOf(single('Tile', [vector('r', 2 ** 31, 2 ** 31, 2 ** 31, 2 ** 31)]));
    await outcomeOf(single('Expand', [vector('s', HUGE, HUGE, HUGE, HUGE, HUGE, 1, 3, 1, 1)]));
    await outcomeOf(
      single('Resize', [
        { name: '', dtype: 'float32', dims: [0] },
        { name: '', dtype: 'float32', dims: [0] },
        vector('s', HUGE, 1, 1, 1),
      ]),
    );
    await outcomeOf(single('Pad', [vector('p', HUGE, HUGE, HUGE, HUGE, HUGE, HUGE, HUGE, -HUGE)]));
    await outcomeOf(single('OneHot', [vector('depth', HUGE), vector('values', 0, 1)]));
    await outcomeOf(single('Reshape', [vector('s', HUGE, -1, 0, HUGE)]));
    const constants = [
      vector('shape', HUGE, HUGE),
      { ...vector('zero', 0), dims: [] },
      { ...vector('end', HUGE), dims: [] },
      { ...vector('one', 1), dims: [] },
    ];
    const nodes: readonly NodeSpec[] = [
      { op: 'ConstantOfShape', inputs: ['shape'], outputs: ['filled'] },
      { op: 'Range', inputs: ['zero', 'end', 'one'], outputs: ['counted'] },
      { op: 'Range', inputs: ['zero', 'end', 'zero'], outputs: ['stuck'] },
      { op: 'Tile', inputs: ['counted', 'end'], outputs: ['tiled'] },
      { op: 'Concat', inputs: ['filled', 'filled'], outputs: ['y'], attributes: { axis: 0 } },
    ];
    const report = await reportOf(modelOf({ nodes, initializers: constants }));
    assert.ok(report.diagnostics.some(({ code }) => code === 'beyond-exact-integers'));
  });

  it('repeat a loop 2^31 times', async () => {
    const body: GraphSpec = {
      inputs: [
        ['i', 'int64', []],
        ['go', 'bool', []],
        ['s', 'float32', null],
      ],
      outputs: ['go', 'next', 'scan'],
      nodes: [
        { op: 'Concat', inputs: ['s', 's'], outputs: ['next'], attributes: { axis: 0 } },
        { op: 'Identity', inputs: ['s'], outputs: ['scan'] },
      ],
    };
    const trips = { ...vector('trips', 2 ** 31), dims: [] };
    const nodes: readonly NodeSpec[] = [
      {
        op: 'Loop',
        inputs: ['trips', '', 'x'],
        outputs: ['last', 'y'],
        attributes: { body: { graph: body } },
      },
    ];
    await reportOf(modelOf({ nodes, initializers: [trips] }));
  });

  it('are 100,000 nodes deep', async () => {
    const relus = chain(100_000, (input, output) => ({ op: 'Relu', inputs: [input], outputs: [output] }));
    const report = await reportOf(modelOf({ nodes: relus }), 20_000);
    assert.equal(report.layers.length, 100_000);
  });

  it('are deep with dims that nest at every node', async () => {
    const pools = chain(3000, (input, output) => ({
      op: 'MaxPool',
      inputs: [input],
      outputs: [output],
      attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1, pads: [1, 1, 1, 1] },
    }));
    await reportOf(modelOf({ nodes: pools }), 4000);
  });

  it('nest 60 loops', async () => {
    const loop = (depth: number, body: GraphSpec): GraphSpec => ({
      inputs: [
        ['i', 'int64', []],
        ['go', 'bool', []],
        [`s${depth}`, 'float32', null],
      ],
      outputs: [`go${depth}`, `r${depth}`],
      nodes: [
        { op: 'Identity', inputs: ['go'], outputs: [`go${depth}`] },
        {
          op: 'Loop',
          inputs: ['trips', '', `s${depth}`],
          outputs: [`r${depth}`],
          attributes: { body: { graph: body } },
        },
      ],
    });
    let body: GraphSpec = {
      inputs: [
        ['i', 'int64', []],
        ['go', 'bool', []],
        ['s', 'float32', null],
      ],
      outputs: ['go', 'r'],
      nodes: [{ op: 'Concat', inputs: ['s', 's'], outputs: ['r'], attributes: { axis: 0 } }],
    };
    for (let depth = 0; depth < 60; depth++) body = loop(depth, body);
    const nodes: readonly NodeSpec[] = [
      { op: 'Loop', inputs: ['trips', '', 'x'], outputs: ['y'], attributes: { body: { graph: body } } },
    ];
    const trips = { ...vector('trips', 1000), dims: [] };
    const report = await reportOf(modelOf({ nodes, initializers: [trips] }));
    assert.equal(report.complete, false);
  });

  it('double what they know of a tensor at every node', async () => {
    const doubling = chain(80, (input, output, at) => ({
      op: 'Concat',
      inputs: at === 0 ? ['shape', 'shape'] : [input, input],
      outputs: [output],
      attributes: { axis: 0 },
    }));
    const shape: NodeSpec = { op: 'Shape', inputs: ['x'], outputs: ['shape'] };
    await reportOf(modelOf({ nodes: [shape, ...doubling] }));
  });

  it('square and add symbolic values at every node', async () => {
    for (const op of ['Mul', 'Add', 'Div', 'Max', 'Mod', 'Sub']) {
      const steps = chain(400, (input, output, at) => ({
        op,
        inputs: at === 0 ? ['shape', 'shape'] : [input, at % 3 === 0 ? 'shape' : input],
        outputs: [output],
      }));
      const shape: NodeSpec = { op: 'Shape', inputs: ['x'], outputs: ['shape'] };
      const reshape: NodeSpec = { op: 'Reshape', inputs: ['x', 'y'], outputs: ['z'] };
      await reportOf(modelOf({ nodes: [shape, ...steps, reshape], outputs: ['z'] }));
    }
  });

  it('reshape to products of dims over and over', async () => {
    const steps = chain(300, (input, output, at) => ({
      op: at % 2 === 0 ? 'Flatten' : 'Unsqueeze',
      inputs: at % 2 === 0 ? [input] : [input, 'axes'],
      outputs: [output],
    }));
    await reportOf(modelOf({ nodes: steps, initializers: [vector('axes', 0, 3)] }));
  });

  it('have names that mean something to a program', async () => {
    const names = [
      '__proto__',
      'constructor',
      'toString',
      'line\nbreak',
      'bell\u0007',
      '\u202eright',
      '<b>bold</b>',
      '"',
      '\\',
    ];
    for (const name of names) {
      const nodes: readonly NodeSpec[] = [
        { op: 'Relu', name, inputs: [name], outputs: [`${name}1`], attributes: { [name]: name } },
        { op: name, domain: name, inputs: [`${name}1`], outputs: ['y'] },
        { op: name, inputs: [name], outputs: ['z'] },
      ];
      const report = await reportOf(
        modelOf(
          { name, inputs: [[name, 'float32', [name, 2]]], nodes },
          { opsets: { '': 21, [name]: 1 }, producer: name },
        ),
      );
      assert.deepEqual(
        report.symbols?.map((symbol) => symbol.name),
        [name],
      );
      assert.deepEqual(Object.entries(report.dims), [[name, 1]]);
      assert.equal(report.layers[0]?.outputs[0]?.shape?.join(), '1,2');
    }
  });

  it('have their graph in two parts, which protobuf merges', async () => {
    const first = buildGraph({
      inputs: [['x', 'float32', [2]]],
      nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['t'] }],
    });
    const second = buildGraph({ outputs: ['y'], nodes: [{ op: 'Relu', inputs: ['t'], outputs: ['y'] }] });
    const report = await reportOf(
      join([chunkField(7, first), chunkField(7, second), chunkField(8, new Uint8Array([0x10, 21]))]),
    );
    assert.deepEqual(
      report.layers.map(({ id, outputs }) => [id, outputs[0]?.shape]),
      [
        ['0', [2]],
        ['1', [2]],
      ],
    );
  });

  it('declare 20,000 dims and pass them on', async () => {
    const nodes = chain(300, (input, output) => ({ op: 'Relu', inputs: [input], outputs: [output] }));
    const inputs = [['x', 'float32', new Array<number>(20_000).fill(1)]] as const;
    const report = await reportOf(modelOf({ inputs, nodes }), 4000);
    assert.ok(report.layers.every(({ outputs }) => outputs[0]?.shape === null));
    assert.ok(!report.complete);
  });

  it('have 100,000 outputs on one node', async () => {
    const outputs = Array.from({ length: 100_000 }, (_, i) => `o${i}`);
    for (const op of ['Split', 'Relu', 'Unknown'])
      await outcomeOf(modelOf({ nodes: [{ op, inputs: ['x'], outputs }], outputs }), 15_000);
  });

  it('have 100,000 inputs on one node', async () => {
    const inputs = new Array<string>(100_000).fill('x');
    for (const op of ['Concat', 'Sum', 'Einsum', 'Max'])
      await outcomeOf(
        modelOf({ nodes: [{ op, inputs, outputs: ['y'], attributes: { axis: 0, equation: 'ab' } }] }),
        4000,
      );
  });

  it('have 100,000 broken initializers', async () => {
    const initializers = Array.from({ length: 30_000 }, (_, i): TensorSpec => ({
      name: `w${i}`,
      dtype: 'float32',
      dims: [4],
      raw: new Uint8Array(2),
    }));
    const nodes = initializers.map(({ name = '' }, i): NodeSpec => ({
      op: 'Relu',
      inputs: [name],
      outputs: [`t${i}`],
    }));
    await outcomeOf(
      modelOf({ nodes, initializers, outputs: nodes.flatMap(({ outputs }) => outputs ?? []) }),
      4000,
    );
  });

  it('have a cycle in a subgraph', async () => {
    const branch: GraphSpec = {
      outputs: ['a'],
      nodes: [
        { op: 'Relu', inputs: ['b'], outputs: ['a'] },
        { op: 'Relu', inputs: ['a'], outputs: ['b'] },
      ],
    };
    const nodes: readonly NodeSpec[] = [
      {
        op: 'If',
        inputs: ['c'],
        outputs: ['y'],
        attributes: { then_branch: { graph: branch }, else_branch: { graph: branch } },
      },
    ];
    const report = await reportOf(modelOf({ inputs: [['c', 'bool', []]], nodes }));
    const cycles = report.diagnostics.filter(({ code }) => code === 'cyclic-graph');
    assert.deepEqual(
      cycles.map(({ layer }) => layer),
      ['0:If.then_branch/0', '0:If.else_branch/0'],
    );
  });

  it('have a cycle through a subgraph', async () => {
    const branch = (input: string): GraphSpec => ({
      outputs: ['t'],
      nodes: [{ op: 'Relu', inputs: [input], outputs: ['t'] }],
    });
    const attributes = { then_branch: { graph: branch('y') }, else_branch: { graph: branch('gone') } };
    const nodes: readonly NodeSpec[] = [
      { op: 'If', inputs: ['c'], outputs: ['a'], attributes },
      { op: 'Relu', inputs: ['a'], outputs: ['y'] },
    ];
    const report = await reportOf(modelOf({ inputs: [['c', 'bool', []]], nodes }));
    assert.deepEqual(
      report.diagnostics.map(({ code, layer }) => [code, layer]),
      [
        ['cyclic-graph', '0'],
        ['missing-tensor', '0:If.else_branch/0'],
      ],
    );
    assert.equal(report.complete, false);
  });

  it('make an input again, and wait for what they make', async () => {
    const nodes: readonly NodeSpec[] = [
      { op: 'Relu', inputs: ['x'], outputs: ['a'] },
      { op: 'Transpose', inputs: ['a'], outputs: ['x'] },
      { op: 'MatMul', inputs: ['a', 'x'], outputs: ['y'] },
    ];
    const report = await reportOf(modelOf({ inputs: [['x', 'float32', [2, 3]]], nodes }));
    assert.deepEqual(
      report.diagnostics.map(({ code }) => code),
      ['duplicate-tensor', 'cyclic-graph'],
    );
    assert.deepEqual([report.complete, report.totals.macs], [false, 0]);
  });

  it('have a thousand branches beside thousands of tensors', async () => {
    const branch: GraphSpec = { outputs: ['r'], nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['r'] }] };
    const relus = chain(15_000, (input, output) => ({ op: 'Relu', inputs: [input], outputs: [output] }));
    const ifs = Array.from({ length: 1500 }, (_, i): NodeSpec => ({
      op: 'If',
      inputs: ['c'],
      outputs: [`i${i}`],
      attributes: { then_branch: { graph: branch }, else_branch: { graph: branch } },
    }));
    await reportOf(modelOf({ inputs: [image, ['c', 'bool', []]], nodes: [...relus, ...ifs] }), 4000);
  });

  it('shrink to nothing at the sizes that are assumed', async () => {
    const weights: TensorSpec = { name: 'k', dtype: 'float32', dims: [8, 3, 5, 5] };
    const report = await reportOf(single('Conv', [weights]));
    const [layer] = report.layers;
    assert.ok(layer);
    assert.equal(layer.macs, null);
    assert.equal(layer.unknown, 'tensor "y" would have the shape 1x8x-3x-3, which no tensor has');
    assert.equal(layer.outputs[0]?.shape, null);
    assert.equal(report.complete, false);
    assert.deepEqual(
      report.diagnostics.filter(({ code }) => code === 'shape-conflict').map(({ message }) => message),
      [
        'Conv (node 0): with n = 1, h = 1, w = 1 tensor "y" would have the shape 1x8x-3x-3, which no tensor has; bind other values.',
      ],
    );
  });

  it('nest too deep', async () => {
    let branch: GraphSpec = { outputs: ['r'], nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['r'] }] };
    for (let depth = 0; depth < 700; depth++)
      branch = {
        outputs: ['r'],
        nodes: [{ op: 'If', inputs: ['c'], outputs: ['r'], attributes: { then_branch: { graph: branch } } }],
      };
    const file = modelOf({ inputs: [['c', 'bool', []]], ...branch });
    assert.match(await problemOf(file), /nest/);
  });

  it('call functions that multiply beyond reason', async () => {
    const functions = Array.from({ length: 40 }, (_, i) => ({
      domain: 'own',
      name: `f${i}`,
      inputs: ['a'],
      outputs: ['b'],
      nodes: [
        { op: i === 0 ? 'Relu' : `f${i - 1}`, domain: i === 0 ? '' : 'own', inputs: ['a'], outputs: ['m'] },
        { op: i === 0 ? 'Relu' : `f${i - 1}`, domain: i === 0 ? '' : 'own', inputs: ['m'], outputs: ['b'] },
      ],
    }));
    const nodes: readonly NodeSpec[] = [{ op: 'f39', domain: 'own', inputs: ['x'], outputs: ['y'] }];
    assert.match(await problemOf(modelOf({ nodes }, { functions })), /functions expand to more than/);
  });

  it('call functions that call themselves', async () => {
    const functions = ['f', 'g'].map((name, i) => ({
      domain: 'own',
      name,
      inputs: ['a'],
      outputs: ['b'],
      nodes: [{ op: i === 0 ? 'g' : 'f', domain: 'own', inputs: ['a'], outputs: ['b'] }],
    }));
    const nodes: readonly NodeSpec[] = [{ op: 'f', domain: 'own', inputs: ['x'], outputs: ['y'] }];
    assert.match(await problemOf(modelOf({ nodes }, { functions })), /calls itself/);
  });
});
