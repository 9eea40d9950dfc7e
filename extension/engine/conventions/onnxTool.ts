import {
  asWeCount,
  byOperator,
  type Convention,
  dimsOf,
  einsum,
  elementsOf,
  interpolation,
  none,
  perElement,
  product,
  type Rule,
  withBias,
} from './convention';
import { ONNX_TOOL_PER_INPUT, ONNX_TOOL_PER_OUTPUT } from './onnxToolCosts';

const INSTRUCTIONS = 'it counts element operations in instructions';

/** Of PyTorch source what ONNX has an operator for is followed as if it were exported one by one. */
const unknown: Rule = (layer) =>
  layer.domain === 'torch' && layer.flops !== 0 ? null : none('not known to it')(layer);

/** Operands are taken for a chain: one operation less than there are of them, for each element of the output. */
const chain =
  (times: number): Rule =>
  (layer) =>
    perElement(times * Math.max(1, layer.inputs.length - 1), INSTRUCTIONS, 'outputs')(layer);

const perOutput = Object.entries(ONNX_TOOL_PER_OUTPUT).map(
  ([op, times]) => [op, perElement(times, INSTRUCTIONS, 'outputs')] as const,
);
const perInput = Object.entries(ONNX_TOOL_PER_INPUT).map(
  ([op, times]) => [op, perElement(times, INSTRUCTIONS)] as const,
);

/** The elements of the output times those of a filter from its second dim on, which is right if it is not transposed. */
const transposed: Rule = (layer) => {
  const [outputs, weight] = [elementsOf(layer, 'outputs'), dimsOf(layer, 'inputs', 1)];
  if (outputs === null || !weight) return null;
  const bias = layer.inputs.length > 2 ? outputs : 0;
  return {
    count: outputs * product(weight.slice(1)) + bias,
    why: 'it takes a transposed convolution for one that is not',
  };
};

/** Only the first two dims of the window. */
const pool: Rule = (layer) => {
  const window = (layer.attributes?.['kernel_shape'] ?? '').match(/\d+/g)?.map(Number) ?? [3, 3];
  return perElement(
    product(window.length === 2 ? window : window.slice(0, 1)),
    INSTRUCTIONS,
    'outputs',
  )(layer);
};

const globalAverage: Rule = (layer) => {
  const [inputs, outputs] = [elementsOf(layer, 'inputs'), elementsOf(layer, 'outputs')];
  return inputs === null || outputs === null ? null : { count: inputs + 4 * outputs, why: INSTRUCTIONS };
};

/** 7 an element; 29 for each mean over the first normalized axis alone. */
const layerNormalization: Rule = (layer) => {
  const dims = dimsOf(layer, 'inputs');
  const axis = dims?.at(Number(layer.attributes?.['axis'] ?? -1));
  if (!dims || axis === undefined || axis === 0) return null;
  return { count: 7 * product(dims) + (29 * product(dims)) / axis, why: INSTRUCTIONS };
};

const localResponse: Rule = (layer) =>
  perElement(37 + Number(layer.attributes?.['size'] ?? 0), INSTRUCTIONS, 'outputs')(layer);

/** Products and biases of all directions, activations of one. */
const recurrent =
  (gates: number, activations: number): Rule =>
  (layer) => {
    const [steps, batch] = dimsOf(layer, 'inputs') ?? [];
    const stored = [1, 2, 3].map((index) => elementsOf(layer, 'inputs', index));
    const rows = dimsOf(layer, 'inputs', 1)?.[1];
    if (steps === undefined || batch === undefined || rows === undefined || layer.domain === 'torch')
      return null;
    if (stored.some((elements) => elements === null)) return null;
    const each = stored.reduce<number>((sum, elements) => sum + (elements ?? 0), 0);
    return { count: steps * batch * (each + activations * Math.floor(rows / gates)), why: INSTRUCTIONS };
  };

const upsampling = interpolation(
  Object.fromEntries(
    [1, 2, 3].flatMap((rank) => [
      [`linear ${rank}`, 4],
      [`cubic ${rank}`, 8],
    ]),
  ),
);

/** Its ninth input is the bias. */
const quantizedConvolution: Rule = (layer) =>
  layer.inputs.length === 9 ? withBias(layer) : asWeCount(layer);

const RULES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries([...perOutput, ...perInput]),
  Add: chain(1),
  Sub: chain(1),
  Sum: chain(1),
  Min: chain(1),
  Max: chain(1),
  Mul: chain(1),
  Mod: chain(1),
  Div: chain(4),
  Conv: withBias,
  ConvInteger: asWeCount,
  QLinearConv: quantizedConvolution,
  ConvTranspose: transposed,
  Gemm: withBias,
  Linear: withBias,
  MatMul: asWeCount,
  MatMulInteger: asWeCount,
  QLinearMatMul: asWeCount,
  Einsum: einsum,
  MaxPool: pool,
  AveragePool: pool,
  GlobalAveragePool: globalAverage,
  LayerNormalization: layerNormalization,
  LRN: localResponse,
  LSTM: recurrent(4, 180),
  GRU: recurrent(3, 110),
  Resize: upsampling,
  Upsample: upsampling,
  Interpolate: upsampling,
};

/**
 * onnx-tool as of June 2026 (`onnx_tool/node.py`), its "real MACs": products with their bias, and every element operation in
 * instructions (`onnxToolCosts.ts`). Transposed convolutions count by their output, recurrent layers the activations of one
 * direction. Attention in one operator, erf and what has no rule count nothing, as it prints; what it folds to constants
 * while it reads a file is counted here. Of PyTorch source, operators that ONNX has no single one for are not followed.
 */
export const ONNX_TOOL: Convention = {
  id: 'onnx-tool',
  tool: 'onnx-tool (June 2026)',
  unit: 'MACs',
  recount: byOperator(RULES, unknown),
};
