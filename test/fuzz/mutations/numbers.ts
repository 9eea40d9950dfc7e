import type { Random } from '../../helpers/random';
import { join, varint } from '../../helpers/wireWriter';
import type { Kind } from '../message';
import { isKind, pickMessage, pickPlace, type Place } from '../places';
import type { Mutation } from './mutation';

const EXTREMES = [
  ...[0n, 1n, 2n, 3n, 5n, 7n, 16n, 127n, 128n, 255n, 1024n, 65_536n, -1n, -2n, -3n, -128n],
  ...[31n, 32n, 53n, 62n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits, 2n ** bits + 1n, -(2n ** bits)]),
  ...[2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n)],
] as const;

/** Fields that hold packed varints when they are chunks: dims, int32_data, int64_data, ints. */
const PACKED: Readonly<Partial<Record<Kind, readonly number[]>>> = {
  tensor: [1, 5, 7],
  attribute: [8],
  sparse: [3],
};

const INT64 = 7n;
const RAW_DATA = 9;
const LONGEST_RAW = 128;

/** A varint anywhere. */
export const anyVarint: Mutation = (model, random) =>
  setVarint(
    model,
    random,
    ({ field }) => typeof field.value === 'bigint',
    () => random.pick(EXTREMES),
  );

/** A size in a shape, of a stored or of a declared tensor. */
export const dimSize: Mutation = (model, random) =>
  setVarint(model, random, isSize, () => random.pick(EXTREMES));

export const elementType: Mutation = (model, random) =>
  setVarint(
    model,
    random,
    ({ parent, field }) =>
      (parent.kind === 'tensor' && field.number === 2) ||
      (parent.kind === 'tensorType' && field.number === 1) ||
      (parent.kind === 'elementType' && field.wire === 0),
    () => (random.next() < 0.8 ? BigInt(random.int(0, 40)) : random.pick(EXTREMES)),
  );

export const opsetVersion: Mutation = (model, random) =>
  setVarint(
    model,
    random,
    ({ parent, field }) => parent.kind === 'opset' && field.number === 2,
    () => (random.next() < 0.7 ? BigInt(random.int(0, 30)) : random.pick(EXTREMES)),
  );

/** The declared type of an attribute, or its integer. */
export const attributeNumber: Mutation = (model, random) =>
  setVarint(
    model,
    random,
    ({ parent, field }) => parent.kind === 'attribute' && [3, 8, 20].includes(field.number),
    ({ field }) => (field.number === 20 ? BigInt(random.int(0, 16)) : random.pick(EXTREMES)),
  );

/** A float as bits, or one of a list of floats: infinite, none, tiny, huge. */
export const floatBits: Mutation = (model, random) => {
  const place = pickPlace(
    model,
    random,
    ({ field }) => field.wire === 5 || field.wire === 1 || isFloats(field),
  );
  if (!place || !(place.field.value instanceof Uint8Array)) return null;
  const bytes = place.field.value.slice();
  const at = 4 * random.int(0, Math.max(0, Math.floor(bytes.length / 4) - 1));
  const value = random.pick([NaN, Infinity, -Infinity, -0, 0, 1e-45, 3.4e38, -1, 0.5, 1e9]);
  if (bytes.length >= at + 4) new DataView(bytes.buffer).setFloat32(at, value, true);
  place.field.value = bytes;
  return `float ${value} in field ${place.field.number} of ${place.parent.kind}`;

  function isFloats({ value, number }: Place['field']): boolean {
    return value instanceof Uint8Array && value.length % 4 === 0 && value.length > 0 && number === 7;
  }
};

/** One of the integers of a packed list, or the list's length. */
export const packedNumber: Mutation = (model, random) => {
  const place = pickPlace(
    model,
    random,
    ({ parent, field }) =>
      field.value instanceof Uint8Array && PACKED[parent.kind]?.includes(field.number) === true,
  );
  if (!place) return null;
  const numbers = Array.from({ length: random.int(0, 6) }, () => random.pick(EXTREMES));
  place.field.value = join(numbers.map((number) => varint(number)));
  return `packed [${numbers.join(', ')}] in field ${place.field.number} of ${place.parent.kind}`;
};

/** An element of a small stored int64 tensor: shapes, axes, repeats. */
export const storedInteger: Mutation = (model, random) => {
  const holders = pickPlace(model, random, ({ field }) => isKind(field, 'tensor') && rawIntegers(field));
  const tensor = holders && typeof holders.field.value === 'object' ? holders.field.value : null;
  if (tensor === null || tensor instanceof Uint8Array) return null;
  const raw = tensor.fields.find(({ number }) => number === RAW_DATA);
  if (!(raw?.value instanceof Uint8Array)) return null;
  const bytes = raw.value.slice();
  const at = 8 * random.int(0, bytes.length / 8 - 1);
  const value = random.pick(EXTREMES);
  new DataView(bytes.buffer).setBigInt64(at, BigInt.asIntN(64, value), true);
  raw.value = bytes;
  return `stored integer ${value}`;
};

/** Another number of sizes: a rank that nothing expects. */
export const rank: Mutation = (model, random) => {
  const holder = pickMessage(model, random, 'shape', 'tensor', 'attribute');
  if (!holder) return null;
  const number = holder.kind === 'attribute' ? 8 : 1;
  const sizes = holder.fields.filter((field) => field.number === number);
  const [size] = sizes;
  if (!size) return null;
  if (random.next() < 0.5) holder.fields = holder.fields.filter((field) => field !== size);
  else for (let i = random.pick([1, 2, 5, 40]); i > 0; i--) holder.fields.push({ ...size });
  return `another rank of a ${holder.kind}`;
};

function setVarint(
  model: Parameters<Mutation>[0],
  random: Random,
  fits: (place: Place) => boolean,
  value: (place: Place) => bigint,
): string | null {
  const place = pickPlace(model, random, (each) => typeof each.field.value === 'bigint' && fits(each));
  if (!place) return null;
  place.field.value = value(place);
  return `${place.field.value} in field ${place.field.number} of ${place.parent.kind}`;
}

function isSize({ parent, field }: Place): boolean {
  return (
    field.number === (parent.kind === 'sparse' ? 3 : 1) && ['dim', 'tensor', 'sparse'].includes(parent.kind)
  );
}

function rawIntegers({ value }: Place['field']): boolean {
  if (typeof value !== 'object' || value instanceof Uint8Array) return false;
  const raw = value.fields.find(({ number }) => number === RAW_DATA)?.value;
  return (
    value.fields.some((field) => field.number === 2 && field.value === INT64) &&
    raw instanceof Uint8Array &&
    raw.length > 0 &&
    raw.length % 8 === 0 &&
    raw.length <= LONGEST_RAW
  );
}
