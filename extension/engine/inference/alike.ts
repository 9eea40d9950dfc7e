import { familyOf } from '../ir/dtype';
import type { Attribute, Node } from '../ir/graph';
import type { TensorFacts } from '../ir/tensor';
import { factsOfStored } from '../ops/generate';
import type { OpSpec } from '../ops/op';
import { dimText, factsText } from './factsText';
import type { Likeness, ShapedNode, TensorUse } from './shaped';

/** Nodes of more inputs are not compared. */
const MOST_INPUTS = 64;

/** A node before its outputs are known. */
type Frame = Pick<ShapedNode, 'node' | 'opset' | 'calls' | 'inputs' | 'choice'>;

/** What inference made of a kind of nodes. */
interface Kind {
  readonly facts: readonly TensorFacts[];
  readonly likenesses: Map<string, Likeness>;
}

/**
 * Large graphs are made of few kinds of nodes. Tells which nodes are alike (of the same operator, version, attributes,
 * slots, runs, and facts of inputs and outputs), so that each kind is inferred and priced once.
 */
export class Alikes {
  readonly #ids = new Map<TensorFacts, number>();
  readonly #byText = new Map<string, TensorFacts>();
  readonly #attributes = new Map<Node['attributes'], number>();
  readonly #attributesByText = new Map<string, number>();
  readonly #kinds = new Map<string, Kind>();

  /** The first of all facts that say the same. */
  settled(facts: TensorFacts): TensorFacts {
    if (this.#ids.has(facts)) return facts;
    const text = factsText(facts);
    const known = text === null ? undefined : this.#byText.get(text);
    if (known) return known;
    this.#ids.set(facts, this.#ids.size);
    if (text !== null) this.#byText.set(text, facts);
    return facts;
  }

  /**
   * What decides the outputs of a node, in a text; null where that cannot be told: it has a subgraph or a large tensor of
   * its own, very many inputs, or stands in a branch that only a run takes.
   */
  keyOf({ node, opset, calls, inputs, choice }: Frame, spec: OpSpec): string | null {
    const attributes = this.#attributesId(node.attributes);
    if (attributes === null || choice || inputs.length > MOST_INPUTS) return null;
    let key = `${node.domain}:${node.op} ${opset} ${attributes} ${calls === null ? '?' : dimText(calls)}`;
    for (let slot = 0; slot < inputs.length; slot++) key += ` ${this.#inputKey(inputs, slot, spec)}`;
    for (const name of node.outputs) key += name === '' ? '-' : '+';
    return key;
  }

  /** What was inferred of a node like this one. */
  inferred(key: string): readonly TensorFacts[] | undefined {
    return this.#kinds.get(key)?.facts;
  }

  learn(key: string, facts: readonly TensorFacts[]): void {
    this.#kinds.set(key, { facts: facts.map((each) => this.settled(each)), likenesses: new Map() });
  }

  /** The mark that nodes of a kind share whose outputs came out alike, too; null for a kind that was not learned. */
  likeness(key: string, outputs: readonly TensorUse[]): Likeness | null {
    const kind = this.#kinds.get(key);
    if (!kind) return null;
    let text = '';
    for (const { facts } of outputs) text += `${this.#idOf(facts)} `;
    const known = kind.likenesses.get(text) ?? {};
    kind.likenesses.set(text, known);
    return known;
  }

  #inputKey(inputs: Frame['inputs'], slot: number, spec: OpSpec): string {
    const use = inputs[slot];
    if (!use) return '-';
    const facts = isWeight(use, spec, slot) ? this.settled(withoutContent(use.facts)) : use.facts;
    let key = `${this.#idOf(facts)}${storedKey(use)}${use.dequantizedFrom ?? ''}`;
    for (let before = 0; before < slot; before++) if (inputs[before]?.name === use.name) key += `=${before}`;
    return key;
  }

  #idOf(facts: TensorFacts): number {
    const known = this.#ids.get(facts);
    if (known !== undefined) return known;
    this.#ids.set(facts, this.#ids.size);
    return this.#ids.size - 1;
  }

  #attributesId(attributes: Node['attributes']): number | null {
    if (attributes.size === 0) return -1;
    const known = this.#attributes.get(attributes);
    if (known !== undefined) return known;
    const id = this.#newAttributesId(attributes);
    if (id !== null) this.#attributes.set(attributes, id);
    return id;
  }

  #newAttributesId(attributes: Node['attributes']): number | null {
    if ([...attributes.values()].every(isPlain)) return this.#attributes.size;
    const text = constantText(attributes);
    if (text === null) return null;
    const id = this.#attributesByText.get(text) ?? this.#attributes.size;
    this.#attributesByText.set(text, id);
    return id;
  }
}

function isPlain({ kind }: Attribute): boolean {
  return kind !== 'tensor' && kind !== 'graph' && kind !== 'other';
}

/**
 * What operators read of a tensor that is all of a node's attributes, as of most Constants; null for others, and where facts
 * do not tell all of it: text has a length besides, a sparse tensor elements that it does not store.
 */
function constantText(attributes: Node['attributes']): string | null {
  const value = attributes.size === 1 ? attributes.get('value') : undefined;
  if (value?.kind !== 'tensor') return null;
  const { dtype, storedElements, damage } = value.value;
  const isOdd = dtype === null || dtype === 'string' || storedElements !== undefined || damage !== undefined;
  return isOdd ? null : factsText(factsOfStored(value.value));
}

/**
 * Whether nothing hangs on the elements of what is stored there: weights, biases and scales in the slots that an operator
 * has for them. Not so where any operand may be a parameter, as of a product on the way to a shape, or is looked up in.
 */
function isWeight({ stored }: TensorUse, { parameterSlots, traffic }: OpSpec, slot: number): boolean {
  return (
    stored !== null &&
    traffic !== 'rows' &&
    parameterSlots !== 'all' &&
    parameterSlots?.includes(slot) === true
  );
}

function withoutContent(facts: TensorFacts): TensorFacts {
  if (facts.content === null || facts.dtype === null || familyOf(facts.dtype) !== 'float') return facts;
  return { dtype: facts.dtype, shape: facts.shape, content: null };
}

/** What facts do not tell of what is stored: more of a constant, whose attributes may contradict each other. */
function storedKey({ stored, initializer }: TensorUse): string {
  if (stored === null) return '';
  const text = stored.dtype === 'string' ? `"${stored.payload?.length ?? 0}` : '';
  const size = initializer ? 'i' : `s${stored.dtype ?? '?'}[${stored.dims.join()}]`;
  return `${size}${stored.storedElements ?? ''}${text}`;
}
