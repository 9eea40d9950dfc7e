import { tensor, type TensorFacts } from '../ir/tensor';
import { requestedType } from './generate';
import { dimsFrom } from './support/lists';
import type { InferView, OpSpec } from './op';

/** Random numbers: the shape is known, the values never. */
export const RANDOM_OPS: readonly OpSpec[] = [
  { types: ['RandomNormal', 'RandomUniform'], infer: inferRandom },
  { types: ['RandomNormalLike', 'RandomUniformLike', 'Bernoulli'], infer: inferLike },
  { types: ['Multinomial'], infer: inferMultinomial },
];

function inferRandom(view: InferView): readonly TensorFacts[] {
  const shape = dimsFrom(view, view.ints('shape') ?? []);
  return typeof shape === 'string'
    ? view.conflict(shape)
    : [tensor(requestedType(view) ?? 'float32', view.ints('shape') === undefined ? null : shape)];
}

function inferLike(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  return [tensor(requestedType(view) ?? dtype, shape)];
}

function inferMultinomial(view: InferView): readonly TensorFacts[] {
  const batch = view.input(0).shape?.[0];
  const shape = batch === undefined ? null : [batch, view.int('sample_size', 1)];
  return [tensor(requestedType(view) ?? 'int32', shape)];
}
