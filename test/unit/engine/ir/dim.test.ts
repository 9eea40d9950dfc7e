import assert from 'node:assert/strict';
import {
  add,
  bounds,
  call,
  type Dim,
  divideExactly,
  equal,
  isDeclared,
  isIntegral,
  mul,
  product,
  sub,
  sum,
  symbol,
  symbolsOf,
} from '../../../../extension/engine/ir/dim';
import { substitute } from '../../../../extension/engine/ir/substitute';
import { formatDim } from '../../../../extension/engine/ir/dimText';
import { CALLS, type CallName } from '../../../../extension/engine/ir/dimCalls';
import { type Random, seeded } from '../../../helpers/random';

const CASES = 1500;
const DECLARED = ['n', 'h', 'w'];
const DATA = ['k'];
const VALUES = ['v'];

/** Calls whose results stay exact on small integers. */
const EXACT_CALLS: readonly CallName[] = [
  'floorDiv',
  'ceilDiv',
  'mod',
  'min',
  'max',
  'broadcast',
  'floor',
  'ceil',
  'round',
  'truncate',
  'abs',
  'equal',
  'less',
  'select',
  'sliceLength',
];

/** Arguments of those that do not take two. */
const ARITY: Partial<Record<CallName, number>> = {
  floor: 1,
  ceil: 1,
  round: 1,
  truncate: 1,
  abs: 1,
  select: 3,
  sliceLength: 4,
};

/** An expression together with what it must come to, and how it was written. */
interface Made {
  readonly dim: Dim;
  readonly text: string;
  readonly value: (at: ReadonlyMap<string, number>) => number;
}

function leaf(random: Random): Made {
  if (random.next() < 0.4) {
    const number = random.int(-4, 12);
    return { dim: number, text: String(number), value: () => number };
  }
  const name = random.pick([...DECLARED, ...DATA, ...VALUES]);
  const kind = DECLARED.includes(name) ? 'declared' : DATA.includes(name) ? 'data' : 'value';
  return { dim: symbol(name, kind), text: name, value: (at) => at.get(name) ?? NaN };
}

function grow(random: Random, depth: number): Made {
  if (depth === 0 || random.next() < 0.15) return leaf(random);
  const a = grow(random, depth - 1);
  const b = grow(random, depth - 1);
  const operation = random.int(0, 3);
  if (operation === 0)
    return {
      dim: add(a.dim, b.dim),
      text: `add(${a.text}, ${b.text})`,
      value: (at) => a.value(at) + b.value(at),
    };
  if (operation === 1)
    return {
      dim: sub(a.dim, b.dim),
      text: `sub(${a.text}, ${b.text})`,
      value: (at) => a.value(at) - b.value(at),
    };
  if (operation === 2)
    return {
      dim: mul(a.dim, b.dim),
      text: `mul(${a.text}, ${b.text})`,
      value: (at) => a.value(at) * b.value(at),
    };
  return growCall(random, [a, b, grow(random, depth - 1), grow(random, depth - 1)]);
}

function growCall(random: Random, args: readonly Made[]): Made {
  const name = random.pick(EXACT_CALLS);
  const divides = ['floorDiv', 'ceilDiv', 'mod'].includes(name);
  const divisor = random.int(1, 5);
  const constant: Made = { dim: divisor, text: String(divisor), value: () => divisor };
  const used = divides
    ? [args[0] ?? constant, constant]
    : name === 'sliceLength'
      ? [...args.slice(0, 3), constant]
      : args;
  const taken = used.slice(0, ARITY[name] ?? 2);
  return {
    dim: call(
      name,
      taken.map(({ dim }) => dim),
    ),
    text: `${name}(${taken.map(({ text }) => text).join(', ')})`,
    value: (at) => CALLS[name].apply(taken.map(({ value }) => value(at))),
  };
}

