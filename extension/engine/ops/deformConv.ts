import { mul, product, sum } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { convProblem } from './convChecks';
import { factors, kernelLabels, spatialLabels, unknownInput, unknownOutput } from './support/measure';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { readWindows, slide } from './support/window';

/** Inputs X, W, offset, bias, mask; the output is that of a plain convolution. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const w = view.input(1).shape;
  if (x === null || w === null) return [tensor(dtype, null)];
  const problem = convProblem(view, x, w);
  if (problem !== null) return view.conflict(problem);
  const windows = readWindows(view, w.slice(2));
  if (typeof windows === 'string') return view.conflict(windows);
  const spatial = slide(x.slice(2), windows);
  if (typeof spatial === 'string') return view.conflict(spatial);
  return [tensor(dtype, [x[0] ?? 1, w[0] ?? 1, ...spatial])];
}

/**
 * MACs as a plain convolution. Every sampled value (N * Cin * windows * kernel) is interpolated linearly, 2^d
 * operations in d axes, and multiplied by the mask where there is one; bias 1 per output element.
 */
function work(view: SolvedView): Work | UnknownWork {
  const x = view.input(0).shape;
  const w = view.input(1).shape;
  const y = view.output(0).shape;
  if (x === null) return unknownInput(view, 0);
  if (w === null) return unknownInput(view, 1);
  if (y === null) return unknownOutput(view);
  if (w.length < 3) return { unknown: `a weight of ${formatShape(w)} has no axes to interpolate in` };
  const rank = w.length - 2;
  const labels = ['N', 'Cout', ...spatialLabels(rank, 'out'), 'Cin/groups', ...kernelLabels(rank)];
  const samples = product([...x.slice(0, 2), ...y.slice(2), ...w.slice(2)]);
  return {
    macs: [factors(labels, [...y, ...w.slice(1)])],
    elementOps: sum([mul(samples, 2 ** rank + Number(view.has(4))), view.has(3) ? elementCount(y) : 0]),
  };
}

export const DEFORM_CONV: OpSpec = { types: ['DeformConv'], infer, work, parameterSlots: [1, 3] };
