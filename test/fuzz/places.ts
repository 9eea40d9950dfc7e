import type { Random } from '../helpers/random';
import { type Field, isMessage, type Kind, type Message } from './message';

/** A field, and the message that it stands in. */
export interface Place {
  readonly parent: Message;
  readonly field: Field;
}

/** Fields that hold names, which tie a graph together. */
const NAMES: Readonly<Partial<Record<Kind, readonly number[]>>> = {
  graph: [2],
  node: [1, 2, 3, 4, 7, 8],
  attribute: [1, 21],
  tensor: [8],
  function: [1, 4, 5, 6, 10, 13],
  value: [1],
  dim: [2],
  opset: [1],
  entry: [1, 2],
};

/** Every field of a model, parents before children. */
export function placesOf(message: Message): readonly Place[] {
  const places: Place[] = [];
  const open = [message];
  for (let parent = open.pop(); parent; parent = open.pop())
    for (const field of parent.fields) {
      places.push({ parent, field });
      if (isMessage(field.value)) open.push(field.value);
    }
  return places;
}

/** A field by chance among those that fit; null where none does. */
export function pickPlace(message: Message, random: Random, fits: (place: Place) => boolean): Place | null {
  const fitting = placesOf(message).filter(fits);
  return fitting.length === 0 ? null : random.pick(fitting);
}

/** A message of a kind, by chance. */
export function pickMessage(message: Message, random: Random, ...kinds: readonly Kind[]): Message | null {
  const place = pickPlace(message, random, ({ field }) => isKind(field, ...kinds));
  return place && isMessage(place.field.value) ? place.field.value : null;
}

export function isKind({ value }: Field, ...kinds: readonly Kind[]): boolean {
  return isMessage(value) && kinds.includes(value.kind);
}

export function isName({ parent, field }: Place): boolean {
  return field.value instanceof Uint8Array && NAMES[parent.kind]?.includes(field.number) === true;
}

/** Texts of a message's fields of one number. */
export function texts(message: Message, number: number): readonly string[] {
  return message.fields.flatMap(({ number: own, value }) =>
    own === number && value instanceof Uint8Array ? [new TextDecoder().decode(value)] : [],
  );
}

export function textField(number: number, text: string): Field {
  return { number, wire: 2, value: new TextEncoder().encode(text) };
}
