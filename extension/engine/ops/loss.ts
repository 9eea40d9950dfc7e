import { add, mul, product } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { like, unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { logSoftmaxOf } from './softmax';

/** Scores `[N, C, ...]` against targets `[N, ...]`: one loss, or with reduction "none" one per target. */
function lossShape(view: NodeView): Shape | null {
  return view.string('reduction', 'mean') === 'none' ? view.input(1).shape : [];
}

function infer(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: scores } = view.input(0);
  const targets = view.input(1).shape;
  if (scores !== null && targets !== null && scores.length !== targets.length + 1)
    return view.conflict(`targets of ${formatShape(targets)} do not fit scores of ${formatShape(scores)}`);
  return [tensor(dtype, lossShape(view)), like(view.input(0))];
}

/** Per target: picking out and negating a score, its weight where there is one, and the reduction. */
function pickWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(1);
  if (shape === null) return unknownInput(view, 1);
  const reduced = Number(view.string('reduction', 'mean') !== 'none');
  return { elementOps: mul(elementCount(shape), 1 + Number(view.has(2)) + reduced) };
}

/** LogSoftmax over the classes (axis 1), then the loss. */
function crossEntropyWork(view: SolvedView): Work | UnknownWork {
  const scores = view.input(0).shape;
  const picked = pickWork(view);
  if (scores === null) return unknownInput(view, 0);
  if ('unknown' in picked) return picked;
  const normalized = logSoftmaxOf(scores, product(scores.filter((_, axis) => axis !== 1)));
  return { ...normalized, elementOps: add(picked.elementOps ?? 0, normalized.elementOps ?? 0) };
}

export const LOSS_OPS: readonly OpSpec[] = [
  { types: ['NegativeLogLikelihoodLoss'], infer, work: pickWork },
  { types: ['SoftmaxCrossEntropyLoss'], infer, work: crossEntropyWork },
];
