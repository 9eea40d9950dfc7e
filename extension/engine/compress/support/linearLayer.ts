import { GraphNodeView } from '../../inference/nodeView';
import type { ShapedNode } from '../../inference/shaped';
import type { DType } from '../../ir/dtype';
import type { WeightRecipe } from '../../ir/recipe';
import { UNKNOWN_TENSOR } from '../../ir/tensor';
import type { Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { candidates } from './pick';
import { addConv, convLayer, convText } from './convLayer';

/** How a matrix product with a stored weight is written, and whether the weight stands as [out, in]. */
type Form = 'gemm' | 'gemm-transposed' | 'matmul' | 'linear' | 'conv';

/** A fully connected layer, a projection, or a convolution of 1x1: `y = x W + b` at every row or position. */
export interface LinearLayer {
  readonly shaped: ShapedNode;
  readonly form: Form;
  readonly input: string;
  readonly output: string;
  readonly weight: string;
  readonly bias: string | null;
  readonly dtype: DType;
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly strides: readonly [number, number];
  readonly text: string;
}

export function linearLayers(facts: ModelFacts, target?: string): readonly LinearLayer[] {
  return candidates(facts, target).flatMap((shaped) => linearLayer(facts, shaped) ?? []);
}

/** Reads a node as a linear layer; null where it is none, or where its weight is computed. */
export function linearLayer(facts: ModelFacts, shaped: ShapedNode): LinearLayer | null {
  const conv = convLayer(facts, shaped);
  if (conv) {
    const { kernel, groups, padsBegin, padsEnd } = conv;
    const plain = [...padsBegin, ...padsEnd].every((pad) => pad === 0) && groups === 1;
    if (!plain || kernel[0] !== 1 || kernel[1] !== 1) return null;
    const { inChannels: inFeatures, outChannels: outFeatures } = conv;
    return { ...conv, form: 'conv', inFeatures, outFeatures, text: convText(conv) };
  }
  const form = formOf(facts, shaped);
  const stored = facts.stored(shaped, 1);
  if (form === null || !stored?.dtype || stored.dims.length !== 2) return null;
  const [rows = 0, columns = 0] = stored.dims;
  const transposed = form === 'gemm-transposed' || form === 'linear';
  const [inFeatures, outFeatures] = transposed ? [columns, rows] : [rows, columns];
  const [input = '', weight = '', bias = ''] = shaped.node.inputs;
  return {
    shaped,
    form,
    input,
    output: shaped.node.outputs[0] ?? '',
    weight,
    bias: bias === '' ? null : bias,
    dtype: stored.dtype,
    inFeatures,
    outFeatures,
    strides: [1, 1],
    text: `fully connected ${inFeatures} → ${outFeatures}`,
  };
}

function formOf(facts: ModelFacts, shaped: ShapedNode): Form | null {
  const { node, opset, inputs } = shaped;
  if (shaped.broken !== null || facts.stored(shaped, 0) !== null) return null;
  const view = new GraphNodeView(
    node,
    opset,
    inputs.map((use) => use?.facts ?? UNKNOWN_TENSOR),
  );
  const name = `${node.domain}:${node.op}`;
  if (name === 'torch:Linear') return 'linear';
  if (name === ':MatMul') return 'matmul';
  if (name !== ':Gemm') return null;
  const scaled = view.float('alpha', 1) !== 1 || view.float('beta', 1) !== 1;
  if (scaled || view.int('transA', 0) !== 0) return null;
  return view.int('transB', 0) === 0 ? 'gemm' : 'gemm-transposed';
}

/** A layer in place of another, written in the same form. */
export interface LinearPart {
  readonly input: string;
  readonly from: number;
  readonly to: number;
  readonly bias?: string | null;
  readonly strides?: readonly [number, number];
  readonly recipe?: WeightRecipe;
}

/** Adds a linear layer written like `like`; returns its output. */
export function addLinear(
  draft: Draft,
  hint: string,
  like: Pick<LinearLayer, 'form' | 'dtype'>,
  part: LinearPart,
  output?: string,
): string {
  const { form, dtype } = like;
  if (form === 'conv') return addConv(draft, hint, dtype, part, output);
  const { input, from, to, bias = null } = part;
  const transposed = form === 'gemm-transposed' || form === 'linear';
  const recipe = part.recipe ?? { kind: 'untrained', fan: from };
  const weight = draft.weight(`${hint}.weight`, dtype, transposed ? [to, from] : [from, to], recipe);
  const inputs = bias === null ? [input, weight] : [input, weight, bias];
  if (form === 'linear') return draft.node(hint, { op: 'Linear', domain: 'torch', inputs }, output);
  if (form === 'matmul') return draft.node(hint, { op: 'MatMul', inputs }, output);
  const attributes = { transB: form === 'gemm-transposed' ? 1 : 0 };
  return draft.node(hint, { op: 'Gemm', inputs, attributes }, output);
}
