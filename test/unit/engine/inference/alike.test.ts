import assert from 'node:assert/strict';
import type { ShapedNode } from '../../../../extension/engine/inference/shaped';
import type { Node, StoredTensor } from '../../../../extension/engine/ir/graph';
import { scalarOf } from '../../../../extension/engine/ir/tensor';
import { border, type GraphParts, inferGraph, node, stored } from '../../../helpers/graphs';

const x = border('x', 'float32', [2, 8, 4, 4]);
const weight = { ...stored('w', new Array<number>(8).fill(1), 'float32'), content: null };
const conv = {
  ...weight,
  name: 'k',
  dims: [8, 8, 1, 1],
};

function twins(parts: Omit<GraphParts, 'outputs' | 'inputs'> & Partial<GraphParts>): readonly ShapedNode[] {
  return inferGraph({ inputs: [x], outputs: [], ...parts }).nodes;
}

/** Whether the two last nodes of a graph are alike. */
function areAlike(parts: Parameters<typeof twins>[0]): boolean {
  const [one, other] = twins(parts).slice(-2);
  assert.ok(one?.likeness, 'the first of both has no mark');
  return one.likeness === other?.likeness;
}

describe('nodes that are alike', () => {
  it('differ in names alone', () => {
    const nodes = [node('Relu', ['x'], ['a']), node('Relu', ['a'], ['b'])];
    assert.ok(areAlike({ nodes }));
  });

  it('have the same facts: a dim, a type or an element that matters tells them apart', () => {
    const inputs = [
      x,
      border('half', 'float16', [2, 8, 4, 4]),
      border('wide', 'float32', [2, 8, 4, 5]),
      border('named', 'float32', ['n', 8, 4, 4]),
    ];
    for (const { name } of inputs.slice(1))
      assert.ok(
        !areAlike({ inputs, nodes: [node('Relu', ['x'], ['a']), node('Relu', [name], ['b'])] }),
        name,
      );
    const tails = [stored('s', [2, -1]), stored('t', [4, -1])];
    const nodes = [node('Reshape', ['x', 's'], ['a']), node('Reshape', ['x', 't'], ['b'])];
    assert.ok(!areAlike({ stored: tails, nodes }));
  });

  it('may have weights of other elements in the slots for weights', () => {
    const biases = [
      stored('b1', [1, 2, 3, 4, 5, 6, 7, 8], 'float32'),
      stored('b2', [8, 7, 6, 5, 4, 3, 2, 1], 'float32'),
    ];
    const nodes = [node('Conv', ['x', 'k', 'b1'], ['a']), node('Conv', ['x', 'k', 'b2'], ['b'])];
    assert.ok(areAlike({ stored: [conv, ...biases], nodes }));
  });

  it('are not taken for alike where a product is on its way to a shape', () => {
    const scales = [
      stored('two', [2], 'float32'),
      stored('three', [3], 'float32'),
      stored('four', [4], 'float32'),
    ];
    const nodes = [node('Mul', ['four', 'two'], ['a']), node('Mul', ['four', 'three'], ['b'])];
    const { facts } = inferGraph({ inputs: [x], stored: scales, nodes, outputs: [] });
    assert.deepEqual([scalarOf(facts('a')), scalarOf(facts('b'))], [8, 12]);
  });

  it('read the same tensor twice, or both do not', () => {
    const inputs = [x, border('y', 'float32', [2, 8, 4, 4])];
    const nodes = [node('Add', ['x', 'x'], ['a']), node('Add', ['x', 'y'], ['b'])];
    assert.ok(!areAlike({ inputs, nodes }));
  });

  it('share their attributes', () => {
    const flat = (axis: number): Node => node('Softmax', ['x'], [`s${axis}`], { axis });
    const one = flat(1);
    assert.ok(!areAlike({ nodes: [one, flat(2)] }));
    assert.ok(areAlike({ nodes: [one, { ...flat(2), attributes: one.attributes }] }));
  });

  it('are Constants of the same small tensor, wherever each is stored', () => {
    const constant = (name: string, value: StoredTensor): Node =>
      node('Constant', [], [name], { value: { kind: 'tensor', value } });
    const five = stored('five', [5]);
    const pair = (other: StoredTensor, first = five): boolean => {
      const [one, two] = twins({ nodes: [constant('a', first), constant('b', other)] });
      return one?.likeness !== null && one?.likeness === two?.likeness;
    };
    assert.ok(pair({ ...five, name: 'other', payload: { file: null, offset: 99, length: 8 } }));
    for (const other of [
      stored('six', [6]),
      stored('short', [5], 'int32'),
      { ...five, dims: [1, 1] },
      { ...five, content: null },
      { ...five, storedElements: 0 },
      { ...five, damage: 'is damaged' },
    ])
      assert.ok(!pair(other), JSON.stringify(other));
    // No tensor has such dims, but their element may be read all the same.
    const impossible = (value: number): StoredTensor => ({ ...stored('odd', [value]), dims: [-1, -1] });
    assert.ok(!pair(impossible(5), impossible(6)));
    const texts = ['a', 'b'].map((name) => constant(name, { ...five, dtype: 'string', content: null }));
    assert.deepEqual(
      twins({ nodes: texts }).map(({ likeness }) => likeness),
      [null, null],
    );
  });

  it('agree in whatever decides a cost', () => {
    const numbers = [stored('zero', [0], 'float32'), stored('minus', [-0], 'float32')];
    const inputs = [x, border('y', 'float32', [2, 8, 4, 4])];
    const pairs: Readonly<Record<string, readonly [Node, Node]>> = {
      'version of the operator': [node('Relu', ['x'], ['a']), { ...node('Relu', ['x'], ['b']), opset: 6 }],
      'omitted input': [node('Clip', ['x', 'y'], ['a']), node('Clip', ['x', '', 'y'], ['b'])],
      'omitted output': [node('Dropout', ['x'], ['a', 'm']), node('Dropout', ['x'], ['b', ''])],
      'sign of a zero': [node('Div', ['x', 'zero'], ['a']), node('Div', ['x', 'minus'], ['b'])],
      'stored or computed': [node('Add', ['x', 'zero'], ['a']), node('Add', ['x', 'y'], ['b'])],
    };
    for (const [what, nodes] of Object.entries(pairs))
      assert.ok(!areAlike({ inputs, stored: numbers, nodes }), what);
  });

  it('tell constants apart whose attributes contradict each other in other ways', () => {
    const value = (...order: readonly string[]): Node => {
      const { attributes, ...rest } = node('Constant', [], [order.join()], {
        value_int: 5,
        value_ints: [1, 2, 3],
      });
      return {
        ...rest,
        attributes: new Map(order.map((name) => [name, attributes.get(name) ?? assert.fail()])),
      };
    };
    const [one, other] = [value('value_int', 'value_ints'), value('value_ints', 'value_int')];
    const nodes = [
      one,
      other,
      node('Add', [one.outputs[0] ?? '', 'n'], ['a']),
      node('Add', [other.outputs[0] ?? '', 'n'], ['b']),
    ];
    assert.ok(!areAlike({ inputs: [border('n', 'int64', [4])], nodes }));
  });

  it("have no dims of their own: what only a run decides is each node's", () => {
    const nodes = [node('NonZero', ['x'], ['a']), node('NonZero', ['x'], ['b'])];
    const { facts, nodes: shaped } = inferGraph({ inputs: [x], nodes, outputs: [] });
    assert.ok(shaped.every(({ likeness }) => likeness === null));
    assert.notDeepEqual(facts('a').shape, facts('b').shape);
  });
});
