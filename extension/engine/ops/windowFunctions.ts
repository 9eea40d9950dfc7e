import { scalarOf, tensor, type TensorFacts } from '../ir/tensor';
import { dtypeFromCode } from '../ir/dtype';
import type { InferView, OpSpec } from './op';
import { perOutputElement } from './support/measure';

/** Signal windows: a cosine per element. */
export const WINDOW_FUNCTION_OPS: readonly OpSpec[] = [
  {
    types: ['HannWindow', 'HammingWindow', 'BlackmanWindow'],
    infer: inferWindow,
    work: perOutputElement(1, 1),
  },
];

function inferWindow(view: InferView): readonly TensorFacts[] {
  const size = scalarOf(view.input(0)) ?? view.dataDim(0, 'size');
  return [tensor(dtypeFromCode(view.int('output_datatype', 1)), [size])];
}
