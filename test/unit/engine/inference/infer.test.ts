import assert from 'node:assert/strict';
import { Cancelled } from '../../../../extension/engine/diagnostics';
import { inferModel } from '../../../../extension/engine/inference/infer';
import type { Model } from '../../../../extension/engine/ir/graph';
import { formatShape } from '../../../../extension/engine/ir/shape';
import { body, border, graphOf, type GraphParts, node, stored } from '../../../helpers/graphs';

function modelOf(parts: GraphParts): Model {
  return {
    format: 'onnx',
    name: '',
    producer: '',
    opsets: new Map([['', 21]]),
    graph: graphOf(parts),
    functions: [],
  };
}

const image = border('x', 'float32', ['n', 3, null]);
const relu = (input: string, output: string): ReturnType<typeof node> => node('Relu', [input], [output]);

describe('inference of a model', () => {
  it('lists symbols with their kinds: dims, values and counts of the run', () => {
    const { symbols } = inferModel(
      modelOf({
        inputs: [image, border('k', 'int64', [])],
        nodes: [node('NonZero', ['x'], ['z']), node('Range', ['zero', 'k', 'one'], ['r'])],
        stored: [stored('zero', 0), stored('one', 1)],
        outputs: ['z', 'r'],
      }),
    );
    const kinds = Object.fromEntries([...symbols].map(([name, kind]) => [name, kind]));
    assert.equal(kinds['n'], 'declared');
    assert.equal(kinds['x.2'], 'declared');
    assert.equal(kinds['k'], 'value');
    assert.deepEqual([...symbols.values()].filter((kind) => kind === 'data').length, 1);
  });

  it('prices nodes in an order that can run and says that the file has another', () => {
    const { nodes, diagnostics } = inferModel(
      modelOf({ inputs: [image], nodes: [relu('a', 'y'), relu('x', 'a')], outputs: ['y'] }),
    );
    assert.deepEqual(
      nodes.map(({ index }) => index),
      [1, 0],
    );
    assert.equal(formatShape(nodes[1]?.outputs[0]?.facts.shape ?? null), 'nx3xx.2');
    assert.deepEqual(
      diagnostics.map(({ code, origin }) => [code, origin]),
      [['unsorted-graph', '0']],
    );
  });

  it('lists the nodes of a cycle last, as broken', () => {
    const { nodes } = inferModel(
      modelOf({ inputs: [image], nodes: [relu('b', 'a'), relu('a', 'b'), relu('x', 'y')], outputs: ['y'] }),
    );
    assert.deepEqual(
      nodes.map(({ index, broken }) => [index, broken !== null]),
      [
        [2, false],
        [0, true],
        [1, true],
      ],
    );
  });

  it('uses shapes that were asked for, whatever the name of the input', () => {
    for (const name of ['x', 'constructor', '__proto__']) {
      const parts = { inputs: [border(name, 'float32', ['n', 3])], nodes: [relu(name, 'y')], outputs: ['y'] };
      const shapeWith = (inputShapes: Record<string, readonly number[]>): string =>
        formatShape(inferModel(modelOf(parts), { inputShapes }).inputs[0]?.facts.shape ?? null);
      assert.equal(shapeWith({}), 'nx3');
      assert.equal(shapeWith(Object.fromEntries([[name, [7, 3]]])), '7x3');
    }
  });

  it('binds symbols from the start where asked', () => {
    const { inputs, nodes } = inferModel(
      modelOf({ inputs: [image], nodes: [relu('x', 'y')], outputs: ['y'] }),
      {
        bind: new Map([
          ['n', 4],
          ['x.2', 9],
        ]),
      },
    );
    assert.deepEqual(inputs[0]?.facts.shape, [4, 3, 9]);
    assert.deepEqual(nodes[0]?.outputs[0]?.facts.shape, [4, 3, 9]);
  });

  it('puts the nodes of subgraphs behind their owner, with their place', () => {
    const branch = body({ inputs: [], nodes: [relu('x', 'r')], outputs: ['r'] });
    const { nodes } = inferModel(
      modelOf({
        inputs: [image, border('c', 'bool', [])],
        nodes: [node('If', ['c'], ['i'], { then_branch: branch, else_branch: branch }), relu('i', 'y')],
        outputs: ['y'],
      }),
    );
    assert.deepEqual(
      nodes.map(({ path, index }) => `${path}${index}`),
      ['0', '0:If.then_branch/0', '0:If.else_branch/0', '1'],
    );
  });

  it('keeps an operator that nobody knows, with what the file declares of its output', () => {
    const parts = {
      inputs: [image],
      nodes: [{ ...node('Magic', ['x'], ['m']), domain: 'own' }, relu('m', 'y')],
      outputs: ['y'],
    };
    const model = modelOf(parts);
    const declared = new Map([['m', border('m', 'float32', ['n', 8])]]);
    const { nodes, diagnostics, symbols } = inferModel({ ...model, graph: { ...model.graph, declared } });
    assert.equal(nodes[0]?.spec, null);
    assert.equal(formatShape(nodes[1]?.outputs[0]?.facts.shape ?? null), 'nx8');
    assert.equal(symbols.get('n'), 'declared');
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['unsupported-operator'],
    );
  });

  it('stops when it is no longer wanted', () => {
    const nodes = Array.from({ length: 600 }, (_, i) => relu(i === 0 ? 'x' : `t${i}`, `t${i + 1}`));
    let asked = 0;
    const signal = {
      get aborted() {
        return ++asked > 1;
      },
    };
    assert.throws(
      () => inferModel(modelOf({ inputs: [image], nodes, outputs: ['t600'] }), { signal }),
      Cancelled,
    );
    assert.equal(asked, 2);
  });

  it('says how far it is', () => {
    const nodes = Array.from({ length: 600 }, (_, i) => relu(i === 0 ? 'x' : `t${i}`, `t${i + 1}`));
    const steps: number[] = [];
    const progress = (stage: string, done: number, total: number): void => {
      assert.equal(stage, 'shapes');
      assert.ok(done <= total);
      steps.push(done);
    };
    inferModel(modelOf({ inputs: [image], nodes, outputs: ['t600'] }), { progress });
    assert.deepEqual(steps, [256, 512]);
  });
});
