import { knownOperators } from '../../../extension/engine/ops/registry';
import { copyOf, isMessage, sizeOf } from '../message';
import { isKind, pickMessage, pickPlace, placesOf, textField } from '../places';
import type { Mutation } from './mutation';

/** As `op` or `domain:op`. */
const PRICED = knownOperators();

const LENGTHS = [
  0n,
  1n,
  127n,
  2n ** 14n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];
const MOST_REPEATED_BYTES = 100_000;

export const absurdLength: Mutation = (model, random) => {
  const place = pickPlace(model, random, ({ field }) => field.wire === 2);
  if (!place) return null;
  place.field.claimed = random.pick(LENGTHS);
  return `length ${place.field.claimed} of field ${place.field.number} of ${place.parent.kind}`;
};

export const drop: Mutation = (model, random) => {
  const place = pickPlace(model, random, () => true);
  if (!place) return null;
  place.parent.fields = place.parent.fields.filter((field) => field !== place.field);
  return `without field ${place.field.number} of ${place.parent.kind}`;
};

/** A field once more, or very often. */
export const repeat: Mutation = (model, random) => {
  const place = pickPlace(model, random, () => true);
  if (!place) return null;
  const size = sizeOf(place.field);
  const wanted = random.pick([1, 1, 1, 1, 1, 2, 3, 10, 100, 1000]);
  const times = Math.max(1, Math.min(wanted, Math.floor(MOST_REPEATED_BYTES / Math.max(1, size))));
  for (let i = 0; i < times; i++) place.parent.fields.push(copyOf(place.field));
  return `field ${place.field.number} of ${place.parent.kind} ${times} times more`;
};

/** A field of one message taken to another of the same kind, or to the end of its own. */
export const move: Mutation = (model, random) => {
  const place = pickPlace(model, random, () => true);
  if (!place) return null;
  const target = pickMessage(model, random, place.parent.kind) ?? place.parent;
  // A message that is moved below itself would never end.
  if (isMessage(place.field.value) && contains(place.field.value, target)) return null;
  place.parent.fields = place.parent.fields.filter((field) => field !== place.field);
  target.fields.splice(random.int(0, target.fields.length), 0, place.field);
  return `field ${place.field.number} of ${place.parent.kind} moved`;
};

/** A part of another model in place of a part of the same kind, or beside it. */
export const splice: Mutation = (model, random, donors) => {
  const donor = donors.donor(random);
  const from = donor && pickPlace(donor, random, ({ field }) => isMessage(field.value));
  if (!from || !isMessage(from.field.value)) return null;
  const { kind } = from.field.value;
  const to = pickPlace(model, random, ({ field }) => isKind(field, kind));
  if (to && random.next() < 0.5) to.field.value = from.field.value;
  else (pickMessage(model, random, from.parent.kind) ?? model).fields.push(from.field);
  return `${kind} of another model`;
};

/**
 * What one operator is given, given to another: the wrong number of inputs, attributes that it does not know. Every second
 * one is of those that have a price, of whatever domain, PyTorch's own among them.
 */
export const otherOperator: Mutation = (model, random, donors) => {
  const node = pickMessage(model, random, 'node');
  if (!node || donors.operators.length === 0) return null;
  const type = random.pick(random.next() < 0.5 ? donors.operators : PRICED);
  const [op = '', domain = ''] = type.split(':').reverse();
  const rest = node.fields.filter(({ number }) => number !== 4 && number !== 7);
  node.fields = [...rest, textField(4, op), ...(domain === '' ? [] : [textField(7, domain)])];
  return `operator ${type}`;
};

/** An attribute whose payload is of another kind than it says. */
export const attributePayload: Mutation = (model, random) => {
  const attribute = pickMessage(model, random, 'attribute');
  if (!attribute) return null;
  const payload = attribute.fields.find(({ number }) => number !== 1 && number !== 20);
  if (!payload) return null;
  const number = random.pick([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 22, 23]);
  attribute.fields = attribute.fields.map((field) => (field === payload ? { ...field, number } : field));
  return `attribute payload as field ${number}`;
};

function contains(outer: ReturnType<typeof copyOf>['value'], inner: object): boolean {
  if (!isMessage(outer)) return false;
  return outer === inner || placesOf(outer).some(({ field }) => field.value === inner);
}
