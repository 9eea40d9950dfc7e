import assert from 'node:assert/strict';
import type { Report } from '../../../extension/shared/report';
import {
  buildModel,
  type FunctionSpec,
  type GraphSpec,
  type ModelSpec,
  type NodeSpec,
  type TensorSpec,
  type ValueSpec,
} from '../../helpers/onnxBuilder';
import { problemOf, reportOf } from '../../helpers/outcome';
import { chunkField, join, tag, varint, varintField } from '../../helpers/wireWriter';

const input: ValueSpec = ['x', 'float32', [2, 3]];
const flag: ValueSpec = ['c', 'bool', []];
const product: NodeSpec = { op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'], name: 'product' };

function relu(from: string, to: string, name = ''): NodeSpec {
  return { op: 'Relu', inputs: [from], outputs: [to], name };
}

function modelOf(graph: GraphSpec, rest: Partial<ModelSpec> = {}): Uint8Array {
  return buildModel({ graph: { inputs: [input], outputs: ['y'], ...graph }, ...rest });
}

/** A graph that calls a function of this body, `a` to `b`. */
function callOf(...nodes: readonly NodeSpec[]): Uint8Array {
  const body: FunctionSpec = { domain: 'own', name: 'f', inputs: ['a'], outputs: ['b'], nodes };
  const call: NodeSpec = { op: 'f', domain: 'own', inputs: ['x'], outputs: ['y'] };
  return modelOf({ nodes: [call] }, { functions: [body] });
}

function stored(dims: readonly number[], more: Partial<TensorSpec> = {}): Uint8Array {
  const w: TensorSpec = { name: 'w', dtype: 'float32', dims, raw: new Uint8Array(24), ...more };
  return modelOf({ nodes: [product], initializers: [w] });
}

function errorsOf({ diagnostics }: Report): readonly string[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ layer, message }) => `${layer}: ${message}`);
}

async function errors(file: Uint8Array): Promise<readonly string[]> {
  return errorsOf(await reportOf(file));
}

describe('names that come twice', () => {
  it('of nodes: each is a layer of its own', async () => {
    const { layers } = await reportOf(modelOf({ nodes: [relu('x', 'a', 'same'), relu('a', 'y', 'same')] }));
    assert.deepEqual(
      layers.map(({ id, name, flops }) => [id, name, flops]),
      [
        ['0', 'same', 6],
        ['1', 'same', 6],
      ],
    );
  });

  it('of tensors, in the graph, in a node and in a function', async () => {
    const again = (who: string): string =>
      `${who} makes tensor "y", which something else makes, too; a tensor may be made once.`;
    const twice = modelOf({ nodes: [relu('x', 'y', 'one'), relu('x', 'y', 'two')] });
    assert.deepEqual(await errors(twice), [`1: ${again('Relu "two"')}`]);
    const split = modelOf({ nodes: [{ op: 'Split', inputs: ['x'], outputs: ['y', 'y'] }] });
    assert.deepEqual(await errors(split), [`0: ${again('Split (node 0)')}`]);
    assert.deepEqual(await errors(callOf(relu('a', 'b'), relu('a', 'b'))), [`1: ${again('Relu (node 1)')}`]);
  });
});

describe('inputs that nothing makes', () => {
  const add = (name: string): NodeSpec => ({ op: 'Add', inputs: ['x', name], outputs: ['y'], name: 'sum' });
  const reads = (who: string, name: string): string =>
    `${who} reads tensor "${name}", which nothing makes; its cost cannot be told.`;

  it('in the graph, and outputs', async () => {
    const report = await reportOf(modelOf({ nodes: [add('nowhere')], outputs: ['y', 'z'] }));
    assert.deepEqual(errorsOf(report), [
      `0: ${reads('Add "sum"', 'nowhere')}`,
      'null: Output "z" of the graph is made by nothing.',
    ]);
    assert.equal(report.complete, false);
  });

  it('in a subgraph, and outputs', async () => {
    const branch = (from: string, output: string): { graph: GraphSpec } => ({
      graph: { outputs: [output], nodes: [relu(from, 'r', 'inner')] },
    });
    const attributes = { then_branch: branch('nowhere', 'r'), else_branch: branch('x', 'none') };
    const choice: NodeSpec = { op: 'If', inputs: ['c'], outputs: ['y'], attributes };
    assert.deepEqual(await errors(modelOf({ inputs: [input, flag], nodes: [choice] })), [
      `0:If.then_branch/0: ${reads('Relu "inner"', 'nowhere')}`,
      'null: Output "none" of subgraph 0:If.else_branch/ is made by nothing.',
    ]);
  });

  it('in a function, which cannot see the tensors around its call', async () => {
    const body: NodeSpec = { op: 'Add', inputs: ['a', 'x'], outputs: ['b'] };
    const [error = '', ...more] = await errors(callOf(body));
    assert.match(error, /^0: Add \(node 0\) reads tensor "x\w*", which nothing makes/);
    assert.deepEqual(more, []);
    assert.deepEqual(await errors(callOf(relu('a', 'q'))), [
      'null: Output "y" of the graph is made by nothing.',
    ]);
  });
});

