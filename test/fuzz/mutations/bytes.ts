import type { Random } from '../../helpers/random';
import { join } from '../../helpers/wireWriter';

/** Damage to a file without regard to what it holds, and what was done. */
type Damage = (bytes: Uint8Array, random: Random) => readonly [Uint8Array, string];

const LONGEST_PIECE = 400;

const DAMAGES: readonly Damage[] = [
  (bytes, random) => {
    const end = random.int(0, bytes.length);
    return [bytes.slice(0, end), `cut off at ${end}`];
  },
  (bytes, random) => {
    const changed = bytes.slice();
    const places = Array.from({ length: random.int(1, 8) }, () => random.int(0, bytes.length - 1));
    for (const at of places) changed[at] = random.int(0, 255);
    return [changed, `other bytes at ${places.join(', ')}`];
  },
  (bytes, random) => {
    const [from, length, to] = [
      random.int(0, bytes.length),
      random.int(1, LONGEST_PIECE),
      random.int(0, bytes.length),
    ];
    const piece = bytes.subarray(from, from + length);
    return [join([bytes.subarray(0, to), piece, bytes.subarray(to)]), `${from}+${length} repeated at ${to}`];
  },
  (bytes, random) => {
    const [from, length] = [random.int(0, bytes.length), random.int(1, LONGEST_PIECE)];
    return [join([bytes.subarray(0, from), bytes.subarray(from + length)]), `${from}+${length} left out`];
  },
  (bytes, random) => {
    const [at, bit] = [random.int(0, bytes.length - 1), random.int(0, 7)];
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ (1 << bit);
    return [changed, `bit ${bit} of byte ${at} flipped`];
  },
  (bytes, random) => {
    const [at, length] = [random.int(0, bytes.length), random.int(1, 12)];
    const filled = bytes.slice();
    filled.fill(0xff, at, at + length);
    return [filled, `${length} bytes of 0xff at ${at}`];
  },
];

/** A kind of damage by chance, done. */
export function damage(bytes: Uint8Array, random: Random): readonly [Uint8Array, string] {
  return random.pick(DAMAGES)(bytes, random);
}
