import assert from 'node:assert/strict';
import { Bindings } from '../../../../extension/engine/cost/bindings';
import {
  peakMemory,
  type PeakMemory,
  peakStory,
  type PeakStory,
} from '../../../../extension/engine/cost/peakMemory';
import { inferModel } from '../../../../extension/engine/inference/infer';
import { body, border, graphOf, type GraphParts, node, stored } from '../../../helpers/graphs';

/** One float32 tensor of ten elements. */
const UNIT = 40;

function peakOf(parts: GraphParts, values: ReadonlyMap<string, number> = new Map()): PeakMemory {
  const graph = graphOf(parts);
  const model = { format: 'onnx', name: '', producer: '', opsets: new Map([['', 21]]), graph, functions: [] };
  return peakMemory(inferModel(model), new Bindings(values));
}

function units(parts: GraphParts): number {
  const { bytes, complete } = peakOf(parts);
  assert.ok(complete);
  return bytes / UNIT;
}

const x = border('x', 'float32', [10]);
const relu = (input: string, output: string): ReturnType<typeof node> => node('Relu', [input], [output]);

describe('the story of the peak', () => {
  const storyOf = (parts: GraphParts): PeakStory => {
    const graph = graphOf(parts);
    const model = {
      format: 'onnx',
      name: '',
      producer: '',
      opsets: new Map([['', 21]]),
      graph,
      functions: [],
    };
    return peakStory(inferModel(model), new Bindings(new Map()));
  };

  it('names the node and the tensors alive there, the largest first', () => {
    const nodes = [
      relu('x', 'a'),
      node('Concat', ['a', 'a'], ['t'], { axis: 0 }),
      node('Concat', ['t', 'x'], ['y'], { axis: 0 }),
    ];
    const { at, tensors } = storyOf({ inputs: [x], nodes, outputs: ['y'] });
    // At the end t, x and y of 20, 10 and 30 elements.
    assert.equal(at?.index, 2);
    assert.deepEqual(tensors, [
      { name: 'y', bytes: 3 * UNIT },
      { name: 't', bytes: 2 * UNIT },
      { name: 'x', bytes: UNIT },
    ]);
  });

  it('lets views share memory: they live as long as what they view', () => {
    const nodes = [
      relu('x', 'a'),
      node('Identity', ['a'], ['v']),
      relu('v', 'b'),
      node('Add', ['b', 'a'], ['y']),
    ];
    const parts = { inputs: [x], nodes, outputs: ['y'] };
    // With copies a, v and b at once; without, a and b, then a, b and the sum.
    assert.equal(units(parts), 3);
    assert.equal(storyOf(parts).sharedBytes / UNIT, 3);
    const chain = {
      inputs: [x],
      nodes: [...nodes.slice(0, 3), node('Add', ['v', 'b'], ['y'])],
      outputs: ['y'],
    };
    assert.equal(storyOf(chain).sharedBytes / UNIT, 3);
    const short = {
      inputs: [x],
      nodes: [relu('x', 'a'), node('Identity', ['a'], ['v']), node('Identity', ['v'], ['w']), relu('w', 'y')],
      outputs: ['y'],
    };
    assert.equal(units(short), 2);
    assert.equal(storyOf(short).sharedBytes / UNIT, 2);
    const held = {
      inputs: [x],
      nodes: [relu('x', 'a'), node('Identity', ['a'], ['v'])],
      outputs: ['a', 'v'],
    };
    // Two copies at the end, or one tensor with two names beside x at the start.
    assert.equal(units(held), 2);
    assert.equal(storyOf(held).sharedBytes / UNIT, 2);
    const three = {
      inputs: [x],
      nodes: [...held.nodes, node('Identity', ['a'], ['w'])],
      outputs: ['a', 'v', 'w'],
    };
    assert.equal(units(three), 3);
    assert.equal(storyOf(three).sharedBytes / UNIT, 2);
  });
});

