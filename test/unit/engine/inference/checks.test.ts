import assert from 'node:assert/strict';
import { checkGraph } from '../../../../extension/engine/inference/checks';
import type { Graph, StoredTensor } from '../../../../extension/engine/ir/graph';
import { body, border, graphOf, type GraphParts, node } from '../../../helpers/graphs';

const x = border('x', 'float32', [2]);

function found(parts: Partial<GraphParts>): readonly string[] {
  return foundIn(graphOf({ inputs: [x], nodes: [], outputs: [], ...parts }));
}

function foundIn(graph: Graph): readonly string[] {
  return checkGraph(graph).map(
    ({ code, origin, message }) => `${code} at ${origin ?? 'the model'}: ${message}`,
  );
}

function weight(dims: readonly number[], rest: Partial<StoredTensor> = {}): StoredTensor {
  return {
    name: 'w',
    dtype: 'float32',
    dims,
    payload: { file: null, offset: 0, length: 8 },
    raw: true,
    content: null,
    ...rest,
  };
}

describe('what a graph may not be', () => {
  it('is not found in a good one', () => {
    const branch = body({ inputs: [], nodes: [node('Add', ['x', 'a'], ['r'])], outputs: ['r'] });
    assert.deepEqual(
      found({
        nodes: [node('Relu', ['x'], ['a']), node('If', ['x', ''], ['y'], { then_branch: branch })],
        outputs: ['y'],
      }),
      [],
    );
  });

  it('is reading a tensor that nothing makes, at any depth', () => {
    const inner = body({ inputs: [], nodes: [node('Add', ['x', 'gone'], ['r'])], outputs: ['r', 'lost'] });
    const outer = body({
      inputs: [],
      nodes: [node('If', ['x'], ['q'], { then_branch: inner })],
      outputs: ['q'],
    });
    assert.deepEqual(
      found({ nodes: [node('If', ['x'], ['y'], { else_branch: outer })], outputs: ['y', 'z'] }),
      [
        'missing-tensor at 0:If.else_branch/0:If.then_branch/0: Add "r" reads tensor "gone", which nothing makes; its cost cannot be told.',
        'missing-tensor at the model: Output "lost" of subgraph 0:If.else_branch/0:If.then_branch/ is made by nothing.',
        'missing-tensor at the model: Output "z" of the graph is made by nothing.',
      ],
    );
  });

  it('is having two inputs of one name', () => {
    assert.deepEqual(found({ inputs: [x, border('z', 'float32', [1]), x, x] }), [
      'duplicate-tensor at the model: The graph has input "x" more than once; a tensor may be made once.',
    ]);
  });

  it('is making a tensor twice', () => {
    const twice = found({ nodes: [node('Relu', ['x'], ['a']), node('Tanh', ['x'], ['a'])], outputs: ['a'] });
    assert.equal(twice.length, 1);
    assert.match(twice[0] ?? '', /^duplicate-tensor at 1: Tanh "a" makes tensor "a"/);
    assert.match(found({ nodes: [node('Relu', ['x'], ['x'])] })[0] ?? '', /^duplicate-tensor at 0/);
  });

  it('is waiting in a cycle', () => {
    const nodes = Array.from({ length: 7 }, (_, i) => node('Relu', [`t${(i + 6) % 7}`], [`t${i}`]));
    assert.deepEqual(found({ nodes }), [
      'cyclic-graph at 0: Nodes wait for each other in a cycle and can never run: Relu "t0", Relu "t1", Relu "t2", Relu "t3", Relu "t4" and 2 more.',
    ]);
  });

  it('is storing less than a shape needs', () => {
    const nodes = [node('Relu', ['w'], ['y'])];
    assert.deepEqual(found({ nodes, stored: [weight([2, 3])] }), [
      'invalid-tensor at 0: Initializer "w", read by Relu "y", needs 24 bytes for [2, 3] of float32 but stores 8.',
    ]);
    assert.deepEqual(found({ stored: [weight([-1, 3])] }), [
      'invalid-tensor at the model: Initializer "w" has the shape [-1, 3]; dims cannot be negative.',
    ]);
  });

  it('is not storing in ways whose length says nothing', () => {
    const fine: readonly StoredTensor[] = [
      weight([2]),
      weight([2, 3], { raw: false }),
      weight([2, 3], { payload: { file: 'w.bin', offset: 0, length: 4 } }),
      weight([2, 3], { payload: null }),
      weight([2, 3], { dtype: null }),
      weight([9], { dtype: 'string' }),
      weight([16], { dtype: 'int4' }),
    ];
    for (const tensor of fine) assert.deepEqual(found({ stored: [tensor] }), []);
  });
});