describe('nodes that wait for each other', () => {
  const waiting = 'Nodes wait for each other in a cycle and can never run: ';

  it('in the graph', async () => {
    const first: NodeSpec = { op: 'Add', inputs: ['x', 'b'], outputs: ['a'], name: 'first' };
    const report = await reportOf(modelOf({ nodes: [first, relu('a', 'b', 'second'), relu('b', 'y')] }));
    assert.deepEqual(errorsOf(report), [`0: ${waiting}Add "first", Relu "second", Relu (node 2).`]);
    assert.equal(report.complete, false);
    assert.equal(report.layers.length, 3);
    assert.deepEqual(await errors(modelOf({ nodes: [relu('y', 'y', 'me')] })), [`0: ${waiting}Relu "me".`]);
  });

  it('in a function', async () => {
    assert.deepEqual(await errors(callOf(relu('c', 'b'), relu('b', 'c'))), [
      `0: ${waiting}Relu (node 0), Relu (node 1).`,
    ]);
  });
});

describe('dims and lengths that cannot be', () => {
  it('of stored tensors', async () => {
    const w = 'Initializer "w", read by MatMul "product",';
    assert.deepEqual(await errors(stored([3, -2])), [
      `0: ${w} has the shape [3, -2]; dims cannot be negative.`,
    ]);
    assert.deepEqual(await errors(stored([3, 2], { raw: new Uint8Array(5) })), [
      `0: ${w} needs 24 bytes for [3, 2] of float32 but stores 5.`,
    ]);
    const [huge = ''] = await errors(stored([3, 2 ** 62]));
    assert.match(
      huge,
      /^0: Initializer "w", read by MatMul "product", needs 5534\d+ bytes .* but stores 24\.$/,
    );
    assert.deepEqual(await errors(stored([3, 2], { dtype: 999 })), [
      `0: ${w} has the element type 999, which is not known.`,
    ]);
    const [ranks = ''] = await errors(stored(new Array<number>(5000).fill(2)));
    assert.ok(ranks.startsWith(`0: ${w} needs `) && ranks.length < 650);
  });

  it('of tensors that nodes hold', async () => {
    const held = (tensor: Partial<TensorSpec>): Uint8Array =>
      modelOf({
        nodes: [
          {
            op: 'Constant',
            outputs: ['w'],
            attributes: { value: { tensor: { dtype: 'float32', dims: [3, 2], ...tensor } } },
          },
          product,
        ],
      });
    assert.deepEqual(await errors(held({ dtype: 999, raw: new Uint8Array(24) })), [
      'null: Constant "w" has the element type 999, which is not known.',
    ]);
    assert.deepEqual(await errors(held({ external: { location: 'w.bin', offset: '1 KB' } })), [
      'null: Constant "w" lies in another file with the offset "1 KB", which is no number of bytes.',
    ]);
  });

  it('of inputs: a total that is not exact says so', async () => {
    const file = modelOf({ inputs: [['x', 'float32', [2 ** 62, 2 ** 62]]], nodes: [relu('x', 'y')] });
    const { diagnostics } = await reportOf(file);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['beyond-exact-integers'],
    );
  });

  it('of messages: the place is named', async () => {
    const claims = (bytes: number): Uint8Array =>
      join([varintField(1, 10), tag(7, 2), varint(bytes), chunkField(2, 'main')]);
    for (const bytes of [100, 2 ** 31, 2 ** 40])
      assert.equal(
        await problemOf(claims(bytes)),
        `model.onnx: the file is cut off or damaged: field 7 at byte 2 claims ${bytes} bytes, but the file ends after 6 of them; fetch it again`,
      );
  });
});
