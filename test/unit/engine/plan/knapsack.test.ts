import assert from 'node:assert/strict';
import { type Choice, selectChoices } from '../../../../extension/engine/plan/knapsack';
import { type Random, seeded } from '../../../helpers/random';

const INSTANCES = 100;
const MOST_CLASSES = 12;
const MOST_CHOICES = 4;

type Classes = readonly (readonly Choice[])[];
type Draw = (random: Random) => Choice;

/** Kinds of instances: what sizes and errors look like. */
const KINDS: Readonly<Record<string, Draw>> = {
  'sizes and errors of all kinds': (random) => ({ size: random.int(1, 1000), error: random.next() }),
  'few different values, so that many tie': (random) => ({ size: random.int(1, 4), error: random.int(0, 3) }),
  'choices that take nothing': (random) => ({
    size: random.int(0, 1) * random.int(0, 9),
    error: random.next(),
  }),
  'equal errors': (random) => ({ size: random.int(0, 50), error: 1 }),
  'errors of very different magnitude': (random) => ({
    size: random.int(1, 64),
    error: 10 ** random.int(-12, 6),
  }),
  'error that falls with size, as bits do': (random) => {
    const bits = random.pick([2, 4, 8, 16]);
    return { size: bits * 1024, error: random.next() * 4 ** -bits };
  },
};

interface Sum {
  readonly size: number;
  readonly error: number;
}

function sums(classes: Classes): readonly Sum[] {
  return classes.reduce<readonly Sum[]>(
    (all, choices) =>
      all.flatMap((sum) =>
        choices.map(({ size, error }) => ({ size: sum.size + size, error: sum.error + error })),
      ),
    [{ size: 0, error: 0 }],
  );
}

/**
 * The least error of all selections that fit, for any budget; null where none does. All selections of one half of
 * the classes are put together with the best of all selections of the other half that leaves room for them.
 */
function bruteForce(classes: Classes): (budget: number) => number | null {
  const half = Math.ceil(classes.length / 2);
  const one = sums(classes.slice(0, half));
  const other = [...sums(classes.slice(half))].sort((a, b) => a.size - b.size);
  const least: number[] = [];
  for (const { error } of other) least.push(Math.min(least.at(-1) ?? Number.POSITIVE_INFINITY, error));
  const countUpTo = (room: number): number => {
    let [low, high] = [0, other.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((other[middle]?.size ?? 0) <= room) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (budget) => {
    let best = Number.POSITIVE_INFINITY;
    for (const { size, error } of one) {
      const fitting = countUpTo(budget - size);
      if (fitting > 0) best = Math.min(best, error + (least[fitting - 1] ?? 0));
    }
    return best === Number.POSITIVE_INFINITY ? null : best;
  };
}

function instance(random: Random, draw: Draw): Classes {
  const choices = (): Choice[] => Array.from({ length: random.int(1, MOST_CHOICES) }, () => draw(random));
  return Array.from({ length: random.int(0, MOST_CLASSES) }, choices);
}

function total(classes: Classes, picks: readonly number[], of: keyof Choice): number {
  return classes.reduce((sum, choices, i) => sum + (choices[picks[i] ?? -1]?.[of] ?? Number.NaN), 0);
}

describe('selection of choices under a budget', () => {
  Object.entries(KINDS).forEach(([kind, draw], seed) => {
    it(`is the best of all: ${kind}`, () => {
      const random = seeded(seed + 1);
      let refused = 0;
      for (let i = 0; i < INSTANCES; i++) {
        const classes = instance(random, draw);
        const bestFor = bruteForce(classes);
        const extreme = (pick: (...sizes: number[]) => number): number =>
          classes.reduce((sum, choices) => sum + pick(...choices.map(({ size }) => size)), 0);
        const [least, most] = [extreme(Math.min), extreme(Math.max)];
        for (const budget of [least - 1, least, Math.floor(least + random.next() * (most - least)), most]) {
          const found = selectChoices(classes, budget);
          const best = bestFor(budget);
          const where = JSON.stringify({ classes, budget });
          if (!found || best === null) {
            assert.equal(found, best, where);
            refused++;
            continue;
          }
          assert.equal(found.optimal, true);
          assert.equal(found.picks.length, classes.length, where);
          assert.equal(found.size, total(classes, found.picks, 'size'), where);
          assert.equal(found.error, total(classes, found.picks, 'error'), where);
          assert.ok(found.size <= budget, where);
          assert.ok(found.error <= best * (1 + 1e-12), `${found.error} instead of ${best}: ${where}`);
        }
      }
      assert.ok(refused >= INSTANCES, 'a byte less than the smallest choices never fits');
    });
  });

  it('of no classes is nothing, if the budget is not negative', () => {
    assert.deepEqual(selectChoices([], 0), { picks: [], size: 0, error: 0, optimal: true });
    assert.equal(selectChoices([], -1), null);
  });

  it('stays exact on many equal layers, where brute force would not end', () => {
    // Of n layers with 4 or 8 units, as many get 8 as the budget has room for.
    const layers = 200;
    const classes = Array.from({ length: layers }, () => [
      { size: 8, error: 1 },
      { size: 4, error: 16 },
    ]);
    const wide = 77;
    const found = selectChoices(classes, layers * 4 + wide * 4 + 3);
    assert.ok(found?.optimal);
    assert.equal(found.error, wide + (layers - wide) * 16);
  });
});
