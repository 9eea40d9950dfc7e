import { call, mul } from '../ir/dim';
import { formatShape } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { broadcastContent, commonShape } from './support/broadcasting';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { perOutputElement } from './support/measure';

/** Arithmetic alone: 1 FLOP per element. */
const PLAIN = ['LeakyRelu', 'ThresholdedRelu', 'HardSigmoid', 'HardSwish', 'Softsign', 'Shrink'];

/** With an exp, tanh or erf in each element: 1 FLOP per element too, counted as transcendental as well. */
const TRANSCENDENTAL = [
  'Elu',
  'Selu',
  'Celu',
  'Sigmoid',
  'Softplus',
  'Gelu',
  'Mish',
  'Swish',
  'com.microsoft:Gelu',
  'com.microsoft:QuickGelu',
];

/** Activations that add a bias (slot 1) first. */
const WITH_BIAS = ['com.microsoft:FastGelu', 'com.microsoft:BiasGelu'];

/** Activation functions: one element in, one out. */
export const ACTIVATION_OPS: readonly OpSpec[] = [
  { types: ['Relu'], infer: inferRelu, work: perOutputElement(1) },
  { types: PLAIN, infer: inferSame, work: perOutputElement(1) },
  { types: TRANSCENDENTAL, infer: inferSame, work: perOutputElement(1, 1) },
  { types: ['SwiGLU'], infer: inferGated, work: workOfGated },
  { types: WITH_BIAS, infer: inferWithBias, work: perOutputElement(1, 1), parameterSlots: [1] },
];

/** `Swish(a) * b`: the activation and a multiplication. */
function inferGated(view: InferView): readonly TensorFacts[] {
  const inputs = [view.input(0), view.input(1)];
  const shape = commonShape(inputs);
  return typeof shape === 'string' ? view.conflict(`SwiGLU: ${shape}`) : [tensor(view.input(0).dtype, shape)];
}

function workOfGated(view: SolvedView): Work | UnknownWork {
  const work = perOutputElement(1, 1)(view);
  return 'unknown' in work || work.elementOps === undefined
    ? work
    : { ...work, elementOps: mul(2, work.elementOps) };
}

function inferSame(view: InferView): readonly TensorFacts[] {
  return [{ ...view.input(0), content: null }];
}

/** Followed by value, because exporters clamp loop counts with it. */
function inferRelu(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const content = broadcastContent([view.input(0)], shape, {
    apply: ([x = null]) => (x === null ? null : call('max', [x, 0])),
    lenient: false,
  });
  return [{ dtype, shape, content }];
}

function inferWithBias(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  const bias = view.input(1).shape;
  const last = shape?.at(-1);
  const width = bias?.at(-1);
  if (typeof last === 'number' && typeof width === 'number' && last !== width)
    return view.conflict(
      `${view.node.op}: bias ${formatShape(bias ?? null)} does not fit ${formatShape(shape)}`,
    );
  return inferSame(view);
}
