import type { DType } from '../ir/dtype';
import { fill, scalarOf, type TensorFacts } from '../ir/tensor';
import type { InferView, OpSpec } from './op';

/** Dropout, which only training applies. */
export const DROPOUT_OPS: readonly OpSpec[] = [
  { types: ['Dropout'], infer: inferDropout, traffic: 'none', carries: [0] },
];

/** Inference passes the data through; training (opset 12, third input) replaces elements by 0. */
function inferDropout(view: InferView): readonly TensorFacts[] {
  const data = view.input(0);
  const training = view.has(2) && scalarOf(view.input(2)) !== 0;
  // Before opset 10 the mask had the type of the data.
  const maskType: DType | null = view.opset >= 10 ? 'bool' : data.dtype;
  const mask = { dtype: maskType, shape: data.shape, content: training ? null : fill(1) };
  return [training ? { ...data, content: null } : data, mask];
}
