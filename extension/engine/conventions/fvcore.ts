import {
  asWeCount,
  byOperator,
  type Convention,
  einsum,
  interpolation,
  matmul,
  none,
  normalization,
  perElement,
  type Rule,
} from './convention';

const unknown = none('not known to it');

/** It has rules for two-dimensional pooling and interpolation only. */
const average: Rule = (layer) =>
  layer.inputs[0]?.shape?.length === 4
    ? perElement(1, 'an average counts one an element of its input')(layer)
    : unknown(layer);

const upsampling = interpolation({ 'nearest 2': 1, 'linear 2': 4 });

const RULES: Readonly<Record<string, Rule>> = {
  Conv: asWeCount,
  ConvTranspose: asWeCount,
  Linear: asWeCount,
  Gemm: asWeCount,
  MatMul: matmul,
  Einsum: einsum,
  BatchNormalization: normalization(2, 1),
  LayerNormalization: normalization(5, 4),
  GroupNormalization: normalization(5, 4),
  InstanceNormalization: normalization(5, 4),
  GlobalAveragePool: average,
  AdaptiveAveragePool: average,
  Resize: upsampling,
  Upsample: upsampling,
  Interpolate: upsampling,
  GridSample: perElement(4, 'a sample counts 4 an element', 'outputs'),
};

/**
 * fvcore 0.1.5's FlopCountAnalysis, by operator of the traced network (`fvcore/nn/flop_count.py`, `jit_handles.py`): one
 * "flop" is a MAC, without bias; normalization, two-dimensional adaptive averages and interpolation count by element.
 * Attention in one operator, recurrent layers and all else are not known to it and count nothing, as it prints; attention
 * that a file holds as products is counted. An average pool is taken for one with a window, which it does not know.
 */
export const FVCORE: Convention = {
  id: 'fvcore',
  tool: 'fvcore 0.1.5',
  unit: 'flops',
  recount: byOperator(RULES, unknown),
};
