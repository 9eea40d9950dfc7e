import { call, mul, product } from '../ir/dim';
import { formatShape } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { unknownInput } from './support/measure';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Square matrices `[..., M, M]` to `[...]`. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  if (x === null) return [tensor(dtype, null)];
  const [rows, columns] = x.slice(-2);
  if (x.length < 2 || (typeof rows === 'number' && typeof columns === 'number' && rows !== columns))
    return view.conflict(`${formatShape(x)} does not end in a square matrix`);
  return [tensor(dtype, x.slice(0, -2))];
}

/** Elimination: `2 M^3 / 3` operations per matrix. */
function work(view: SolvedView): Work | UnknownWork {
  const { shape: x } = view.input(0);
  if (x === null) return unknownInput(view, 0);
  const m = x.at(-1) ?? 1;
  return { elementOps: mul(product(x.slice(0, -2)), call('floorDiv', [product([2, m, m, m]), 3])) };
}

export const DETERMINANT_OPS: readonly OpSpec[] = [{ types: ['Det'], infer, work }];
