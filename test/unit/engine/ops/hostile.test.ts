import assert from 'node:assert/strict';
import { type Dim, symbol } from '../../../../extension/engine/ir/dim';
import type { DType } from '../../../../extension/engine/ir/dtype';
import { elements, fill, tensor, type TensorFacts } from '../../../../extension/engine/ir/tensor';
import { knownOperators, specOf } from '../../../../extension/engine/ops/registry';
import { type AttributeValue, viewOf } from '../../../helpers/nodeView';

const ROUNDS = 400;
const MILLISECONDS_PER_NODE = 200;

const NUMBERS = [0, 1, -1, 2, 3, 7, 64, -5, 1024, 2 ** 31, 2 ** 40, 2 ** 62, -(2 ** 63), 0.5, NaN, Infinity];
const DIMS: readonly Dim[] = [
  0,
  1,
  2,
  3,
  8,
  1e6,
  2 ** 50,
  symbol('n'),
  symbol('d', 'data'),
  symbol('v', 'value'),
];
const TYPES: readonly (DType | null)[] = ['float32', 'int64', 'bool', 'string', 'uint8', 'float16', null];

/** Numbers of a linear congruential generator, so that a failure repeats. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Draw = ReturnType<typeof generator>;

function pick<T>(draw: Draw, from: readonly T[]): T {
  const item = from[draw(from.length)];
  assert.ok(item !== undefined);
  return item;
}

function many<T>(draw: Draw, most: number, make: () => T): readonly T[] {
  return Array.from({ length: draw(most + 1) }, make);
}

function facts(draw: Draw): TensorFacts | null {
  if (draw(12) === 0) return null;
  const dtype = pick(draw, TYPES);
  if (draw(8) === 0) return tensor(dtype, null);
  const value = (): Dim | null => (draw(6) === 0 ? null : pick<Dim>(draw, draw(3) === 0 ? DIMS : NUMBERS));
  if (draw(3) === 0) {
    const values = many(draw, 5, value);
    return { dtype, shape: [values.length], content: elements(values) };
  }
  const shape = many(draw, 5, () => pick(draw, DIMS));
  return { dtype, shape, content: draw(4) === 0 ? fill(pick<Dim>(draw, NUMBERS)) : null };
}

const ATTRIBUTES = [
  ...['axis', 'axes', 'keepdims', 'perm', 'pads', 'starts', 'ends', 'split', 'to', 'dtype', 'k', 'shape'],
  ...['num_outputs', 'batch_dims', 'num_scan_inputs', 'scan_input_axes', 'scan_output_axes', 'allowzero'],
  ...[
    'start',
    'end',
    'blocksize',
    'kernel_shape',
    'strides',
    'dilations',
    'group',
    'num_heads',
    'hidden_size',
  ],
  ...['sample_size', 'value_int', 'value_ints', 'noop_with_empty_axes', 'repeats', 'output_shape'],
];

function attributes(draw: Draw): Record<string, AttributeValue> {
  const value = (): AttributeValue =>
    draw(2) === 0 ? pick(draw, NUMBERS) : many(draw, 5, () => pick(draw, NUMBERS));
  return Object.fromEntries(many(draw, 8, () => [pick(draw, ATTRIBUTES), value()] as const));
}

/** Facts that no sane model has must give facts, a conflict or nothing: never an exception, never a long wait. */
describe('every operator on nonsense', () => {
  for (const type of knownOperators())
    it(type, () => {
      const [domain, op] = type.includes(':') ? (type.split(':') as [string, string]) : ['', type];
      const spec = specOf(op, domain);
      assert.ok(spec !== null);
      for (let round = 0; round < ROUNDS; round++) {
        const draw = generator(round + 1);
        const setup = {
          domain,
          opset: 1 + draw(24),
          inputs: many(draw, 6, () => facts(draw)),
          outputs: 1 + draw(3),
          attributes: attributes(draw),
          subgraph: (): readonly TensorFacts[] => many(draw, 4, () => facts(draw) ?? tensor(null, null)),
        };
        const view = viewOf(op, setup);
        const started = performance.now();
        view.solve(spec.infer(view));
        spec.work?.(view);
        const took = performance.now() - started;
        assert.ok(took < MILLISECONDS_PER_NODE, `round ${round} took ${took.toFixed(0)} ms`);
      }
    });
});
