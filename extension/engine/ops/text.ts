import { tensor, type TensorFacts } from '../ir/tensor';
import { commonShape } from './support/broadcasting';
import type { InferView, OpSpec } from './op';

/** Operators on strings: shapes only, nothing that counts as arithmetic. */
export const TEXT_OPS: readonly OpSpec[] = [
  { types: ['StringConcat'], infer: inferConcat },
  { types: ['RegexFullMatch'], infer: (view) => [tensor('bool', view.input(0).shape)] },
  { types: ['StringSplit'], infer: inferSplit },
  { types: ['StringNormalizer'], infer: inferNormalizer },
  { types: ['TfIdfVectorizer'], infer: inferTfIdf },
];

function inferConcat(view: InferView): readonly TensorFacts[] {
  const shape = commonShape([view.input(0), view.input(1)]);
  return typeof shape === 'string' ? view.conflict(`StringConcat: ${shape}`) : [tensor('string', shape)];
}

/** Pieces per string, padded to the most that any has. */
function inferSplit(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  const pieces = shape === null ? null : [...shape, view.dataDim(0, 'pieces')];
  return [tensor('string', pieces), tensor('int64', shape)];
}

/** Stop words are removed from the only or second axis. */
function inferNormalizer(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  const drops = (view.strings('stopwords') ?? []).length > 0;
  const result =
    shape === null || shape.length === 0 || !drops ? shape : shape.with(-1, view.dataDim(0, 'kept'));
  return [tensor('string', result)];
}

/** Counts of word groups per row, at the places that `ngram_indexes` assigns. */
function inferTfIdf(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  const places = view.ints('ngram_indexes') ?? [];
  const width = places.reduce((most, place) => Math.max(most, place + 1), 0);
  return [tensor('float32', shape === null ? null : [...shape.slice(0, -1), width])];
}
