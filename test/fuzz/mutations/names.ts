import { copyOf, isMessage, type Message, sizeOf } from '../message';
import { isName, pickMessage, pickPlace, textField, texts } from '../places';
import type { Mutation } from './mutation';

const MOST_CHAINED_BYTES = 200_000;
const INPUT = 1;
const OUTPUT = 2;
const NASTY = [
  ...[
    '',
    '__proto__',
    'constructor',
    'toString',
    'line\nbreak\u0007',
    '<b>',
    '../../etc/passwd',
    '%s%n',
    '0',
    '-1',
  ],
  ...[
    '\u202eright',
    '\ud800',
    'a'.repeat(5000),
    '/'.repeat(300),
    'a/b/c/d.e[0]',
    'ai.onnx',
    'com.microsoft',
    'If',
    'Loop',
  ],
];

/** One name in place of another: cycles, duplicates, self references. */
export const swapNames: Mutation = (model, random) => {
  const [from, to] = [pickPlace(model, random, isName), pickPlace(model, random, isName)];
  if (!from || !to) return null;
  to.field.value = from.field.value;
  return `a name of ${to.parent.kind} is one of ${from.parent.kind}`;
};

/** A tensor that a node reads is one that a node writes: mostly a cycle, or a use before its time. */
export const rewire: Mutation = (model, random) => {
  const [reader, writer] = [pickMessage(model, random, 'node'), pickMessage(model, random, 'node')];
  const input = reader?.fields.filter(({ number }) => number === INPUT);
  const output = writer?.fields.find(({ number }) => number === OUTPUT);
  if (!input || input.length === 0 || !output) return null;
  random.pick(input).value = output.value;
  return 'an input is rewired';
};

export const nastyName: Mutation = (model, random) => {
  const place = pickPlace(model, random, isName);
  if (!place) return null;
  const name = random.pick(NASTY);
  place.field.value = new TextEncoder().encode(name);
  return `name ${JSON.stringify(name.slice(0, 40))} in field ${place.field.number} of ${place.parent.kind}`;
};

/** Names that nobody defines, more inputs than there are, none at all. */
export const inputs: Mutation = (model, random) => {
  const node = pickMessage(model, random, 'node');
  if (!node) return null;
  const own = node.fields.filter(({ number }) => number === INPUT);
  const kept = own.slice(0, random.int(0, own.length));
  const more = Array.from({ length: random.pick([0, 0, 1, 2, 9]) }, () =>
    random.next() < 0.5
      ? textField(INPUT, random.pick(['', 'nowhere']))
      : { ...(own[0] ?? textField(INPUT, 'x')) },
  );
  node.fields = [...kept, ...more, ...node.fields.filter(({ number }) => number !== INPUT)];
  return `${kept.length} of ${own.length} inputs and ${more.length} others`;
};

/** A node many times in a row, each reading what the one before wrote. */
export const chain: Mutation = (model, random) => {
  const place = pickPlace(model, random, ({ field }) => isNode(field.value));
  if (!place || !isMessage(place.field.value)) return null;
  const [input] = texts(place.field.value, INPUT);
  const [output] = texts(place.field.value, OUTPUT);
  if (input === undefined || output === undefined) return null;
  const wanted = random.pick([2, 3, 5, 5, 20, 20, 100, 400]);
  const length = Math.max(2, Math.min(wanted, Math.floor(MOST_CHAINED_BYTES / sizeOf(place.field))));
  const copies = Array.from({ length }, (_, i) => {
    const copy = copyOf(place.field);
    if (isMessage(copy.value)) {
      // Every input that was the first one follows the chain, so that Add(x, x) doubles at each step.
      rename(copy.value, INPUT, input, i === 0 ? input : `${output}~${i}`);
      rename(copy.value, OUTPUT, output, i === length - 1 ? output : `${output}~${i + 1}`);
    }
    return copy;
  });
  place.parent.fields = place.parent.fields.flatMap((field) => (field === place.field ? copies : [field]));
  return `a chain of ${length}`;
};

function isNode(value: Parameters<typeof isMessage>[0]): boolean {
  return isMessage(value) && value.kind === 'node';
}

function rename(node: Message, number: number, from: string, to: string): void {
  for (const field of node.fields)
    if (field.number === number && field.value instanceof Uint8Array)
      if (new TextDecoder().decode(field.value) === from) field.value = new TextEncoder().encode(to);
}
