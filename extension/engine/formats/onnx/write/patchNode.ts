import type { Attribute, Node } from '../../../ir/graph';
import type { MessageBytes } from '../message';
import { WireReader } from '../wire';
import { chunkField, textField } from './fields';
import { join } from '../../../bytes/join';
import { encodeAttribute, type PayloadOf } from './messages';

/** Fields of NodeProto that an edit may change. */
const INPUT = 1;
const OUTPUT = 2;
const NAME = 3;
const ATTRIBUTE = 5;

interface Part {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Name of the attribute, for attributes. */
  readonly attribute: string;
}

/**
 * The bytes of a node with what differs between `before` and `after` exchanged: inputs, outputs, name and
 * attributes. Every other field, those from the future included, stays as it is and where it is.
 */
export async function patchNode(
  bytes: Uint8Array,
  before: Node,
  after: Node,
  payloadOf: PayloadOf,
): Promise<Uint8Array> {
  let parts: readonly Part[] = partsOf(bytes);
  if (before.inputs.join('\0') !== after.inputs.join('\0')) parts = exchangeTexts(parts, INPUT, after.inputs);
  if (before.outputs.join('\0') !== after.outputs.join('\0'))
    parts = exchangeTexts(parts, OUTPUT, after.outputs);
  if (before.name !== after.name) parts = exchangeTexts(parts, NAME, after.name === '' ? [] : [after.name]);
  if (before.attributes !== after.attributes)
    parts = await exchangeAttributes(parts, before.attributes, after.attributes, payloadOf);
  return join(parts.map((part) => part.bytes));
}

function partsOf(bytes: Uint8Array): readonly Part[] {
  const message: MessageBytes = {
    buffer: bytes,
    start: 0,
    end: bytes.length,
    cuts: new Map(),
    fileOffset: 0,
  };
  const reader = new WireReader(message, 'a node');
  const parts: Part[] = [];
  while (reader.next()) {
    let attribute = '';
    if (reader.fieldNumber === ATTRIBUTE && reader.isChunk) {
      const chunk = reader.chunk();
      attribute = chunk.bytes ? attributeName(chunk.bytes) : '';
    } else reader.skip();
    const { fieldNumber: number, place, position } = reader;
    parts.push({ number, bytes: bytes.subarray(place, position), attribute });
  }
  return parts;
}

function attributeName(message: MessageBytes): string {
  const reader = new WireReader(message, 'an attribute');
  while (reader.next()) {
    if (reader.fieldNumber === 1 && reader.isChunk) return reader.text();
    reader.skip();
  }
  return '';
}

/** Texts of one field number: each takes the place of the old one of the same rank, more follow the last. */
function exchangeTexts(parts: readonly Part[], number: number, texts: readonly string[]): readonly Part[] {
  const made = texts.map((text) => ({ number, bytes: textField(number, text), attribute: '' }));
  return exchange(parts, (part) => part.number === number, made);
}

function exchange(
  parts: readonly Part[],
  isOld: (part: Part) => boolean,
  made: readonly Part[],
): readonly Part[] {
  const last = parts.findLastIndex(isOld);
  let rank = 0;
  const out = parts.flatMap((part, i) => {
    if (!isOld(part)) return [part];
    const from = rank++;
    return i === last ? made.slice(from) : made.slice(from, from + 1);
  });
  // Without an old one, new texts stand in front: the order of fields means nothing to a reader.
  return last < 0 ? [...made, ...out] : out;
}

async function exchangeAttributes(
  parts: readonly Part[],
  before: ReadonlyMap<string, Attribute>,
  after: ReadonlyMap<string, Attribute>,
  payloadOf: PayloadOf,
): Promise<readonly Part[]> {
  const made = new Map<string, Uint8Array>();
  for (const [name, attribute] of after)
    if (before.get(name) !== attribute)
      made.set(name, chunkField(ATTRIBUTE, await encodeAttribute(name, attribute, payloadOf)));
  const kept = parts.flatMap((part) => {
    if (part.number !== ATTRIBUTE) return [part];
    if (!after.has(part.attribute)) return [];
    const bytes = made.get(part.attribute);
    made.delete(part.attribute);
    return [bytes ? { ...part, bytes } : part];
  });
  const fresh = [...made].map(([attribute, bytes]) => ({ number: ATTRIBUTE, bytes, attribute }));
  return [...kept, ...fresh];
}
