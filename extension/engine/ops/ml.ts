import type { Dim } from '../ir/dim';
import type { DType } from '../ir/dtype';
import { tensor, type TensorFacts } from '../ir/tensor';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { perOutputElement } from './support/measure';

/** Classical learning (ai.onnx.ml): preprocessing, linear models and ensembles on rows of features. */
export const ML_OPS: readonly OpSpec[] = [
  {
    types: ml('Scaler', 'Normalizer'),
    infer: (view) => [tensor('float32', view.input(0).shape)],
    work: perOutputElement(1),
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
  { types: ml('LinearRegressor'), infer: (view) => [perRow(view, view.int('targets', 1))], work: linearWork },
  { types: ml('SVMRegressor'), infer: (view) => [perRow(view, 1)], work: uncounted },
  {
    types: ml('TreeEnsembleRegressor', 'TreeEnsemble'),
    infer: (view) => [perRow(view, view.int('n_targets', 1))],
    work: uncounted,
  },
  { types: ml('LinearClassifier'), infer: inferClassifier, work: linearWork },
  { types: ml('SVMClassifier', 'TreeEnsembleClassifier'), infer: inferClassifier, work: uncounted },
];

function ml(...names: readonly string[]): readonly string[] {
  return names.map((name) => `ai.onnx.ml:${name}`);
}

function uncounted(): UnknownWork {
  return { unknown: 'the work of this model depends on its trees or support vectors and is not counted' };
}

/** One multiply-accumulate per feature, row and result. */
function linearWork(view: SolvedView): Work | UnknownWork {
  const [rows, features] = view.input(0).shape ?? [];
  const coefficients = view.floats('coefficients')?.length;
  if (rows === undefined || typeof features !== 'number' || coefficients === undefined)
    return { unknown: 'the shape is not known' };
  const results = coefficients / features;
  return {
    macs: [
      [
        { label: 'rows', value: rows },
        { label: 'results', value: results },
        { label: 'features', value: features },
      ],
    ],
    macOperands: [0, 0],
  };
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
