import { MOST_ELEMENTS } from './bindings';
import { bytesOf, familyOf } from '../ir/dtype';
import type { StoredTensor } from '../ir/graph';
import type { CarriedTensor, ShapedNode, TensorUse } from '../inference/shaped';

/** Elements of a stored tensor; 0 for one whose dims are impossible. */
export function storedElements({ dims, storedElements: held }: StoredTensor): number {
  if (held !== undefined) return Math.max(0, held);
  let elements = 1;
  for (const dim of dims) {
    if (dim < 0) return 0;
    elements *= dim;
  }
  return elements <= MOST_ELEMENTS ? elements : 0;
}

/** Bytes at the stored element type; null for types from the future and for text of unknown length. */
export function storedBytes(tensor: StoredTensor): number | null {
  if (tensor.dtype === null) return null;
  if (tensor.dtype === 'string') return tensor.payload?.length ?? 0;
  return bytesOf(tensor.dtype, storedElements(tensor));
}

/** Inputs up to which looking back is cheaper than a set of names. */
const FEW_INPUTS = 8;

/** Tensors that a node reads, each once, however many slots it fills. */
export function distinctInputs({ inputs }: ShapedNode): readonly TensorUse[] {
  if (inputs.length <= FEW_INPUTS)
    return inputs.filter(
      (use, i): use is TensorUse => use !== null && inputs.findIndex((one) => one?.name === use.name) === i,
    );
  const seen = new Set<string>();
  return inputs.filter((use): use is TensorUse => {
    if (use === null || seen.has(use.name)) return false;
    seen.add(use.name);
    return true;
  });
}

/** Initializer elements that a node reads directly. */
export function weightElements(node: ShapedNode): number {
  let total = 0;
  for (const { stored, initializer } of distinctInputs(node))
    if (stored && initializer) total += storedElements(stored);
  return total;
}

const NONE: readonly StoredTensor[] = [];

/** Operators whose integer operands are quantized numbers rather than indices or shapes. */
const QUANTIZED_OPERATOR = /QLinear|QGemm|Integer|NBits|QAttention|DynamicQuantize/;

/**
 * Learnable tensors that a node reads. Where the format tells which they are, those that it reads directly; else
 * those that reach its parameter slots, also carried by views, casts and dequantization. Not learnable: one-element constants and integers that are no quantized numbers.
 */
export function parametersOf({ node, inputs, spec }: ShapedNode): readonly StoredTensor[] {
  if (inputs.some((use) => use?.stored?.learnable === true)) {
    // A view of a parameter has no parameters of its own: what reads the view does.
    if (spec?.carries !== undefined) return NONE;
    return [...new Set(inputs.flatMap((use) => (use?.stored?.learnable === true ? [use.stored] : [])))];
  }
  const slots = spec?.parameterSlots;
  if (slots === undefined || inputs.every((use) => !use || use.carried.length === 0)) return NONE;
  const quantized = QUANTIZED_OPERATOR.test(node.op);
  const found = new Set<StoredTensor>();
  inputs.forEach((use, slot) => {
    if (!use || (slots !== 'all' && !slots.includes(slot))) return;
    for (const carried of use.carried) if (isLearnable(carried, quantized)) found.add(carried.tensor);
  });
  return [...found];
}

function isLearnable({ tensor, dequantized }: CarriedTensor, quantizedOperator: boolean): boolean {
  if (tensor.learnable !== undefined) return tensor.learnable;
  if (tensor.dtype === null || storedElements(tensor) <= 1) return false;
  const family = familyOf(tensor.dtype);
  return family === 'float' || (family === 'int' && (dequantized || quantizedOperator));
}
