import { type Dim, mul } from '../../ir/dim';
import { elementCount } from '../../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../../ir/tensor';
import type { Factor, NodeView, SolvedView, UnknownWork, Work } from '../op';

/** Type and shape of a tensor without its content: what an operator returns that keeps both. */
export function like(facts: TensorFacts): TensorFacts {
  return tensor(facts.dtype, facts.shape);
}

/** Says that the work cannot be told for want of the shape in input `slot`. */
export function unknownInput(view: NodeView, slot: number): UnknownWork {
  return { unknown: `the shape of ${view.node.inputs[slot] ?? `input ${slot}`} is not known` };
}

/** Says that the work cannot be told for want of the shape of output `slot`. */
export function unknownOutput(view: NodeView, slot = 0): UnknownWork {
  return { unknown: `the shape of ${view.node.outputs[slot] ?? `output ${slot}`} is not known` };
}

/** Work of so many element operations, and transcendental ones among them, per element of a shape. */
export function workPerElement(shape: Shape, operations: number, transcendentals = 0): Work {
  const elements = elementCount(shape);
  const elementOps = mul(elements, operations);
  return transcendentals === 0
    ? { elementOps }
    : { elementOps, transcendentals: mul(elements, transcendentals) };
}

/** A `work` that counts so many operations per element of output 0. */
export function perOutputElement(operations: number, transcendentals = 0) {
  return (view: SolvedView): Work | UnknownWork => {
    const { shape } = view.output(0);
    return shape === null ? unknownOutput(view) : workPerElement(shape, operations, transcendentals);
  };
}

/** A `work` that counts so many operations per element of input 0. */
export function perInputElement(operations: number, transcendentals = 0) {
  return (view: SolvedView): Work | UnknownWork => {
    const { shape } = view.input(0);
    return shape === null ? unknownInput(view, 0) : workPerElement(shape, operations, transcendentals);
  };
}

/** Pairs values with labels; a value beyond the labels is called by its position. */
export function factors(labels: readonly string[], values: readonly Dim[]): readonly Factor[] {
  return values.map((value, i) => ({ label: labels[i] ?? `d${i}`, value }));
}

const AXES = ['D', 'H', 'W'];

/** Labels of spatial axes as the field writes them: `Hout`, `Wout`; `Lout` in 1-D, `Dout` first in 3-D. */
export function spatialLabels(rank: number, suffix: 'out' | 'in'): readonly string[] {
  if (rank === 1) return [`L${suffix}`];
  if (rank <= AXES.length) return AXES.slice(AXES.length - rank).map((axis) => axis + suffix);
  return Array.from({ length: rank }, (_, i) => `${suffix}${i}`);
}

/** Labels of a kernel's axes: `kh`, `kw`; `k` in 1-D, `kd` first in 3-D. */
export function kernelLabels(rank: number): readonly string[] {
  if (rank === 1) return ['k'];
  if (rank <= AXES.length) return AXES.slice(AXES.length - rank).map((axis) => `k${axis.toLowerCase()}`);
  return Array.from({ length: rank }, (_, i) => `k${i}`);
}
