import assert from 'node:assert/strict';
import { executionOrder, producers, readsOf } from '../../../../extension/engine/ir/order';
import { SmallestFirst } from '../../../../extension/engine/ir/smallestFirst';
import { graph, graphs, names, node } from '../../../helpers/irBuilder';
import { seeded } from '../../../helpers/random';

describe('execution order', () => {
  it('is the stored one where that can run', () => {
    const { order, stored, cyclic } = executionOrder(
      graph([node('A', ['x'], ['a']), node('B', ['x'], ['b']), node('C', ['b', 'a'], ['c'])]),
    );
    assert.deepEqual([order, stored, cyclic], [[0, 1, 2], true, []]);
  });

  it('moves no more nodes than it must', () => {
    // 1 waits for 4; everything else stays where it is.
    const { order, stored } = executionOrder(
      graph([
        node('A', ['x'], ['a']),
        node('B', ['e'], ['b']),
        node('C', ['a'], ['c']),
        node('D', ['c'], ['d']),
        node('E', ['d'], ['e']),
        node('F', ['a'], ['f']),
      ]),
    );
    assert.deepEqual(order, [0, 2, 3, 4, 1, 5]);
    assert.equal(stored, false);
  });

  it('leaves out cycles and what waits for them', () => {
    const { order, cyclic } = executionOrder(
      graph([
        node('A', ['x'], ['a']),
        node('B', ['a', 'd'], ['b']),
        node('C', ['b'], ['d']),
        node('D', ['d'], ['e']),
        node('E', ['x'], ['f']),
      ]),
    );
    assert.deepEqual(
      [order, cyclic],
      [
        [0, 4],
        [1, 2, 3],
      ],
    );
  });

  it('takes a node that reads its own output for a cycle', () => {
    assert.deepEqual(executionOrder(graph([node('A', ['a'], ['a'])])).cyclic, [0]);
  });

  it('knows what subgraphs read from outside', () => {
    const inner = graph([node('Add', ['outer', 'mine'], ['r'])], {
      inputs: names('mine'),
      outputs: names('r'),
    });
    const middle = graph([node('If', ['flag'], ['m'], { attributes: graphs({ then_branch: inner }) })], {
      outputs: names('m', 'passed'),
    });
    const owner = node('If', ['c', ''], ['y'], { attributes: graphs({ then_branch: middle }) });
    assert.deepEqual(
      [...readsOf(owner)].sort(),
      ['c', 'flag', 'mine', 'outer', 'passed'].filter((name) => name !== 'mine'),
    );
    const { order } = executionOrder(graph([owner, node('A', ['x'], ['outer'])]));
    assert.deepEqual(order, [1, 0]);
  });

  it('takes the first of several nodes that make a tensor', () => {
    assert.deepEqual([...producers(graph([node('A', [], ['t', '']), node('B', [], ['t'])]))], [['t', 0]]);
  });

  it('respects every dependency in graphs stored at random', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seeded(seed);
      const places = Array.from({ length: 40 }, (_, i) => i).sort(() => random.next() - 0.5);
      const nodes = places.map((i) =>
        node('A', i === 0 ? ['x'] : [`t${random.int(0, i - 1)}`, `t${random.int(0, i - 1)}`], [`t${i}`]),
      );
      const { order, cyclic } = executionOrder(graph(nodes));
      assert.equal(cyclic.length, 0);
      const done = new Set(['x']);
      for (const index of order) {
        const { inputs = [], outputs = [] } = nodes[index] ?? {};
        assert.ok(
          inputs.every((name) => done.has(name)),
          `seed ${seed}, node ${index}`,
        );
        for (const name of outputs) done.add(name);
      }
      assert.equal(done.size, 41);
    }
  });
});

describe('a queue of numbers', () => {
  it('gives the smallest first', () => {
    const random = seeded(7);
    for (let round = 0; round < 30; round++) {
      const queue = new SmallestFirst();
      const numbers = Array.from({ length: round }, () => random.int(0, 20));
      for (const number of numbers) queue.push(number);
      const out: number[] = [];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) out.push(next);
      assert.deepEqual(
        out,
        [...numbers].sort((a, b) => a - b),
      );
    }
  });
});
