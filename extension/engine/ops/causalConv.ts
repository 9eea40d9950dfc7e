import { mul, sub } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { unknownInput } from './support/measure';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Input `[B, C, L]`, weight `[C, 1, k]`; outputs as the input, and the last k - 1 positions to go on from. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const w = view.input(1).shape;
  if (x !== null && x.length !== 3) return view.conflict(`${formatShape(x)} is no batch of channels`);
  if (w !== null && w.length !== 3) return view.conflict(`a weight of ${formatShape(w)} is not 3-D`);
  const kernel = w?.[2];
  const [batch = 1, channels = 1] = x ?? [];
  const state = x === null || kernel === undefined ? null : [batch, channels, sub(kernel, 1)];
  return [tensor(dtype, x), tensor(dtype, state)];
}

/** Depthwise, and as long as the input: MACs `B * C * L * k`; bias and activation 1 per output element each. */
function work(view: SolvedView): Work | UnknownWork {
  const x = view.input(0).shape;
  const kernel = view.input(1).shape?.[2];
  if (x === null) return unknownInput(view, 0);
  if (kernel === undefined) return unknownInput(view, 1);
  const [batch = 1, channels = 1, length = 1] = x;
  const elements = elementCount(x);
  const activated = view.string('activation', 'none') !== 'none';
  return {
    macs: [
      [
        { label: 'B', value: batch },
        { label: 'C', value: channels },
        { label: 'L', value: length },
        { label: 'k', value: kernel },
      ],
    ],
    elementOps: mul(elements, Number(view.has(2)) + Number(activated)),
    transcendentals: activated ? elements : 0,
  };
}

export const CAUSAL_CONV: OpSpec = {
  types: ['CausalConvWithState', 'com.microsoft:CausalConvWithState'],
  infer,
  work,
  parameterSlots: [1, 2],
  cache: { past: [3], present: [1] },
};
