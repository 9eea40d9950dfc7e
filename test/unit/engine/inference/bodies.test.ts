import assert from 'node:assert/strict';
import type { Node } from '../../../../extension/engine/ir/graph';
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

interface Constants {
  readonly values: readonly number[];
  /** Whether each body reads the constant around it, too. */
  readonly isRead: boolean;
}

/** A constant and a loop that begins with it, whose body holds the like of both; the innermost holds a Relu. */
function fedByConstants(depth: number, constants: Constants, output: string): readonly Node[] {
  const { values, isRead } = constants;
  const [start, state, made] = [`k${depth}`, `s${depth}`, `m${depth}`];
  const value = { kind: 'tensor', value: stored('', values, 'float32') } as const;
  const inner = depth === 0 ? [node('Relu', [state], [made])] : fedByConstants(depth - 1, constants, made);
  const loop = node('Loop', ['trips', '', start], [output], {
    body: body({
      inputs: [border(`i${depth}`, 'int64', []), border(`go${depth}`, 'bool', []), border(state, null, null)],
      nodes: [
        node('Identity', [`go${depth}`], [`c${depth}`]),
        ...(isRead ? [node('Relu', [start], [`o${depth}`])] : []),
        ...inner,
      ],
      outputs: [`c${depth}`, made],
    }),
  });
  return [node('Constant', [], [start], { value }), loop];
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

  it('are the same where their states are made anew each time, of numbers that nobody compares by text', () => {
    for (const [count, isRead] of [
      [2, false],
      [4, false],
      [20, false],
      [4, true],
    ] as const) {
      const depth = 12;
      const values = new Array<number>(count).fill(0.5);
      const { nodes } = inferGraph({
        inputs: [],
        stored: [stored('trips', 3)],
        nodes: fedByConstants(depth, { values, isRead }, 'y'),
        outputs: ['y'],
      });
      const relu = nodes.find(({ node: { outputs } }) => outputs[0] === 'm0');
      assert.deepEqual([relu?.outputs[0]?.facts.shape, relu?.calls], [[count], 3 ** (depth + 1)]);
    }
  });
});
