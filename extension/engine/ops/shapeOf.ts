import { elementCount } from '../ir/shape';
import { fill, int64Vector, MAX_TRACKED_ELEMENTS, type TensorFacts } from '../ir/tensor';
import type { InferView, OpSpec } from './op';

/** Shapes as tensors: where symbolic dims enter the values. */
export const SHAPE_OPS: readonly OpSpec[] = [
  { types: ['Shape'], infer: inferShape, traffic: 'none' },
  { types: ['Size'], infer: inferSize, traffic: 'none' },
];

/** `start` and `end` since opset 15, clamped to the rank. */
function inferShape(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  if (shape === null || shape.length > MAX_TRACKED_ELEMENTS)
    return [{ dtype: 'int64', shape: [view.dataDim(0, 'rank')], content: null }];
  return [int64Vector(shape.slice(view.int('start', 0), view.int('end')))];
}

function inferSize(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  return [{ dtype: 'int64', shape: [], content: shape === null ? null : fill(elementCount(shape)) }];
}
