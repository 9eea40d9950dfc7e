import assert from 'node:assert/strict';
import { BadInput } from '../../../extension/engine/diagnostics';
import { type ResolvedInputs, resolveInputs } from '../../../extension/engine/inputShapes';
import { border, graphOf } from '../../helpers/graphs';

const graph = graphOf({
  inputs: [
    border('x', 'float32', ['n', 3, null]),
    border('m', 'int64', ['n', 'seq']),
    border('free', 'float32', null),
    border('__proto__', 'float32', ['constructor']),
  ],
  nodes: [],
  outputs: [],
});

function resolve(
  inputShapes: Readonly<Record<string, readonly number[]>>,
  dims: Readonly<Record<string, number>> = {},
): ResolvedInputs {
  return resolveInputs(graph, { hardware: '', dims, inputShapes });
}

function refused(
  inputShapes: Readonly<Record<string, readonly number[]>>,
  dims?: Readonly<Record<string, number>>,
): string {
  try {
    resolve(inputShapes, dims);
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('shapes that are asked for', () => {
  it('bind the dims that a file leaves open', () => {
    const { dims, overrides, findings } = resolve({ x: [2, 3, 64], m: [2, 7] }, { other: 5 });
    assert.deepEqual(dims, { other: 5, n: 2, 'x.2': 64, seq: 7 });
    assert.deepEqual([overrides, findings], [{}, []]);
  });

  it('stand for the first input when it is not named', () => {
    assert.deepEqual(resolve({ '': [4, 3, 8] }).dims, { n: 4, 'x.2': 8 });
  });

  it('override what a file fixes, with a finding', () => {
    const { dims, overrides, findings } = resolve({ x: [2, 4, 64] });
    assert.deepEqual(overrides, { x: [2, 4, 64] });
    assert.deepEqual(dims, { n: 2, 'x.2': 64 });
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['overridden-dim'],
    );
  });

  it('give a rank to an input that declares none', () => {
    const { overrides, findings } = resolve({ free: [1, 2] });
    assert.deepEqual([overrides, findings], [{ free: [1, 2] }, []]);
  });

  it('may have names that mean something to a program', () => {
    const { dims } = resolve(Object.fromEntries([['__proto__', [6]]]));
    assert.deepEqual(Object.entries(dims), [['constructor', 6]]);
  });

  it('are refused where they make no sense', () => {
    assert.match(refused({ y: [1] }), /no input "y"; the model's inputs are "x", "m", "free"/);
    assert.match(refused({ x: [1, 3] }), /input "x" has 3 dims, but 1x3 was given/);
    assert.match(refused({ x: [2, 3, 4], m: [3, 5] }), /dim "n" is given twice, as 2 and as 3/);
    assert.match(refused({ x: [2, 3, 4] }, { n: 1 }), /given twice/);
    for (const size of [-1, 1.5, NaN, Infinity, 2 ** 60]) {
      assert.match(refused({ x: [size, 3, 4] }), /whole numbers/);
      assert.match(refused({}, { n: size }), /dim "n" cannot be/);
    }
    assert.match(
      (() => {
        try {
          resolveInputs(graphOf({ inputs: [], nodes: [], outputs: [] }), {
            hardware: '',
            dims: {},
            inputShapes: { '': [1] },
          });
        } catch (error) {
          return String(error);
        }
        return '';
      })(),
      /has no inputs/,
    );
  });
});
