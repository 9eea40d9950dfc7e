import type { DType } from '../ir/dtype';
import type { Attribute, Node, StoredTensor } from '../ir/graph';
import { elements } from '../ir/tensor';
import type { OpSpec } from '../ops/op';
import { own } from '../own';
import { NO_ORIGIN, type Origin } from './environment';
import type { CarriedTensor, TensorUse } from './shaped';

/** Where the elements of a node's output come from, for telling parameters and quantized operands. */
export function provenance(
  node: Node,
  spec: OpSpec | null,
  inputs: readonly (TensorUse | null)[],
  slot: number,
): Origin {
  const stored = constantPayload(node);
  if (stored !== null)
    return { stored, carried: isFill(stored) ? [] : [{ tensor: stored, dequantized: false }] };
  if (!spec?.carries) return NO_ORIGIN;
  const slots = spec.carries === 'all' ? inputs : spec.carries.map((i) => inputs[i] ?? null);
  const dequantized = node.op === 'DequantizeLinear';
  const carried = merge(slots, dequantized);
  if (dequantized && slot === 0) return { carried, dequantizedFrom: inputs[0]?.facts.dtype ?? null };
  return carried.length === 0 ? NO_ORIGIN : { carried };
}

/** A constant that repeats one number (ones for a missing scale, zeros for a missing bias) was never learned. */
function isFill({ content }: StoredTensor): boolean {
  return content?.kind === 'elements' && content.values.every((value) => value === content.values[0]);
}

/** Each stored tensor once, however many inputs carry it. */
function merge(slots: readonly (TensorUse | null)[], dequantized: boolean): readonly CarriedTensor[] {
  const sources = slots.flatMap((use) => (use && use.carried.length > 0 ? [use.carried] : []));
  const [only] = sources;
  if (sources.length <= 1 && !dequantized) return only ?? [];
  const merged = new Map<StoredTensor, CarriedTensor>();
  for (const carried of sources.flat())
    merged.set(carried.tensor, dequantized ? { ...carried, dequantized } : carried);
  return [...merged.values()];
}

/** The tensor that a Constant node holds, in whichever attribute, one object for each; null for other nodes and for text. */
export function constantPayload(node: Node): StoredTensor | null {
  if (node.op !== 'Constant' || node.domain !== '') return null;
  const known = payloads.get(node);
  if (known !== undefined) return known;
  const payload = payloadOf(node);
  payloads.set(node, payload);
  return payload;
}

const payloads = new WeakMap<Node, StoredTensor | null>();

function payloadOf(node: Node): StoredTensor | null {
  const name = node.outputs[0] ?? '';
  for (const [key, attribute] of node.attributes) {
    if (key === 'value' && attribute.kind === 'tensor') return { ...attribute.value, name };
    const numbers = own(NUMBERS, key)?.(attribute);
    if (numbers) return numberTensor(name, numbers.dtype, numbers.dims, numbers.values);
  }
  return null;
}

interface Numbers {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

/** The short forms of a constant's value. */
const NUMBERS: Readonly<Record<string, (attribute: Attribute) => Numbers | null>> = {
  value_int: (a) => (a.kind === 'int' ? { dtype: 'int64', dims: [], values: [a.value] } : null),
  value_ints: (a) => (a.kind === 'ints' ? { dtype: 'int64', dims: [a.value.length], values: a.value } : null),
  value_float: (a) => (a.kind === 'float' ? { dtype: 'float32', dims: [], values: [a.value] } : null),
  value_floats: (a) =>
    a.kind === 'floats' ? { dtype: 'float32', dims: [a.value.length], values: a.value } : null,
};

function numberTensor(
  name: string,
  dtype: DType,
  dims: readonly number[],
  values: readonly number[],
): StoredTensor {
  return { name, dtype, dims, payload: null, raw: false, content: elements(values) };
}
