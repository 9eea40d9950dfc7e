import { BadInput } from '../../diagnostics';

/** Limits on what one forward pass may say: far beyond real networks, far below what would hurt. */
export const MAX_LIST = 2_000_000;
const MAX_TEXT = 20_000;

/** Checks of JSON whose writer ran somebody else's code. Each throws {@link BadInput} that names the place. */
export function fail(place: string, wanted: string): never {
  throw new BadInput(`the Python sandbox answered with something else than ${wanted} at ${place}`);
}

export function object(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(place, 'an object');
  return value as Record<string, unknown>;
}

/** An array whose elements each pass `read`. */
export function list<T>(
  value: unknown,
  place: string,
  read: (item: unknown, place: string) => T,
): readonly T[] {
  if (!Array.isArray(value) || value.length > MAX_LIST) fail(place, 'a list');
  return (value as unknown[]).map((item, i) => read(item, `${place}[${i}]`));
}

export function text(value: unknown, place: string): string {
  if (typeof value !== 'string' || value.length > MAX_TEXT) fail(place, 'a text');
  return value;
}

/** A whole number from `from` to `to`, both included. */
export function whole(value: unknown, place: string, from: number, to = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < from || value > to)
    fail(place, `a whole number from ${from} to ${to}`);
  return value;
}

export function flag(value: unknown, place: string): boolean {
  if (typeof value !== 'boolean') fail(place, 'true or false');
  return value;
}

export function oneOf<T extends string>(value: unknown, place: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  return found ?? fail(place, allowed.join(' or '));
}

/** A record of texts to values that each pass `read`; the keys stay data, never properties of a prototype. */
export function record<T>(
  value: unknown,
  place: string,
  read: (item: unknown, place: string) => T,
): ReadonlyMap<string, T> {
  const entries = Object.entries(object(value, place));
  if (entries.length > MAX_LIST) fail(place, 'a record of a sensible size');
  return new Map(
    entries.map(([key, item]) => [text(key, place), read(item, `${place}.${key.slice(0, 40)}`)]),
  );
}
