import assert from 'node:assert/strict';
import { body, border, inferGraph, node, stored } from '../../../helpers/graphs';

/** Loops in loops; the innermost body passes its state through a Relu. */
function nested(depth: number): ReturnType<typeof node> {
  const state = `s${depth}`;
  const made = `m${depth}`;
  const inner = depth === 0 ? node('Relu', [state], [made]) : nested(depth - 1);
  const work = depth === 0 ? inner : { ...inner, inputs: ['trips', '', state], outputs: [made] };
  return node('Loop', ['trips', '', state], [`r${depth}`], {
    body: body({
      inputs: [border(`i${depth}`, 'int64', []), border(`go${depth}`, 'bool', []), border(state, null, null)],
      nodes: [node('Identity', [`go${depth}`], [`c${depth}`]), work],
      outputs: [`c${depth}`, made],
    }),
  });
}

describe('bodies in bodies', () => {
  it('are inferred once for each state, not once for every round of every loop around them', () => {
    const depth = 24;
    const outermost = { ...nested(depth), inputs: ['trips', '', 'x'], outputs: ['y'] };
    const { facts, nodes } = inferGraph({
      inputs: [border('x', 'float32', [2, 3])],
      stored: [stored('trips', 2)],
      nodes: [outermost],
      outputs: ['y'],
    });
    assert.deepEqual(facts('y').shape, [2, 3]);
    const relu = nodes.find(({ node: { op } }) => op === 'Relu');
    assert.deepEqual(relu?.outputs[0]?.facts.shape, [2, 3]);
    assert.equal(relu.calls, 2 ** (depth + 1));
  });
});
