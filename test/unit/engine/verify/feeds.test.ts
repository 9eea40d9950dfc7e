import assert from 'node:assert/strict';
import { BadInput } from '../../../../extension/engine/diagnostics';
import type { DType } from '../../../../extension/engine/ir/dtype';
import type { Graph, StoredTensor } from '../../../../extension/engine/ir/graph';
import { sampleFeeds } from '../../../../extension/engine/verify/feeds';
import { indexLimits } from '../../../../extension/engine/verify/indices';
import { numbersOf } from '../../../../extension/engine/verify/numbers';
import { graph, graphs, node } from '../../../helpers/irBuilder';

function table(name: string, ...dims: readonly number[]): readonly [string, StoredTensor] {
  return [name, { name, dtype: 'float32', dims, payload: null, raw: false, content: null }];
}

function inputs(...list: readonly (readonly [string, DType])[]): Graph['inputs'] {
  return list.map(([name, dtype]) => ({ name, dtype, shape: [null] }));
}

describe('sample inputs', () => {
  const shapes = new Map([
    ['x', [100, 100]],
    ['flags', [1000]],
    ['mask', [1000]],
    ['ids', [1000]],
  ]);
  const model = graph(
    [
      node('Cast', ['ids'], ['wide']),
      node('Unsqueeze', ['wide', 'axes'], ['deep']),
      node('DequantizeLinear', ['words', 'scale'], ['whole']),
      node('Gather', ['whole', 'deep'], ['y']),
      node('Gather', ['x', 'mask'], ['z']),
    ],
    {
      inputs: inputs(['x', 'float32'], ['flags', 'bool'], ['mask', 'int64'], ['ids', 'int32']),
      initializers: new Map([table('words', 50, 8)]),
    },
  );
  const feeds = sampleFeeds(model, shapes);
  const values = (name: string): readonly number[] => [...numbersOf(feeds.get(name) ?? assert.fail())];

  it('are normal where floats are wanted', () => {
    const x = values('x');
    const mean = x.reduce((a, b) => a + b, 0) / x.length;
    const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / x.length;
    // Ten thousand draws: five standard errors.
    assert.ok(Math.abs(mean) < 0.05 && Math.abs(variance - 1) < 0.071, `${mean}, ${variance}`);
  });

  it('are both truth values, and 0 or 1 of integers', () => {
    assert.deepEqual([...new Set(values('flags'))].sort(), [0, 1]);
    assert.deepEqual([...new Set(values('mask'))].sort(), [0, 1]);
  });

  it('are any row of a stored table', () => {
    assert.equal(new Set(values('ids')).size, 50);
    assert.ok(values('ids').every((id) => Number.isInteger(id) && id >= 0 && id < 50));
    assert.equal(feeds.get('ids')?.dtype, 'int32');
  });

  it('stay the same when other inputs come or go, and change with the seed', () => {
    const less = { ...model, inputs: model.inputs.slice(3) };
    assert.deepEqual(sampleFeeds(less, shapes).get('ids'), feeds.get('ids'));
    assert.notDeepEqual(sampleFeeds(less, shapes, 1).get('ids'), feeds.get('ids'));
  });

  it('are refused in one sentence where none can be made up', () => {
    const refusal = (dtype: DType | null, shape: readonly number[] | null): string => {
      const asked = graph([], { inputs: [{ name: 'a', dtype, shape: null }] });
      try {
        sampleFeeds(asked, new Map(shape ? [['a', shape]] : []));
      } catch (error) {
        assert.ok(error instanceof BadInput);
        return error.message;
      }
      return assert.fail();
    };
    assert.match(refusal('float32', null), /^input "a" has no shape/);
    assert.match(refusal('string', [1]), /^input "a" is of type string/);
    assert.match(refusal(null, [1]), /^input "a" is of no known type/);
    assert.match(refusal('float32', [2 ** 29]), /too many to make up/);
  });
});

describe('rows that an input picks', () => {
  const limitOf = (nodes: Graph['nodes'], initializers: Graph['initializers']): number | undefined =>
    indexLimits(graph(nodes, { inputs: inputs(['ids', 'int64']), initializers })).get('ids');
  const axis = (value: number): { attributes: Graph['nodes'][number]['attributes'] } => ({
    attributes: new Map([['axis', { kind: 'int', value }]]),
  });

  it('are those along the axis of the Gather', () => {
    const tables = new Map([table('t', 7, 9)]);
    assert.equal(limitOf([node('Gather', ['t', 'ids'], ['y'])], tables), 7);
    assert.equal(limitOf([node('Gather', ['t', 'ids'], ['y'], axis(1))], tables), 9);
    assert.equal(limitOf([node('Gather', ['t', 'ids'], ['y'], axis(-1))], tables), 9);
  });

  it('are those of the shortest of several tables', () => {
    const nodes = [node('Gather', ['a', 'ids'], ['y']), node('Gather', ['b', 'ids'], ['z'])];
    assert.equal(limitOf(nodes, new Map([table('a', 30, 2), table('b', 12, 2)])), 12);
  });

  it('are found inside a branch', () => {
    const branch = graph([node('Gather', ['t', 'ids'], ['y'])]);
    const choice = node('If', ['c'], ['out'], { attributes: graphs({ then_branch: branch }) });
    assert.equal(limitOf([choice], new Map([table('t', 7, 9)])), 7);
  });

  it('are none where the input is computed with, or the table is', () => {
    const tables = new Map([table('t', 7, 9)]);
    const computed = [node('Add', ['ids', 'ids'], ['more']), node('Gather', ['t', 'more'], ['y'])];
    assert.equal(limitOf(computed, tables), undefined);
    const made = [node('Relu', ['t'], ['u']), node('Gather', ['u', 'ids'], ['y'])];
    assert.equal(limitOf(made, tables), undefined);
  });
});
