import type { ReportLayer } from '../../shared/report';
import {
  byOperator,
  type Convention,
  dimsOf,
  elementsOf,
  isAffine,
  none,
  product,
  type Rule,
} from './convention';
import { isFunctionCall, storedElements, storedVector } from './modules';

const unseen = none('it counts the parameters of modules only');

/** Whatever a module computes, its weight and bias are taken as often as `times` says. */
const parametersTimes =
  (parameters: (layer: ReportLayer) => number | null, times: (layer: ReportLayer) => number | null): Rule =>
  (layer) => {
    const [elements, often] = [parameters(layer), times(layer)];
    if (elements === null || often === null) return null;
    const count = elements * often;
    return {
      count,
      why: count === layer.macs ? '' : 'it multiplies parameters by the batch, in convolutions by positions',
    };
  };

const batch = (layer: ReportLayer): number | null => dimsOf(layer, 'outputs')?.[0] ?? null;

const positions = (layer: ReportLayer): number | null => {
  const dims = dimsOf(layer, 'outputs');
  return dims && product(dims.filter((_, axis) => axis !== 1));
};

/** Weight and bias, the second and third input. */
const weights = (layer: ReportLayer): number | null =>
  layer.inputs
    .slice(1, 3)
    .map((_, i) => elementsOf(layer, 'inputs', i + 1))
    .reduce((sum, elements) => (sum === null || elements === null ? null : sum + elements), 0);

const normalization: Rule = (layer) =>
  isAffine(layer) ? parametersTimes(weights, batch)(layer) : unseen(layer);

/** A product with a stored matrix is a linear layer, with a stored vector the part of one that an export has split off. */
const matmul: Rule = (layer) =>
  storedElements(layer) > 0 ? parametersTimes(storedElements, batch)(layer) : unseen(layer);

const split: Rule = (layer) =>
  storedVector(layer) === null ? unseen(layer) : parametersTimes(storedVector, batch)(layer);

/** The whole table, however few rows are read. */
const embedding: Rule = (layer) =>
  layer.params !== null && layer.params > 0 && layer.params === elementsOf(layer, 'inputs')
    ? parametersTimes((one) => one.params, batch)(layer)
    : unseen(layer);

/** The first two dims of the output of PyTorch's module: batch and steps, of a cell batch and features. */
const recurrent = parametersTimes(
  ({ params }) => params,
  (layer) => {
    const dims = dimsOf(layer, layer.domain === 'torch' ? 'outputs' : 'inputs');
    return dims && product(dims.slice(0, 2));
  },
);

const RULES: Readonly<Record<string, Rule>> = {
  Conv: parametersTimes(weights, positions),
  ConvTranspose: parametersTimes(weights, positions),
  Linear: parametersTimes(weights, batch),
  Gemm: parametersTimes(weights, batch),
  MatMul: matmul,
  Add: split,
  Mul: split,
  Gather: embedding,
  PRelu: parametersTimes(weights, batch),
  BatchNormalization: normalization,
  LayerNormalization: normalization,
  GroupNormalization: normalization,
  InstanceNormalization: normalization,
  LSTM: recurrent,
  GRU: recurrent,
  RNN: recurrent,
  LSTMCell: recurrent,
  GRUCell: recurrent,
  RNNCell: recurrent,
};

const ofModule = byOperator(RULES, unseen);

/**
 * torchinfo 1.8.0's mult-adds (`torchinfo/layer_info.py`): the weight and bias of every module without children, times the
 * positions of the output for convolutions (transposed ones, too), the first dim of the output for all others, and the first
 * two for recurrent layers. So a linear layer counts once for a sequence, and what has no parameters counts nothing:
 * products of activations, attention with its projections. What a function did is told by names, in doubt a module did it.
 */
export const TORCHINFO: Convention = {
  id: 'torchinfo',
  tool: 'torchinfo 1.8.0',
  unit: 'mult-adds',
  recount: (layer) => (isFunctionCall(layer) ? unseen : ofModule)(layer),
};