function binding(random: Random): ReadonlyMap<string, number> {
  return new Map([
    ...DECLARED.map((name): [string, number] => [name, random.int(1, 9)]),
    ...DATA.map((name): [string, number] => [name, random.int(0, 9)]),
    ...VALUES.map((name): [string, number] => [name, random.int(-9, 9)]),
  ]);
}

/** Runs a property over many expressions; a failure names the seed and the script that made the expression. */
function forMany(
  depth: number,
  property: (made: Made, at: ReadonlyMap<string, number>, random: Random) => void,
): void {
  for (let seed = 1; seed <= CASES; seed++) {
    const random = seeded(seed);
    const made = grow(random, depth);
    for (let round = 0; round < 4; round++) {
      const at = binding(random);
      // Beyond exact integers the order of operations shows.
      if (!(Math.abs(made.value(at)) < 2 ** 40)) continue;
      try {
        property(made, at, random);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`seed ${seed}: ${made.text} at ${JSON.stringify([...at])}: ${reason}`, {
          cause: error,
        });
      }
    }
  }
}

function same(actual: Dim | null, expected: number): void {
  if (typeof actual !== 'number') assert.fail(`still open, expected ${expected}`);
  assert.equal(actual + 0, expected + 0);
}

const h = symbol('h');
const w = symbol('w');

describe('dims', () => {
  it('come to the same when substituted as when computed with numbers', () => {
    forMany(4, ({ dim, value }, at) => {
      same(substitute(dim, at), value(at));
    });
  });

  it('come to the same when symbols are bound one after the other', () => {
    forMany(3, ({ dim, value }, at) => {
      let rest = dim;
      for (const [name, number] of at) rest = substitute(rest, new Map([[name, number]]));
      same(rest, value(at));
    });
  });

  it('have bounds that contain every evaluation', () => {
    forMany(4, ({ dim, value }, at) => {
      const [low, high] = bounds(dim);
      assert.ok(low <= value(at) && value(at) <= high, `${value(at)} is outside ${low}..${high}`);
    });
  });

  it('divide exactly only where the quotient times the divisor gives the dividend back', () => {
    let divided = 0;
    forMany(2, ({ dim }, _, random) => {
      const factor = grow(random, 1).dim;
      for (const [a, b] of [
        [dim, factor],
        [mul(dim, factor), factor],
      ] as const) {
        const quotient = divideExactly(a, b);
        if (quotient === null) continue;
        divided++;
        assert.ok(
          equal(mul(quotient, b), a),
          `${formatDim(quotient)} * ${formatDim(b)} is not ${formatDim(a)}`,
        );
      }
    });
    assert.ok(divided > CASES, `only ${divided} divided`);
  });

  it('call themselves integral only where they are', () => {
    forMany(4, ({ dim, value }, at) => {
      if (isIntegral(dim)) assert.ok(Number.isInteger(value(at)));
    });
  });

  it('are equal however they were put together', () => {
    const one = sub(mul(add(h, 1), add(w, 2)), mul(2, h));
    const two = sum([product([w, h]), w, 2]);
    assert.ok(equal(one, two));
    assert.equal(sub(one, two), 0);
    assert.equal(formatDim(one), 'h*w + w + 2');
  });

  it('cancel to numbers', () => {
    assert.equal(sub(add(h, 3), h), 3);
    assert.equal(mul(h, 0), 0);
  });

  it('divide polynomials by polynomials', () => {
    const divisor = add(h, w);
    const quotient = divideExactly(mul(divisor, sub(h, 3)), divisor);
    assert.ok(quotient !== null && equal(quotient, sub(h, 3)));
    assert.equal(divideExactly(add(mul(h, h), 1), add(h, 1)), null);
    assert.equal(divideExactly(h, 2), null);
    assert.equal(divideExactly(h, 0), null);
    assert.equal(divideExactly(7, 2), null);
  });

  it('keep the rounding of a quotient that has fractions in it', () => {
    const half = mul(h, 0.5);
    assert.equal(substitute(call('floorDiv', [half, 1]), new Map([['h', 5]])), 2);
    const third = call('div', [h, 3]);
    assert.equal(substitute(call('floorDiv', [mul(third, 2), 2]), new Map([['h', 5]])), 1);
    assert.equal(substitute(call('floor', [third]), new Map([['h', 5]])), 1);
  });

  it('need no rounding where they are integers', () => {
    assert.ok(equal(call('floor', [mul(h, 2)]), mul(h, 2)));
    assert.ok(equal(call('floorDiv', [mul(h, 4), 2]), mul(h, 2)));
  });

  it('tell names apart that look like expressions', () => {
    const tricky = symbol('h*$w');
    assert.ok(!equal(tricky, mul(h, w)));
    assert.ok(!equal(symbol('h+1*$w'), add(h, w)));
    assert.equal(formatDim(tricky), 'h*$w');
  });

  it('name their symbols once, with the kind of the first mention', () => {
    const dim = add(call('floorDiv', [symbol('x', 'data'), 2]), mul(h, w));
    assert.deepEqual([...symbolsOf(dim)].sort(), [
      ['h', 'declared'],
      ['w', 'declared'],
      ['x', 'data'],
    ]);
    assert.deepEqual([...symbolsOf(symbol('h', 'data'), symbolsOf(h))], [['h', 'declared']]);
    assert.ok(!isDeclared(dim));
    assert.ok(isDeclared(call('floorDiv', [add(h, w), 2])));
  });

  it('are written as people write them', () => {
    assert.equal(formatDim(add(call('floorDiv', [sub(h, 1), 2]), 1)), 'floor((h + 1)/2)');
    assert.equal(formatDim(sub(1, h)), '-h + 1');
    assert.equal(formatDim(mul(-2, h)), '-2*h');
  });
});

