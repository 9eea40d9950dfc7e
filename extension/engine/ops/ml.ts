import { type Dim, product, sum } from '../ir/dim';
import type { DType } from '../ir/dtype';
import { holding, tensor, type TensorFacts } from '../ir/tensor';
import { classifierWork, linearWork, regressorWork, treeWork } from './mlWork';
import { normalizationWork } from './normWork';
import type { InferView, NodeView, OpSpec } from './op';
import { perOutputElement } from './support/measure';
import { own } from '../own';

/** Classical learning (ai.onnx.ml): preprocessing, linear models and ensembles on rows of features. */
export const ML_OPS: readonly OpSpec[] = [
  {
    // An offset and a factor.
    types: ml('Scaler'),
    infer: (view) => [tensor('float32', view.input(0).shape)],
    work: perOutputElement(2),
  },
  {
    types: ml('Normalizer'),
    infer: (view) => [tensor('float32', view.input(0).shape)],
    work: normalizationWork((_, shape) => product(shape.slice(0, -1))),
  },
  {
    types: ml('Binarizer', 'Imputer'),
    infer: (view) => [{ ...view.input(0), content: null }],
    work: perOutputElement(1),
  },
  { types: ml('LabelEncoder'), infer: (view) => [tensor(labelType(view), view.input(0).shape)] },
  { types: ml('CategoryMapper'), infer: inferCategoryMapper },
  { types: ml('ArrayFeatureExtractor'), infer: inferExtractor },
  { types: ml('OneHotEncoder'), infer: inferOneHotEncoder },
  { types: ml('FeatureVectorizer'), infer: inferFeatures },
  { types: ml('DictVectorizer'), infer: inferDictionary },
  { types: ml('CastMap'), infer: inferCastMap },
  { types: ml('ZipMap'), infer: inferZipMap },
  { types: ml('LinearRegressor'), infer: (view) => [perRow(view, view.int('targets', 1))], work: linearWork },
  { types: ml('SVMRegressor'), infer: (view) => [perRow(view, 1)], work: regressorWork },
  {
    types: ml('TreeEnsembleRegressor', 'TreeEnsemble'),
    infer: (view) => [perRow(view, view.int('n_targets', 1))],
    work: treeWork,
  },
  { types: ml('LinearClassifier'), infer: inferClassifier, work: linearWork },
  { types: ml('SVMClassifier'), infer: inferClassifier, work: classifierWork },
  { types: ml('TreeEnsembleClassifier'), infer: inferClassifier, work: treeWork },
];

function ml(...names: readonly string[]): readonly string[] {
  return names.map((name) => `ai.onnx.ml:${name}`);
}

/** A result vector per row; one row where the input is a vector. */
function perRow(view: NodeView, width: Dim): TensorFacts {
  const { shape } = view.input(0);
  const double = view.node.op === 'TreeEnsemble' ? view.input(0).dtype : null;
  return tensor(double ?? 'float32', shape === null ? null : [shape.length > 1 ? (shape[0] ?? 1) : 1, width]);
}

/** A label per row, and the scores of all classes. */
function inferClassifier(view: InferView): readonly TensorFacts[] {
  const texts = view.strings('classlabels_strings') ?? [];
  const labels = view.ints('classlabels_int64s') ?? view.ints('classlabels_ints') ?? [];
  const { shape } = view.input(0);
  const rows = shape === null ? null : shape.length > 1 ? (shape[0] ?? 1) : 1;
  const count = texts.length > 0 ? texts.length : labels.length;
  const width = count > 0 ? count : view.dataDim(1, 'classes');
  const label = tensor(texts.length > 0 ? 'string' : 'int64', rows === null ? null : [rows]);
  return [label, tensor('float32', rows === null ? null : [rows, width])];
}

/** Type of the values that replace the labels. Opset 1 maps between texts and integers. */
function labelType(view: NodeView): DType | null {
  const stored = view.tensor('values_tensor');
  if (stored !== undefined) return stored.dtype;
  if (view.attribute('values_strings') !== undefined) return 'string';
  if (view.attribute('values_int64s') !== undefined) return 'int64';
  if (view.attribute('values_floats') !== undefined) return 'float32';
  return view.opset < 2 ? swapped(view) : null;
}

function inferCategoryMapper(view: InferView): readonly TensorFacts[] {
  return [tensor(swapped(view), view.input(0).shape)];
}

function swapped(view: NodeView): DType | null {
  const { dtype } = view.input(0);
  return dtype === 'string' ? 'int64' : dtype === 'int64' ? 'string' : null;
}

/** Chosen columns of the last axis. */
function inferExtractor(view: InferView): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  const picks = view.input(1).shape?.at(-1);
  if (shape === null || shape.length === 0 || picks === undefined) return [tensor(dtype, null)];
  return [tensor(dtype, shape.length === 1 ? [1, picks] : shape.with(-1, picks))];
}

/** A new last axis with a place per category. */
function inferOneHotEncoder(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  const categories = view.ints('cats_int64s')?.length ?? view.strings('cats_strings')?.length;
  const width = categories ?? view.dataDim(0, 'categories');
  return [tensor('float32', shape === null ? null : [...shape, width])];
}

/** Inputs side by side, a vector as one row; `inputdimensions` says how wide each is. */
function inferFeatures(view: InferView): readonly TensorFacts[] {
  const shapes = Array.from({ length: view.inputCount }, (_, slot) => view.input(slot).shape);
  const widths = view.ints('inputdimensions') ?? shapes.map((shape) => shape?.at(-1) ?? null);
  const rows = shapes.flatMap((shape) => (shape && shape.length > 1 ? (shape[0] ?? []) : []))[0] ?? 1;
  const known = widths.filter((width) => width !== null);
  const whole = known.length === widths.length && shapes.every((shape) => shape !== null);
  return [tensor('float32', whole ? [rows, sum(known)] : null)];
}

/** One row with a place per key of the vocabulary; values keep their type. */
function inferDictionary(view: InferView): readonly TensorFacts[] {
  const keys = view.strings('string_vocabulary') ?? view.ints('int64_vocabulary');
  const { holds } = view.input(0);
  return [tensor(holds?.element.dtype ?? null, keys === undefined ? null : [1, keys.length])];
}

const CASTS: Readonly<Record<string, DType>> = {
  TO_FLOAT: 'float32',
  TO_INT64: 'int64',
  TO_STRING: 'string',
};

/** One row: the values in the order of their keys, or (sparse) at their keys below `max_map`. */
function inferCastMap(view: InferView): readonly TensorFacts[] {
  const dtype = own(CASTS, view.string('cast_to', 'TO_FLOAT')) ?? null;
  const sparse = view.string('map_form', 'DENSE') === 'SPARSE';
  const width = sparse ? view.int('max_map', 1) : (view.input(0).holds?.count ?? view.dataDim(0, 'keys'));
  return [tensor(dtype, [1, width])];
}

/** A map from labels to scores per row. */
function inferZipMap(view: InferView): readonly TensorFacts[] {
  const { shape } = view.input(0);
  const labels = view.strings('classlabels_strings') ?? view.ints('classlabels_int64s');
  const map = holding('map', tensor('float32', []), labels?.length ?? shape?.at(-1) ?? null);
  return [holding('sequence', map, shape === null ? null : shape.length > 1 ? (shape[0] ?? 1) : 1)];
}
