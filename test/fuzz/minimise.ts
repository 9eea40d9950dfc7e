import { buildInput, stepCount } from './inputs';
import type { Lane } from './lane';
import { copyOf, encode, isMessage, type Message, parse, sizeOf } from './message';
import { type Depth, EVERYTHING } from './oracle';
import { placesOf } from './places';
import type { Seeds } from './seeds';

const MOST_CHECKS = 600;
const LONGEST_MS = 60_000;

/** An input that shows the same finding with less in it, as far as the time allows. */
export async function minimise(
  lane: Lane,
  seeds: Seeds,
  { seed, number, kind }: { readonly seed: number; readonly number: number; readonly kind: string },
): Promise<Uint8Array> {
  const started = Date.now();
  let checks = 0;
  const shows = async (bytes: Uint8Array, depth: Depth = EVERYTHING): Promise<boolean> => {
    if (checks++ >= MOST_CHECKS || Date.now() - started > LONGEST_MS) return false;
    const { findings, stopped } = await lane.perform({ bytes, depth });
    return (stopped ?? findings[0])?.finding.kind === kind;
  };
  let kept = Array.from({ length: stepCount(seed, number) }, (_, step) => step);
  for (const step of kept) {
    const without = kept.filter((each) => each !== step);
    if (await shows(buildInput(seeds, seed, number, without).bytes)) kept = without;
  }
  const { bytes } = buildInput(seeds, seed, number, kept);
  const model = parse(bytes, 'model');
  return model ? encode(await pruned(model, shows)) : trimmed(bytes, shows);
}

/** Leaves fields out, the largest first. */
async function pruned(model: Message, shows: (bytes: Uint8Array) => Promise<boolean>): Promise<Message> {
  for (let again = true; again;) {
    again = false;
    const places = placesOf(model)
      .map((place) => ({ ...place, size: sizeOf(place.field) }))
      .sort((a, b) => b.size - a.size)
      .slice(0, MOST_CHECKS);
    for (const { parent, field } of places) {
      const before = parent.fields;
      if (!before.includes(field)) continue;
      parent.fields = before.filter((each) => each !== field);
      if (await shows(encode(model))) again = true;
      else parent.fields = before;
    }
  }
  const whole = copyOf({ number: 1, wire: 2, value: model }).value;
  return isMessage(whole) ? whole : model;
}

/** Leaves pieces out, by halves. */
async function trimmed(
  bytes: Uint8Array,
  shows: (bytes: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let rest = bytes;
  for (let piece = Math.ceil(rest.length / 2); piece >= 1; piece = Math.floor(piece / 2))
    for (let at = 0; at < rest.length;) {
      const without = Uint8Array.from([...rest.subarray(0, at), ...rest.subarray(at + piece)]);
      if (await shows(without)) rest = without;
      else at += piece;
    }
  return rest;
}
