import assert from 'node:assert/strict';
import type { Dim } from '../../../../extension/engine/ir/dim';
import { substitute } from '../../../../extension/engine/ir/substitute';
import { border, inferGraph, node, stored } from '../../../helpers/graphs';
import { listed, shown } from '../../../helpers/facts';

const FLOAT = 1;
const INT64 = 7;
const BOOL = 9;
const INT64_MAX = 2 ** 63;

/** Shape arithmetic as exporters write it, from symbolic inputs to the shapes that depend on it. */
describe('chains of shape arithmetic', () => {
  it('Shape, Gather, Unsqueeze, Concat, Reshape: heads of an attention', () => {
    const { facts } = inferGraph({
      inputs: [border('x', 'float32', ['batch', 'seq', 768])],
      stored: [
        stored('zero', 0),
        stored('one', 1),
        stored('axis', [0]),
        stored('heads', [12]),
        stored('rest', [-1]),
      ],
      nodes: [
        node('Shape', ['x'], ['shape']),
        node('Gather', ['shape', 'zero'], ['b']),
        node('Gather', ['shape', 'one'], ['s']),
        node('Unsqueeze', ['b', 'axis'], ['b1']),
        node('Unsqueeze', ['s', 'axis'], ['s1']),
        node('Concat', ['b1', 's1', 'heads', 'rest'], ['target'], { axis: 0 }),
        node('Reshape', ['x', 'target'], ['split']),
        node('Transpose', ['split'], ['y'], { perm: [0, 2, 1, 3] }),
      ],
      outputs: ['y'],
    });
    assert.deepEqual(listed(facts('target')), ['batch', 'seq', 12, -1]);
    assert.equal(shown(facts('y')), 'float32 batchx12xseqx64');
  });

  it('Shape, Slice, Cast, Div, Floor, Cast, Concat: half the size', () => {
    const { facts } = inferGraph({
      inputs: [border('x', 'float32', [1, 3, 'h', 'w'])],
      stored: [stored('two', [2]), stored('end', [INT64_MAX]), stored('halves', 2, 'float32')],
      nodes: [
        node('Shape', ['x'], ['shape']),
        node('Slice', ['shape', 'two', 'end'], ['hw']),
        node('Cast', ['hw'], ['float'], { to: FLOAT }),
        node('Div', ['float', 'halves'], ['half']),
        node('Floor', ['half'], ['floor']),
        node('Cast', ['floor'], ['sizes'], { to: INT64 }),
        node('ConstantOfShape', ['sizes'], ['y']),
      ],
      outputs: ['y'],
    });
    assert.equal(shown(facts('y')), 'float32 floor(h/2)xfloor(w/2)');
  });

  it('a scale that float32 rounds: floor(10 * 0.7) is 7, as at run time', () => {
    const { facts } = inferGraph({
      inputs: [border('x', 'float32', ['n'])],
      stored: [stored('scale', [Math.fround(0.7)], 'float32')],
      nodes: [
        node('Shape', ['x'], ['shape']),
        node('Cast', ['shape'], ['float'], { to: FLOAT }),
        node('Mul', ['float', 'scale'], ['scaled']),
        node('Floor', ['scaled'], ['floor']),
        node('Cast', ['floor'], ['sizes'], { to: INT64 }),
        node('ConstantOfShape', ['sizes'], ['y']),
      ],
      outputs: ['y'],
    });
    const [size] = facts('y').shape ?? [];
    assert.equal(at(size, { n: 10 }), 7);
    assert.equal(at(size, { n: 9 }), 6);
  });

  it('ConstantOfShape, Mul, Equal, Where, Expand: a target with -1 for "as it is"', () => {
    const { facts } = inferGraph({
      inputs: [border('x', 'float32', [1, 1, 8]), border('ids', 'int64', ['batch', 'seq'])],
      stored: [stored('minus', -1), stored('tail', [-1]), stored('length', [3])],
      nodes: [
        node('Shape', ['ids'], ['shape']),
        node('Concat', ['shape', 'tail'], ['target'], { axis: 0 }),
        node('ConstantOfShape', ['length'], ['ones'], {
          value: { kind: 'tensor', value: stored('', [1]) },
        }),
        node('Mul', ['ones', 'minus'], ['open']),
        node('Equal', ['target', 'open'], ['isOpen']),
        node('Where', ['isOpen', 'ones', 'target'], ['sizes']),
        node('Expand', ['x', 'sizes'], ['y']),
      ],
      outputs: ['y'],
    });
    assert.deepEqual(listed(facts('sizes')), ['batch', 'seq', 1]);
    assert.equal(shown(facts('y')), 'float32 batchxseqx8');
  });

  it('Range, Unsqueeze, LessOrEqual: a causal mask of symbolic length', () => {
    const { facts } = inferGraph({
      inputs: [border('ids', 'int64', ['batch', 'seq'])],
      stored: [stored('zero', 0), stored('one', 1), stored('first', [0]), stored('second', [1])],
      nodes: [
        node('Shape', ['ids'], ['shape']),
        node('Gather', ['shape', 'one'], ['length']),
        node('Range', ['zero', 'length', 'one'], ['range']),
        node('Unsqueeze', ['range', 'first'], ['row']),
        node('Unsqueeze', ['range', 'second'], ['column']),
        node('LessOrEqual', ['row', 'column'], ['mask']),
      ],
      outputs: ['mask'],
    });
    assert.equal(shown(facts('mask')), 'bool seqxseq');
  });

  it('ConstantOfShape, NonZero, Transpose, GatherND: all positions of a symbolic shape', () => {
    const { facts } = inferGraph({
      inputs: [border('x', 'float32', ['batch', 'seq', 8])],
      stored: [stored('zero', [0]), stored('two', [2])],
      nodes: [
        node('Shape', ['x'], ['shape']),
        node('Slice', ['shape', 'zero', 'two'], ['outer']),
        node('ConstantOfShape', ['outer'], ['ones'], { value: { kind: 'tensor', value: stored('', [1]) } }),
        node('Cast', ['ones'], ['mask'], { to: BOOL }),
        node('NonZero', ['mask'], ['places']),
        node('Transpose', ['places'], ['indices']),
        node('GatherND', ['x', 'indices'], ['y']),
      ],
      outputs: ['y'],
    });
    assert.equal(shown(facts('indices')), 'int64 batch*seqx2');
    assert.equal(shown(facts('y')), 'float32 batch*seqx8');
  });

  it('ReduceProd and Div of shapes: a flattened batch split again', () => {
    const { facts } = inferGraph({
      inputs: [border('x', 'float32', ['batch', 'seq', 8])],
      stored: [stored('width', 4), stored('axis', [0]), stored('rest', [-1])],
      nodes: [
        node('Shape', ['x'], ['shape']),
        node('ReduceProd', ['shape'], ['all'], { keepdims: 0 }),
        node('Div', ['all', 'width'], ['rows']),
        node('Unsqueeze', ['rows', 'axis'], ['rows1']),
        node('Concat', ['rows1', 'rest'], ['target'], { axis: 0 }),
        node('Reshape', ['x', 'target'], ['y']),
      ],
      outputs: ['y'],
    });
    assert.equal(shown(facts('y')), 'float32 2*batch*seqx4');
  });

  it('a length that an input carries', () => {
    const { facts } = inferGraph({
      inputs: [border('n', 'int64', [])],
      stored: [stored('zero', 0), stored('one', 1)],
      nodes: [node('Range', ['zero', 'n', 'one'], ['y'])],
      outputs: ['y'],
    });
    const [length] = facts('y').shape ?? [];
    assert.equal(at(length, { n: 5 }), 5);
    assert.equal(at(length, { n: -5 }), 0);
  });
});

function at(dim: Dim | undefined, values: Readonly<Record<string, number>>): Dim | undefined {
  return dim === undefined ? undefined : substitute(dim, new Map(Object.entries(values)));
}
