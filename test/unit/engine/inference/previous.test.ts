import assert from 'node:assert/strict';
import { inferModel } from '../../../../extension/engine/inference/infer';
import { Previous } from '../../../../extension/engine/inference/previous';
import type { ShapedModel, ShapedNode } from '../../../../extension/engine/inference/shaped';
import type { Model, Node } from '../../../../extension/engine/ir/graph';
import { body, border, graphOf, node } from '../../../helpers/graphs';

const inputs = [border('x', 'float32', [2, 3]), border('flag', 'bool', [])];

/** Adds what it reads of the main graph to itself. */
const branch = (reads: string, makes: string): ReturnType<typeof body> =>
  body({ inputs: [], nodes: [node('Add', [reads, reads], [makes])], outputs: [makes] });
const choice = node('If', ['flag'], ['y'], {
  then_branch: branch('a', 't'),
  else_branch: branch('x', 'e'),
});

function modelOf(nodes: readonly Node[]): Model {
  const graph = graphOf({ inputs, nodes, outputs: ['y'] });
  return { format: 'onnx', name: '', producer: '', opsets: new Map([['', 21]]), graph, functions: [] };
}

/** Places and shapes of all nodes, those of subgraphs included. */
function told({ nodes }: ShapedModel): readonly unknown[] {
  return nodes.map(({ node: { op }, path, index, outputs, choice: taken }) => [
    `${path}${index} ${op}`,
    outputs.map(({ facts }) => facts.shape),
    taken?.owner,
  ]);
}

function again(first: ShapedModel, nodes: readonly Node[]): ShapedModel {
  const found = inferModel(modelOf(nodes), { previous: new Previous(first) });
  assert.deepEqual(told(found), told(inferModel(modelOf(nodes))));
  return found;
}

const outputsOf = ({ nodes }: ShapedModel): readonly ShapedNode['outputs'][] =>
  nodes.map(({ outputs }) => outputs);

describe('an inference that follows another', () => {
  const relu = node('Relu', ['x'], ['a']);
  const first = inferModel(modelOf([relu, choice]));

  it('takes over a node with its subgraphs where nothing has changed', () => {
    const second = again(first, [relu, choice]);
    assert.equal(second.nodes.length, 4);
    assert.ok(outputsOf(second).every((outputs, at) => outputs === first.nodes[at]?.outputs));
  });

  it('takes it over to another place, and those of its subgraphs with it', () => {
    const second = again(first, [node('Neg', ['x'], ['n']), relu, choice]);
    assert.deepEqual(
      outputsOf(second)
        .slice(1)
        .map((outputs, at) => outputs === first.nodes[at]?.outputs),
      [true, true, true, true],
    );
  });

  it('infers anew what a subgraph reads of the main graph, where that has changed', () => {
    const second = again(first, [node('Concat', ['x', 'x'], ['a'], { axis: 0 }), choice]);
    assert.deepEqual(
      second.nodes.find(({ path }) => path.includes('then_branch'))?.outputs[0]?.facts.shape,
      [4, 3],
    );
  });
});
