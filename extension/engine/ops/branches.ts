import { scalarOf, type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import { merged } from './support/merging';
import type { InferView, OpSpec } from './op';

/** A choice between two subgraphs. */
export const BRANCH_OPS: readonly OpSpec[] = [{ types: ['If'], infer: inferIf }];

/** A condition known beforehand leaves one branch; otherwise only what both give is known of the results. */
function inferIf(view: InferView): readonly TensorFacts[] {
  const condition = scalarOf(view.input(0));
  const decided = typeof condition === 'number';
  const calls = (runs: boolean): number | null => (decided ? Number(runs) : null);
  const onTrue = view.subgraph('then_branch', [], calls(condition !== 0), !decided);
  const onFalse = view.subgraph('else_branch', [], calls(condition === 0), !decided);
  if (decided) return condition !== 0 ? onTrue : onFalse;
  return onTrue.map((facts, slot) =>
    merged(facts, onFalse[slot] ?? UNKNOWN_TENSOR, (axis) =>
      view.dataDim(slot, axis === 'count' ? axis : `axis ${axis}`),
    ),
  );
}
