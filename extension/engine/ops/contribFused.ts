import { mul, product, sum } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { divide } from './heads';
import { NORM_OPERATIONS } from './normWork';
import { like, perOutputElement, unknownInput } from './support/measure';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** `[N, S, D]` and a bias `[D]`: the left half times Gelu of the right one. */
function inferSplitGelu(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  if (shape === null) return [tensor(dtype, null)];
  const half = divide(shape.at(-1) ?? 1, 2);
  if (half === null || shape.length === 0)
    return view.conflict(`${formatShape(shape)} does not split into two halves`);
  return [tensor(dtype, shape.with(-1, half))];
}

/** Outputs the result and a mask of what was kept. */
function inferBiasDropout(view: InferView): readonly TensorFacts[] {
  return [like(view.input(0)), tensor('bool', view.input(0).shape)];
}

function biasDropoutWork(view: SolvedView): Work | UnknownWork {
  return perOutputElement(1 + Number(view.has(2)))(view);
}

/** GroupNorm of diffusion models: channels last by default, and an activation (SiLU) where asked for. */
function groupNormWork(view: SolvedView, additions: number): Work | UnknownWork {
  const { shape } = view.input(0);
  if (shape === null) return unknownInput(view, 0);
  const elements = elementCount(shape);
  const activated = view.int('activation', 0) === 1;
  const groups = product([shape[0] ?? 1, view.int('groups', 1)]);
  return {
    elementOps: mul(elements, NORM_OPERATIONS + Number(activated) + additions),
    transcendentals: activated ? sum([groups, elements]) : groups,
  };
}

/** Several operators in one, as onnxruntime's optimizers leave them: what each of them counts, added up. */
export const CONTRIB_FUSED_OPS: readonly OpSpec[] = [
  {
    // Two biases, Gelu, and the product of the halves.
    types: ['com.microsoft:BiasSplitGelu'],
    infer: inferSplitGelu,
    work: perOutputElement(4, 1),
    parameterSlots: [1],
  },
  {
    // A bias and a skip connection.
    types: ['com.microsoft:BiasAdd'],
    infer: (view) => [like(view.input(0))],
    work: perOutputElement(2),
    parameterSlots: [1],
  },
  {
    types: ['com.microsoft:BiasDropout'],
    infer: inferBiasDropout,
    work: biasDropoutWork,
    parameterSlots: [1],
  },
  {
    // A bias (a mask, mostly) and softmax.
    types: ['com.microsoft:BiasSoftmax'],
    infer: (view) => [like(view.input(0))],
    work: perOutputElement(6, 1),
  },
  {
    types: ['com.microsoft:GroupNorm'],
    infer: (view) => [like(view.input(0))],
    work: (view) => groupNormWork(view, 0),
    parameterSlots: [1, 2],
  },
  {
    // Inputs X, gamma, beta, skip, bias; output 1 is the sum that is normalized.
    types: ['com.microsoft:SkipGroupNorm'],
    infer: (view) => [like(view.input(0)), like(view.input(0))],
    work: (view) => groupNormWork(view, 1 + Number(view.has(4))),
    parameterSlots: [1, 2, 4],
  },
];
