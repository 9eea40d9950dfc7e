import { type Random, seeded } from '../helpers/random';
import { encode, type Message, parse } from './message';
import { damage } from './mutations/bytes';
import type { Donors, Mutation } from './mutations/mutation';
import { chain, inputs, nastyName, rewire, swapNames } from './mutations/names';
import { exchangeBodies, functionBomb, nest } from './mutations/nesting';
import {
  anyVarint,
  attributeNumber,
  dimSize,
  elementType,
  floatBits,
  opsetVersion,
  packedNumber,
  rank,
  storedInteger,
} from './mutations/numbers';
import {
  absurdLength,
  attributePayload,
  drop,
  move,
  otherOperator,
  repeat,
  splice,
} from './mutations/structure';
import type { Seed, Seeds } from './seeds';

/** Mutations by weight: what finds its way deep into the engine comes more often than what ends at the reader. */
const MUTATIONS: readonly Mutation[] = [
  ...[anyVarint, dimSize, dimSize, elementType, opsetVersion, attributeNumber, attributeNumber, floatBits],
  ...[packedNumber, storedInteger, storedInteger, rank, rank],
  ...[absurdLength, drop, drop, repeat, move, splice, splice, otherOperator, otherOperator, attributePayload],
  ...[swapNames, rewire, rewire, nastyName, inputs, inputs, chain],
  ...[nest, functionBomb, exchangeBodies],
];

const SHARE_OF_DAMAGED_BYTES = 0.12;
/** Each further mutation is made with this chance. */
const ONE_MORE = 0.55;
const MOST_STEPS = 8;
const LARGEST_INPUT = 8 * 2 ** 20;

/** One input: reproducible from the seed of a run, its number and, for a part of it, the steps that are kept. */
export interface Input {
  readonly bytes: Uint8Array;
  readonly from: string;
  readonly steps: readonly string[];
}

/** How many steps an input consists of. */
export function stepCount(seed: number, number: number): number {
  const random = seeded(mix(seed, number, 1));
  let count = 1;
  while (count < MOST_STEPS && random.next() < ONE_MORE) count++;
  return count;
}

/** Builds an input, of all of its steps or of those that are `kept`. */
export function buildInput(seeds: Seeds, seed: number, number: number, kept?: readonly number[]): Input {
  const origin = seeds.choose(seeded(mix(seed, number, 2)));
  const steps = kept ?? Array.from({ length: stepCount(seed, number) }, (_, step) => step);
  const damagesBytes = seeded(mix(seed, number, 3)).next() < SHARE_OF_DAMAGED_BYTES;
  const random = (step: number): Random => seeded(mix(seed, number, 10 + step));
  const model = damagesBytes ? null : parse(origin.bytes, 'model');
  const made = model ? mutated(model, steps, random, seeds) : damaged(origin, steps, random);
  return { ...made, from: origin.name };
}

function mutated(
  model: Message,
  steps: readonly number[],
  random: (step: number) => Random,
  donors: Donors,
): Omit<Input, 'from'> {
  const done = steps.map((step) => {
    const chance = random(step);
    return chance.pick(MUTATIONS)(model, chance, donors) ?? 'nothing';
  });
  return { bytes: encode(model).subarray(0, LARGEST_INPUT), steps: done };
}

function damaged(
  origin: Seed,
  steps: readonly number[],
  random: (step: number) => Random,
): Omit<Input, 'from'> {
  let { bytes } = origin;
  const done = steps.map((step) => {
    const chance = random(step);
    const [next, what] = damage(bytes, chance);
    bytes = next;
    return what;
  });
  return { bytes, steps: done };
}

function mix(...parts: readonly number[]): number {
  return parts.reduce((hash, part) => {
    const mixed = Math.imul(hash ^ part, 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }, 0x811c9dc5);
}
