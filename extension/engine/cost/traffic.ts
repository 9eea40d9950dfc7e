import type { ShapedNode, TensorUse } from '../inference/shaped';
import type { Bindings } from './bindings';
import { bytesOfElements } from './bindings';
import { distinctInputs, storedBytes } from './stored';
import type { NodeTraffic, TensorTraffic } from './types';

/**
 * Bytes that one execution of a node reads and writes: weights + inputs + outputs. Views and shape arithmetic
 * move nothing; a gather reads only as many elements of its table as it writes. No cache is assumed.
 */
export function trafficOf(node: ShapedNode, bindings: Bindings): NodeTraffic {
  const weights: TensorUse[] = [];
  const activations: TensorUse[] = [];
  for (const use of distinctInputs(node)) (use.stored ? weights : activations).push(use);
  const outputs = node.outputs.filter(({ name }) => name !== '');
  const sizes = {
    weightBytes: total(weights, weightSize),
    inputBytes: total(activations, ({ facts }) => bindings.bytes(facts)),
    outputBytes: total(outputs, ({ facts }) => bindings.bytes(facts)),
  };
  if (node.spec?.traffic === 'none') return { ...sizes, weightBytesMoved: 0, activations: [], movedBytes: 0 };
  const moved = (use: TensorUse): number | null => movedBytes(use, node, bindings);
  const weightBytesMoved = total(weights, moved);
  const touched = collect([...activations, ...outputs].map((use) => traffic(use, moved(use), bindings)));
  const activationBytes = touched && total(touched, (tensor) => tensor.movedBytes);
  return {
    ...sizes,
    weightBytesMoved,
    activations: touched,
    movedBytes: total([weightBytesMoved, activationBytes], (part) => part),
  };
}

function weightSize({ stored }: TensorUse): number | null {
  return stored && storedBytes(stored);
}

/** Bytes of one tensor that move; of a table only the rows that come out. */
function movedBytes(use: TensorUse, node: ShapedNode, bindings: Bindings): number | null {
  const whole = use.stored ? storedBytes(use.stored) : bindings.bytes(use.facts);
  if (node.spec?.traffic !== 'rows' || use.name !== node.inputs[0]?.name) return whole;
  const written = bindings.elements(node.outputs[0]?.facts.shape ?? null);
  const packing = node.spec.packing?.(node.node, use.facts.dtype) ?? 1;
  return bytesOfElements(use.facts.dtype, written === null ? null : Math.ceil(written / packing));
}

function traffic(use: TensorUse, moved: number | null, bindings: Bindings): TensorTraffic | null {
  const tensorBytes = bindings.bytes(use.facts);
  return moved === null || tensorBytes === null ? null : { movedBytes: moved, tensorBytes };
}

/** The sum, or null where a part is not known. */
export function total<T>(parts: readonly T[], sizeOf: (part: T) => number | null): number | null {
  let sum = 0;
  for (const part of parts) {
    const size = sizeOf(part);
    if (size === null) return null;
    sum += size;
  }
  return sum;
}

function collect<T>(parts: readonly (T | null)[]): readonly T[] | null {
  const known = parts.filter((part): part is T => part !== null);
  return known.length === parts.length ? known : null;
}
