import type { Dim } from '../../ir/dim';
import { broadcastShapes } from '../../ir/shape';
import {
  type Content,
  elements,
  fill,
  scalarOf,
  type Shape,
  type TensorFacts,
  valuesOf,
} from '../../ir/tensor';
import type { NodeView } from '../op';
import type { Value } from './scalars';
import { eachIndex, offsetOf, stridesOf, trackedDims } from './values';

/** Common shape of all inputs; null where one is unknown, a sentence where they do not fit. */
export function commonShape(inputs: readonly TensorFacts[]): Shape | null | string {
  let common: Shape = [];
  let unknown = false;
  for (const { shape } of inputs) {
    if (shape === null) unknown = true;
    else {
      const next = broadcastShapes(common, shape);
      if (typeof next === 'string') return next;
      common = next;
    }
  }
  return unknown ? null : common;
}

/** Inputs as operators before opset 7 align them: the second one starts at `axis` of the first. */
export function alignedInputs(view: NodeView): readonly TensorFacts[] {
  const inputs = Array.from({ length: view.inputCount }, (_, slot) => view.input(slot));
  const axis = view.int('axis');
  const [a, b] = inputs;
  if (view.opset >= 7 || axis === undefined || !a?.shape || !b?.shape) return inputs;
  const trailing = a.shape.length - (axis < 0 ? axis + a.shape.length : axis) - b.shape.length;
  // An axis from outside of the rank would ask for as many dims as it is far away.
  if (!(trailing > 0 && trailing <= a.shape.length)) return inputs;
  return [a, { ...b, shape: [...b.shape, ...new Array<Dim>(trailing).fill(1)] }];
}

/** A function of one element of each input. With `lenient` unknown elements are handed over as null. */
export interface ElementFunction {
  readonly apply: (values: readonly Value[]) => Value;
  readonly lenient: boolean;
}

/** Content of an element-wise result with broadcasting; null where it cannot be told. */
export function broadcastContent(
  inputs: readonly TensorFacts[],
  shape: Shape | null,
  f: ElementFunction,
): Content | null {
  const known = inputs.filter(({ content }) => content !== null).length;
  if (known === 0 || (!f.lenient && known < inputs.length)) return null;
  const uniform = uniformContent(inputs, f);
  return uniform ?? elementContent(inputs, shape, f);
}

function uniformContent(inputs: readonly TensorFacts[], f: ElementFunction): Content | null {
  const scalars = inputs.map(scalarOf);
  if (!f.lenient && scalars.includes(null)) return null;
  const value = f.apply(scalars);
  return value === null ? null : fill(value);
}

function elementContent(
  inputs: readonly TensorFacts[],
  shape: Shape | null,
  f: ElementFunction,
): Content | null {
  const dims = trackedDims(shape);
  if (dims === null) return null;
  const readers = inputs.map((input) => reader(input));
  const result: Value[] = [];
  eachIndex(dims, (index) => {
    const values = readers.map((read) => read(index));
    result.push(!f.lenient && values.includes(null) ? null : f.apply(values));
  });
  return result.length > 0 && result.every((value) => value === null) ? null : elements(result);
}

/** Reads the element that broadcasting places at a position of the result. */
function reader(input: TensorFacts): (index: readonly number[]) => Value {
  const dims = trackedDims(input.shape);
  const values = valuesOf(input);
  if (dims === null || values === null) {
    const scalar = scalarOf(input);
    return () => scalar;
  }
  const strides = stridesOf(dims);
  return (index) => values[offsetOf(index, dims, strides)] ?? null;
}
