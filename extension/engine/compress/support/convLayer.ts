import type { ShapedNode } from '../../inference/shaped';
import { GraphNodeView } from '../../inference/nodeView';
import type { DType } from '../../ir/dtype';
import { UNKNOWN_TENSOR } from '../../ir/tensor';
import type { AttributeValue, Draft } from '../draft';
import type { ModelFacts } from '../facts';
import { candidates } from './pick';
import type { WeightRecipe } from '../../ir/recipe';

type Pair = readonly [height: number, width: number];

/** A 2-d convolution with a stored weight and all its sizes. */
export interface ConvLayer {
  readonly shaped: ShapedNode;
  readonly input: string;
  readonly output: string;
  readonly weight: string;
  readonly bias: string | null;
  readonly dtype: DType;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Explicit, whatever auto_pad says. */
  readonly padsBegin: Pair;
  readonly padsEnd: Pair;
  readonly inSize: Pair;
  readonly outSize: Pair;
}

/** Reads a Conv node; null for other operators, other ranks, computed weights and open sizes. */
export function convLayer(facts: ModelFacts, shaped: ShapedNode): ConvLayer | null {
  const { node } = shaped;
  if (node.op !== 'Conv' || node.domain !== '' || shaped.broken !== null) return null;
  const [input = '', weight = '', bias = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const stored = facts.stored(shaped, 1);
  const x = facts.shape(input);
  const y = facts.shape(output);
  const dtype = stored?.dtype ?? null;
  if (!stored || dtype === null || x?.length !== 4 || y?.length !== 4 || stored.dims.length !== 4)
    return null;
  const view = new GraphNodeView(
    node,
    shaped.opset,
    shaped.inputs.map((use) => use?.facts ?? UNKNOWN_TENSOR),
  );
  const [outChannels = 0, perGroup = 0, kh = 0, kw = 0] = stored.dims;
  const groups = view.int('group', 1);
  const strides = pair(view.ints('strides'), 1);
  const dilations = pair(view.ints('dilations'), 1);
  const inSize: Pair = [x[2] ?? 0, x[3] ?? 0];
  const outSize: Pair = [y[2] ?? 0, y[3] ?? 0];
  const sizes = { kernel: [kh, kw] as const, strides, dilations, inSize, outSize };
  const pads = padsOf(view.string('auto_pad', 'NOTSET'), view.ints('pads') ?? [0, 0, 0, 0], sizes);
  return {
    shaped,
    input,
    output,
    weight,
    bias: bias === '' ? null : bias,
    dtype,
    inChannels: perGroup * groups,
    outChannels,
    groups,
    ...pads,
    ...sizes,
  };
}

/** All convolutions of a model, or the one that makes `target`. */
export function convLayers(facts: ModelFacts, target?: string): readonly ConvLayer[] {
  return candidates(facts, target).flatMap((shaped) => convLayer(facts, shaped) ?? []);
}

function pair(values: readonly number[] | undefined, fallback: number): Pair {
  return [values?.[0] ?? fallback, values?.[1] ?? fallback];
}

function padsOf(
  auto: string,
  pads: readonly number[],
  sizes: Pick<ConvLayer, 'kernel' | 'strides' | 'dilations' | 'inSize' | 'outSize'>,
): Pick<ConvLayer, 'padsBegin' | 'padsEnd'> {
  if (auto === 'NOTSET' || auto === '')
    return { padsBegin: [pads[0] ?? 0, pads[1] ?? 0], padsEnd: [pads[2] ?? 0, pads[3] ?? 0] };
  if (auto === 'VALID') return { padsBegin: [0, 0], padsEnd: [0, 0] };
  const total = ([0, 1] as const).map((axis) => {
    const reach = (sizes.kernel[axis] - 1) * sizes.dilations[axis] + 1;
    return Math.max((sizes.outSize[axis] - 1) * sizes.strides[axis] + reach - sizes.inSize[axis], 0);
  });
  const small: Pair = [Math.floor((total[0] ?? 0) / 2), Math.floor((total[1] ?? 0) / 2)];
  const large: Pair = [Math.ceil((total[0] ?? 0) / 2), Math.ceil((total[1] ?? 0) / 2)];
  return auto === 'SAME_UPPER' ? { padsBegin: small, padsEnd: large } : { padsBegin: large, padsEnd: small };
}

/** Whether the padding centres the kernel: as many elements on each side as reach beyond its middle. */
export function isCentred({ kernel, dilations, padsBegin, padsEnd }: ConvLayer): boolean {
  return ([0, 1] as const).every((axis) => {
    const reach = ((kernel[axis] - 1) * dilations[axis]) / 2;
    return padsBegin[axis] === reach && padsEnd[axis] === reach;
  });
}

/** A dense convolution with a square kernel of odd size from 3 on: what spatial rewrites take apart. */
export function isSquare({ kernel, groups }: ConvLayer): boolean {
  const [height, width] = kernel;
  return groups === 1 && height === width && height >= 3 && height % 2 === 1;
}

/** A convolution in place of another: what is not said is a 1x1 one without padding. */
export interface ConvPart {
  readonly input: string;
  readonly from: number;
  readonly to: number;
  readonly kernel?: Pair;
  readonly strides?: Pair;
  readonly dilations?: Pair;
  readonly padsBegin?: Pair;
  readonly padsEnd?: Pair;
  readonly groups?: number;
  /** Name of a bias that the model already has. */
  readonly bias?: string | null;
  readonly recipe?: WeightRecipe;
}

/** Adds a convolution without bias, or with one of the model's; returns its output. */
export function addConv(draft: Draft, hint: string, dtype: DType, part: ConvPart, output?: string): string {
  const { input, from, to, kernel = [1, 1], groups = 1, bias = null } = part;
  const fan = (from / groups) * kernel[0] * kernel[1];
  const recipe = part.recipe ?? { kind: 'untrained', fan };
  const weight = draft.weight(`${hint}.weight`, dtype, [to, from / groups, ...kernel], recipe);
  const attributes: Record<string, AttributeValue> = {
    kernel_shape: kernel,
    strides: part.strides ?? [1, 1],
    dilations: part.dilations ?? [1, 1],
    pads: [...(part.padsBegin ?? [0, 0]), ...(part.padsEnd ?? [0, 0])],
    group: groups,
  };
  const inputs = bias === null ? [input, weight] : [input, weight, bias];
  return draft.node(hint, { op: 'Conv', inputs, attributes }, output);
}

/** `3x3 384 → 256 on 13x13`, as texts name a convolution. */
export function convText({ kernel, inChannels, outChannels, outSize, strides }: ConvLayer): string {
  const stride = strides[0] === 1 && strides[1] === 1 ? '' : `, stride ${[...new Set(strides)].join('x')}`;
  return `${kernel.join('x')} ${inChannels} → ${outChannels} on ${outSize.join('x')}${stride}`;
}
