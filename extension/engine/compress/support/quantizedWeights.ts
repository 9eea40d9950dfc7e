import type { DType } from '../../ir/dtype';
import type { Node, StoredTensor } from '../../ir/graph';
import type { GraphEdit } from '../../ir/graphEdit';
import { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { exchanged, type WeightUse, weightUses } from './weightUses';

export type WeightBits = 2 | 4 | 8;

const DTYPE = { 2: 'int2', 4: 'int4', 8: 'int8' } as const;
/** First operator set whose DequantizeLinear knows the type (per axis for int8, in blocks for the small ones). */
export const FIRST_OPSET = { 2: 25, 4: 21, 8: 13 } as const;
/** Elements that share a scale below 8 bits, where the input axis divides by it. */
export const GROUP = 32;

/** Scales of DequantizeLinear may be of these types from the operator set on; of none other. */
const SCALE_OPSET: Readonly<Partial<Record<DType, number>>> = { float32: 13, float16: 19, bfloat16: 19 };

/** Weights that DequantizeLinear can make: its scale, and so its output, is of their type. */
export function quantizableUses(facts: ModelFacts): readonly WeightUse[] {
  return weightUses(facts).filter(({ tensor: { dtype } }) => {
    const first = dtype === null ? undefined : SCALE_OPSET[dtype];
    return first !== undefined && facts.opset >= first;
  });
}

/** How a weight is stored at a bit width: which tensors, and what stands between them and the layer. */
interface Stored {
  readonly tensors: readonly StoredTensor[];
  readonly nodes: readonly Node[];
  readonly output: string;
}

/** Scales per output channel at 8 bits; below, per group of 32 along the inputs where they divide by that. */
export function groupOf({ tensor, inputAxis }: WeightUse, bits: WeightBits): number | null {
  return bits < 8 && (tensor.dims[inputAxis] ?? 0) % GROUP === 0 ? GROUP : null;
}

/** Integers with scales, expanded by DequantizeLinear in front of the layer. */
function quantized(facts: ModelFacts, use: WeightUse, bits: WeightBits): Stored {
  const { tensor, name, outputAxis, inputAxis } = use;
  const [first] = use.readers;
  const like = first?.node;
  const dtype = tensor.dtype;
  if (!like || dtype === null) return { tensors: [], nodes: [], output: name };
  const group = groupOf(use, bits);
  const axis = group === null ? outputAxis : inputAxis;
  const scales =
    group === null
      ? [tensor.dims[outputAxis] ?? 1]
      : tensor.dims.map((dim, at) => (at === inputAxis ? dim / group : dim));
  const draft = new Draft(facts, like);
  const recipe = { kind: 'quantized', of: name, bits, axis, group } as const;
  const values = draft.weight(`int${bits}`, DTYPE[bits], tensor.dims, { ...recipe, part: 'values' });
  const scale = draft.weight('scale', dtype, scales, { ...recipe, part: 'scale' });
  const attributes = { axis, ...(group !== null && { block_size: group }) };
  const output = draft.node('dequantized', { op: 'DequantizeLinear', inputs: [values, scale], attributes });
  const edit = draft.replacing([like]);
  return { tensors: edit.stored ?? [], nodes: edit.replaced.get(like) ?? [], output };
}

/** Bits of each weight; what is not named keeps its type. */
export type BitsByWeight = ReadonlyMap<string, WeightBits>;

export function quantizeEdit(facts: ModelFacts, uses: readonly WeightUse[], bits: BitsByWeight): GraphEdit {
  const replaced = new Map<Node, readonly Node[]>();
  const stored: StoredTensor[] = [];
  for (const use of uses) {
    const width = bits.get(use.name);
    if (width === undefined) continue;
    const { tensors, nodes, output } = quantized(facts, use, width);
    stored.push(...tensors);
    for (const [node, changed] of exchanged(use, output, nodes)) replaced.set(node, changed);
  }
  return { replaced, stored };
}
