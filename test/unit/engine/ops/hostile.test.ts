import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Dim, product, symbol } from '../../../../extension/engine/ir/dim';
import type { DType } from '../../../../extension/engine/ir/dtype';
import { elements, fill, tensor, type TensorFacts } from '../../../../extension/engine/ir/tensor';
import type { Work } from '../../../../extension/engine/ops/op';
import { knownOperators, specOf } from '../../../../extension/engine/ops/registry';
import { type AttributeValue, viewOf } from '../../../helpers/nodeView';
import { projectRoot } from '../../../helpers/root';

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

/** Every attribute that an operator asks for. */
const ATTRIBUTES = attributesAsked(path.join(projectRoot(), 'extension/engine/ops'));

function attributesAsked(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const texts = files.map((name) => readFileSync(path.join(folder, name), 'utf8'));
  const names = texts.flatMap((text) => [...text.matchAll(/(?:ints?|floats?|attribute)\(\s*'(\w+)'/g)]);
  return [...new Set(names.map(([, name = '']) => name))].sort();
}

function attributes(draw: Draw): Record<string, AttributeValue> {
  const value = (): AttributeValue =>
    draw(2) === 0 ? pick(draw, NUMBERS) : many(draw, 5, () => pick(draw, NUMBERS));
  return Object.fromEntries(many(draw, 8, () => [pick(draw, ATTRIBUTES), value()] as const));
}

/** What becomes of such shapes is decided where graphs are walked. */
function hasFractions({ shape }: TensorFacts): boolean {
  return shape?.some((dim) => typeof dim === 'number' && !Number.isInteger(dim)) === true;
}

function assertWhole({ macs = [], elementOps = 0, transcendentals = 0 }: Work, round: number): void {
  const products = macs.map((factors) => product(factors.map(({ value }) => value)));
  for (const count of [...products, elementOps, transcendentals])
    if (typeof count === 'number' && Number.isFinite(count))
      assert.ok(Number.isInteger(count), `round ${round}: ${count} is no whole number`);
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
        const inferred = spec.infer(view);
        // A file may give its own shapes, however wrong, where none follow.
        const outputs = draw(4) === 0 ? many(draw, 3, () => facts(draw) ?? tensor(null, null)) : inferred;
        view.solve(outputs.map((output) => (hasFractions(output) ? tensor(output.dtype, null) : output)));
        const work = spec.work?.(view) ?? {};
        const took = performance.now() - started;
        if (!('unknown' in work)) assertWhole(work, round);
        assert.ok(took < MILLISECONDS_PER_NODE, `round ${round} took ${took.toFixed(0)} ms`);
      }
    });
});
