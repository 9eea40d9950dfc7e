import { type Dim, mul, product, sum } from '../ir/dim';
import { like, unknownInput } from './support/measure';
import type { Factor, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Where a form of the operator has the weights and biases of its two or three layers. */
interface ExpertForm {
  readonly weights: readonly [first: number, second: number, gate: number];
  readonly biases: readonly [first: number, second: number, gate: number];
  /** Elements per stored element along the last axis. */
  readonly packing: (view: NodeView) => number;
}

/** Softmax over the experts. */
const ROUTING = 5;

const PLAIN: ExpertForm = { weights: [2, 4, 6], biases: [3, 5, 7], packing: () => 1 };
const QUANTIZED: ExpertForm = { weights: [2, 5, 8], biases: [4, 7, 10], packing };

function packing(view: NodeView): number {
  const kind = view.string('quant_type', 'int');
  if (kind === 'fp8') return 1;
  const bits = kind === 'int' ? view.int('expert_weight_bits', 4) : 4;
  return bits === 2 || bits === 4 ? 8 / bits : 1;
}

/** Outputs and inputs of one expert's layer `[experts, out, in]`; null where they are not known. */
function layerOf(view: NodeView, slot: number, packed: number): readonly [Dim, Dim] | null {
  const [, out, within] = view.input(slot).shape ?? [];
  return out === undefined || within === undefined ? null : [out, mul(within, packed)];
}

/**
 * Every token passes `k` experts, whichever they are: MACs `tokens * k * (all elements of an expert's layers)`. Besides: the
 * routing's softmax, an activation (and a gate) per inner element, biases, and the weighted sum of the experts' results.
 */
function work(view: SolvedView, form: ExpertForm): Work | UnknownWork {
  const { shape } = view.input(0);
  const experts = view.input(1).shape?.at(-1);
  if (shape === null) return unknownInput(view, 0);
  if (experts === undefined) return unknownInput(view, 1);
  const slots = form.weights.filter((slot) => view.has(slot));
  const packed = form.packing(view);
  const layers: (readonly [Dim, Dim])[] = [];
  for (const slot of slots) {
    const layer = layerOf(view, slot, packed);
    if (layer === null) return unknownInput(view, slot);
    layers.push(layer);
  }
  const tokens = product(shape.slice(0, -1));
  const chosen = view.int('k', 1);
  const visits = mul(tokens, chosen);
  const [, second] = layers;
  const hidden = shape.at(-1) ?? 1;
  const inner = second?.[1] ?? 0;
  const gated = view.string('activation_type', 'relu') === 'swiglu' || view.has(form.weights[2]);
  const biased = layers.map(([out], at) => (view.has(form.biases[at] ?? -1) ? out : 0));
  const smooth = !['relu', 'identity'].includes(view.string('activation_type', 'relu'));
  return {
    macs: layers.map((layer, at) => factorsOf(tokens, chosen, layer, at + 1)),
    macOperands: [0, form.weights[0]],
    elementOps: sum([
      product([tokens, experts, ROUTING]),
      mul(visits, sum([mul(inner, gated ? 2 : 1), ...biased, mul(hidden, 2)])),
    ]),
    transcendentals: sum([mul(tokens, experts), smooth ? mul(visits, inner) : 0]),
  };
}

function factorsOf(
  tokens: Dim,
  chosen: number,
  [out, within]: readonly [Dim, Dim],
  at: number,
): readonly Factor[] {
  return [
    { label: 'tokens', value: tokens },
    { label: 'k', value: chosen },
    { label: `out${at}`, value: out },
    { label: `in${at}`, value: within },
  ];
}

function spec(op: string, form: ExpertForm): OpSpec {
  return {
    types: [`com.microsoft:${op}`],
    infer: (view) => [like(view.input(0))],
    work: (view) => work(view, form),
    parameterSlots: [...form.weights, ...form.biases],
  };
}

/** Inputs tokens and routing scores, then per layer a weight, (quantized: its scales,) and a bias. */
export const EXPERT_OPS: readonly OpSpec[] = [spec('MoE', PLAIN), spec('QMoE', QUANTIZED)];