describe('peak activation memory', () => {
  it('of a chain is two tensors, whatever its length', () => {
    assert.equal(
      units({ inputs: [x], nodes: [relu('x', 'a'), relu('a', 'b'), relu('b', 'c')], outputs: ['c'] }),
      2,
    );
  });

  it('counts a skip connection until it is read', () => {
    // a, b; then a, b, c; then a, c, d: a waits for the addition.
    const nodes = [relu('x', 'a'), relu('a', 'b'), relu('b', 'c'), node('Add', ['c', 'a'], ['d'])];
    assert.equal(units({ inputs: [x], nodes, outputs: ['d'] }), 3);
  });

  it('counts an input from the start to its last read, and not at all when nothing reads it', () => {
    const late = [relu('x', 'a'), relu('a', 'b'), node('Add', ['b', 'z'], ['y'])];
    assert.equal(units({ inputs: [x, border('z', 'float32', [10])], nodes: late, outputs: ['y'] }), 3);
    const unread = [relu('x', 'a'), relu('a', 'b')];
    assert.equal(units({ inputs: [x, border('z', 'float32', [1000])], nodes: unread, outputs: ['b'] }), 2);
  });

  it('counts an unread output at its own step', () => {
    const nodes = [
      relu('x', 'a'),
      node('Split', ['a'], ['p', 'q'], { axis: 0, num_outputs: 2 }),
      relu('p', 'y'),
    ];
    // a and both halves at the split.
    assert.equal(units({ inputs: [x], nodes, outputs: ['y'] }), 2);
    const dropped = [node('Concat', ['x', 'x', 'x'], ['unread'], { axis: 0 }), relu('x', 'y')];
    assert.equal(units({ inputs: [x], nodes: dropped, outputs: ['y'] }), 4);
  });

  it('counts outputs of the graph to the end', () => {
    const nodes = [relu('x', 'a'), relu('a', 'b'), relu('b', 'c'), relu('c', 'd')];
    assert.equal(units({ inputs: [x], nodes, outputs: ['a', 'd'] }), 3);
  });

  it('does not count stored tensors and Constant nodes', () => {
    const weights = stored('w', new Array<number>(10).fill(1), 'float32');
    const constant = node('Constant', [], ['k'], {
      value: { kind: 'tensor', value: { ...weights, name: '' } },
    });
    const nodes = [constant, node('Add', ['x', 'w'], ['a']), node('Add', ['a', 'k'], ['y'])];
    assert.equal(units({ inputs: [x], stored: [weights], nodes, outputs: ['y'] }), 2);
  });

  it('counts what a subgraph reads for its owner, and nothing of its inside', () => {
    const branch = body({
      inputs: [],
      nodes: [node('Add', ['a', 'a'], ['s']), relu('s', 'r')],
      outputs: ['r'],
    });
    const nodes = [
      relu('x', 'a'),
      relu('a', 'b'),
      node('If', ['c'], ['y'], { then_branch: branch, else_branch: branch }),
    ];
    // x, a, c at step 0; a, b, c; then a, y, c at the If: c is one byte.
    const { bytes } = peakOf({ inputs: [x, border('c', 'bool', [])], nodes, outputs: ['y'] });
    assert.equal(bytes, 2 * UNIT + 1);
  });

  it('copies views', () => {
    const nodes = [node('Flatten', ['x'], ['a'], { axis: 0 }), node('Identity', ['a'], ['y'])];
    assert.equal(units({ inputs: [x], nodes, outputs: ['y'] }), 2);
  });

  it('is a lower bound where a size is open', () => {
    const nodes = [node('NonZero', ['x'], ['z']), relu('x', 'y')];
    assert.deepEqual(peakOf({ inputs: [x], nodes, outputs: ['z', 'y'] }), {
      bytes: 2 * UNIT,
      complete: false,
    });
  });

  it('follows the values of symbols', () => {
    const parts = { inputs: [border('x', 'float16', ['n', 5])], nodes: [relu('x', 'y')], outputs: ['y'] };
    assert.deepEqual(peakOf(parts, new Map([['n', 3]])), { bytes: 2 * 3 * 5 * 2, complete: true });
  });
});
