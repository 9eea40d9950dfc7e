import { mul } from '../ir/dim';
import { own } from '../own';
import type { SolvedView, UnknownWork, Work } from './op';
import { unknownInput } from './support/measure';

/** A row takes one path through each tree, as long as its features make it. */
export function treeWork(view: SolvedView): UnknownWork {
  const trees = view.ints('tree_roots')?.length ?? new Set(view.ints('nodes_treeids') ?? []).size;
  const nodes = (view.ints('nodes_featureids') ?? []).length;
  const size = trees > 0 ? ` (${trees} of ${nodes} nodes in all)` : '';
  return { unknown: `how deep a row falls through the trees${size} is decided by its features` };
}

/** Support vectors and what every row of results makes of their kernel values. */
function supportWork(view: SolvedView, supports: number, results: number): Work | UnknownWork {
  const { shape } = view.input(0);
  if (shape === null) return unknownInput(view, 0);
  const rows = shape.length > 1 ? (shape[0] ?? 1) : 1;
  const coefficients = view.floats('coefficients')?.length ?? 0;
  const row = { label: 'rows', value: rows };
  if (supports === 0)
    return { macs: [[row, { label: 'coefficients', value: coefficients }]], macOperands: [0, 0] };
  const features = (view.floats('support_vectors')?.length ?? 0) / supports;
  if (!Number.isInteger(features) || features === 0)
    return { unknown: 'its support vectors do not come in equal lengths' };
  const vectors = { label: 'vectors', value: supports };
  const kernel = view.string('kernel_type', 'LINEAR');
  const each = own(KERNELS, kernel);
  if (each === undefined) return { unknown: `no cost is known for a kernel ${kernel}` };
  const pairs = mul(rows, supports);
  return {
    macs: [
      [row, vectors, { label: 'features', value: features }],
      [row, vectors, { label: 'results', value: results }],
    ],
    macOperands: [0, 0],
    elementOps: mul(pairs, kernel === 'RBF' ? features + each.operations : each.operations),
    transcendentals: mul(pairs, each.transcendentals),
  };
}

/** Per support vector, besides a MAC per feature: RBF subtracts first and takes exp, the others scale and shift. */
const KERNELS: Readonly<Record<string, { operations: number; transcendentals: number }>> = {
  LINEAR: { operations: 0, transcendentals: 0 },
  POLY: { operations: 3, transcendentals: 1 },
  RBF: { operations: 2, transcendentals: 1 },
  SIGMOID: { operations: 3, transcendentals: 1 },
};

/** One result, to which every vector adds. */
export function regressorWork(view: SolvedView): Work | UnknownWork {
  return supportWork(view, view.int('n_supports', 0), 1);
}

/** Every vector votes in the duels of its class with each other one. */
export function classifierWork(view: SolvedView): Work | UnknownWork {
  const perClass = view.ints('vectors_per_class') ?? [];
  return supportWork(
    view,
    perClass.reduce((total, count) => total + count, 0),
    perClass.length - 1,
  );
}

/** One multiply-accumulate per feature, row and result. */
export function linearWork(view: SolvedView): Work | UnknownWork {
  const [rows, features] = view.input(0).shape ?? [];
  const coefficients = view.floats('coefficients')?.length;
  if (rows === undefined || typeof features !== 'number' || coefficients === undefined)
    return { unknown: 'the shape is not known' };
  const results = coefficients / features;
  if (!Number.isInteger(results))
    return { unknown: `${coefficients} coefficients do not fit ${features} features` };
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