describe('hostile dims', () => {
  const grownUnder = (
    milliseconds: number,
    rounds: number,
    start: Dim,
    step: (dim: Dim, round: number) => Dim,
  ): Dim => {
    const started = performance.now();
    let dim = start;
    for (let round = 0; round < rounds; round++) {
      dim = step(dim, round);
      const size = typeof dim === 'number' ? 0 : dim.key.length;
      assert.ok(size < 20_000, `key of ${size} characters in round ${round}`);
      assert.ok(formatDim(dim).length < 5_000);
      bounds(dim);
      assert.ok(performance.now() - started < milliseconds, `round ${round} after ${milliseconds} ms`);
    }
    return dim;
  };

  it('stay small when squared over and over', () => {
    grownUnder(1000, 200, add(h, w), (dim) => mul(dim, dim));
    grownUnder(1000, 200, h, (dim) => mul(dim, dim));
  });

  it('stay small when added up from ever new symbols', () => {
    grownUnder(3000, 2000, h, (dim, round) => add(dim, symbol(`s${round}`)));
    grownUnder(3000, 500, h, (dim, round) => mul(dim, symbol(`s${round}`)));
  });

  it('do not multiply when a call mentions its argument twice', () => {
    const nested = grownUnder(3000, 2000, h, (dim) =>
      call('select', [call('less', [dim, 7]), call('floorDiv', [dim, 3]), sub(dim, 1)]),
    );
    assert.equal(typeof substitute(nested, new Map([['h', 1000]])), 'number');
  });

  it('keep their keys short under long names', () => {
    const long = symbol('x'.repeat(100_000));
    assert.ok(typeof long !== 'number' && long.key.length < 100);
  });

  it('never throw on numbers beyond all bounds', () => {
    const huge = product(new Array<Dim>(40).fill(2 ** 62));
    for (const dim of [mul(huge, h), mul(mul(huge, h), 0), sub(mul(huge, h), mul(huge, h))]) {
      bounds(dim);
      formatDim(dim);
      substitute(dim, new Map([['h', 3]]));
    }
  });
});
