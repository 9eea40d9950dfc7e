import { formatShape } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { type AttentionSizes, attentionWork } from './attentionWork';
import { unknownInput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Q `[B, heads, Lq, Dk]`, K `[B, kvHeads, Lkv, Dk]`, V `[B, kvHeads, Lkv, Dv]`. */
function sizesOf(view: NodeView): AttentionSizes | string | null {
  const [q, k, v] = [0, 1, 2].map((slot) => view.input(slot).shape);
  if (!q || !k || !v) return null;
  const [batch, heads, queries, keyDepth] = q;
  const [keys, valueDepth] = [k[2], v[3]];
  if (batch === undefined || heads === undefined || queries === undefined || keyDepth === undefined)
    return `queries of ${formatShape(q)} are not 4-D`;
  if (keys === undefined || valueDepth === undefined)
    return `keys of ${formatShape(k)} and values of ${formatShape(v)} are not 4-D`;
  return { batch, heads, queries, keys, keyDepth, valueDepth };
}

/** The subgraphs change all scores, and all probabilities, at once; their nodes are listed and priced. */
function infer(view: InferView): readonly TensorFacts[] {
  const { dtype } = view.input(0);
  const sizes = sizesOf(view);
  if (typeof sizes === 'string') return view.conflict(sizes);
  const scores = tensor(dtype, sizes && [sizes.batch, sizes.heads, sizes.queries, sizes.keys]);
  for (const attribute of ['score_mod', 'prob_mod'])
    if (view.graph(attribute) !== undefined) view.subgraph(attribute, [scores], 1);
  return [tensor(dtype, sizes && [sizes.batch, sizes.heads, sizes.queries, sizes.valueDepth])];
}

function work(view: SolvedView): Work | UnknownWork {
  const sizes = sizesOf(view);
  if (typeof sizes === 'string') return { unknown: sizes };
  if (sizes !== null) return attentionWork(view, sizes, { masks: 0 });
  return unknownInput(
    view,
    [0, 1, 2].findIndex((slot) => view.input(slot).shape === null),
  );
}

export const FLEX_ATTENTION: OpSpec = { types: ['ai.onnx.preview:FlexAttention'], infer, work };
