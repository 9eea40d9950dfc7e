import assert from 'node:assert/strict';
import { type Choice, selectChoices } from '../../../../extension/engine/plan/knapsack';
import { type Random, seeded } from '../../../helpers/random';

const INSTANCES = 400;
const MOST_CLASSES = 12;
const MOST_CHOICES = 4;
/** Brute force looks at no more selections than this. */
const MOST_SELECTIONS = 20_000;

type Classes = readonly (readonly Choice[])[];
type Draw = (random: Random) => Choice;

/** Kinds of instances: what sizes and errors look like. */
const KINDS: Readonly<Record<string, Draw>> = {
  'sizes and errors of all kinds': (random) => ({ size: random.int(1, 1000), error: random.next() }),
  'few different values, so that many tie': (random) => ({ size: random.int(1, 4), error: random.int(0, 3) }),
  'choices that take nothing': (random) => ({ size: random.int(0, 1) * random.int(0, 9), error: random.next() }),
  'equal errors': (random) => ({ size: random.int(0, 50), error: 1 }),
  'errors of very different magnitude': (random) => ({ size: random.int(1, 64), error: 10 ** random.int(-12, 6) }),
  'error that falls with size, as bits do': (random) => {
    const bits = random.pick([2, 4, 8, 16]);
    return { size: bits * 1024, error: random.next() * 4 ** -bits };
  },
};

/** The least error of all selections that fit; null where none does. */
function bruteForce(classes: Classes, budget: number): number | null {
  let sums: readonly { readonly size: number; readonly error: number }[] = [{ size: 0, error: 0 }];
  for (const choices of classes)
    sums = sums.flatMap((sum) => choices.map((choice) => ({ size: sum.size + choice.size, error: sum.error + choice.error })));
  const errors = sums.filter(({ size }) => size <= budget).map(({ error }) => error);
  return errors.length === 0 ? null : errors.reduce((a, b) => Math.min(a, b));
}

/** As many classes of one to four choices as brute force can bear. */
function instance(random: Random, draw: Draw): Classes {
  const classes: Choice[][] = [];
  const wanted = random.int(0, MOST_CLASSES);
  for (let left = MOST_SELECTIONS; classes.length < wanted;) {
    const count = Math.min(random.int(1, MOST_CHOICES), left);
    classes.push(Array.from({ length: count }, () => draw(random)));
    left = Math.floor(left / count);
  }
  return classes;
}

function total(classes: Classes, picks: readonly number[], of: keyof Choice): number {
  return classes.reduce((sum, choices, i) => sum + (choices[picks[i] ?? -1]?.[of] ?? Number.NaN), 0);
}

describe('selection of choices under a budget', () => {
  Object.entries(KINDS).forEach(([kind, draw], seed) => {
    it(`is the best of all: ${kind}`, () => {
      const random = seeded(seed + 1);
      let refused = 0;
      for (let i = 0; i < INSTANCES / 4; i++) {
        const classes = instance(random, draw);
        const extreme = (pick: (...sizes: number[]) => number): number =>
          classes.reduce((sum, choices) => sum + pick(...choices.map(({ size }) => size)), 0);
        const [least, most] = [extreme(Math.min), extreme(Math.max)];
        for (const budget of [least - 1, least, Math.floor(least + random.next() * (most - least)), most]) {
          const found = selectChoices(classes, budget);
          const best = bruteForce(classes, budget);
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
      assert.ok(refused >= INSTANCES / 4, 'a byte less than the smallest choices never fits');
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
