import type { ReportLayer } from '../../shared/report';
import { type Convention, elementsOf, type Recount } from './convention';

type Rule = (layer: ReportLayer) => Recount | null;

/** Per element of the output, by mode and number of scaled dims. */
const UPSAMPLING: Readonly<Record<string, number>> = {
  'linear 1': 5,
  'linear 2': 11,
  'linear 3': 31,
  'cubic 2': 259,
};

/** What no module does is not seen by its hooks. */
const unseen: Rule = ({ macs }) => ({
  count: 0,
  why: macs === 0 ? '' : 'what is computed outside modules is not seen by its hooks',
});

/** Called in the network's own forward, as exporters name it: `/GlobalAveragePool`, not `/avgpool/GlobalAveragePool`. */
const FUNCTION_CALL = /^\/[^/]+$/;

const asWeCount: Rule = ({ macs }) => (macs === null ? null : { count: macs, why: '' });

const matmul: Rule = (layer) => ((layer.weightElements ?? 0) > 0 ? asWeCount(layer) : unseen(layer));

/** Its generic rule for convolutions takes the output, which is right for those that are not transposed. */
const transposed: Rule = (layer) => {
  const [weight, outputs] = [layer.inputs[1]?.shape, elementsOf(layer, 'outputs')];
  const channels = layer.inputs[0]?.shape?.[1];
  if (!weight?.every((dim) => typeof dim === 'number') || outputs === null || typeof channels !== 'number')
    return null;
  const group = Number(layer.attributes?.['group'] ?? 1);
  const kernel = weight.slice(2).reduce((product, dim) => product * dim, 1);
  return {
    count: outputs * Math.floor(channels / group) * kernel,
    why: 'it multiplies by the output of a transposed convolution, not by its input',
  };
};

const perElement =
  (times: number, why: string, side: 'inputs' | 'outputs' = 'inputs'): Rule =>
  (layer) => {
    const elements = elementsOf(layer, side);
    return elements === null ? null : { count: times * elements, why };
  };

const normalization: Rule = (layer) => {
  const isAffine = layer.inputs.length > 1;
  const times = isAffine ? 4 : 2;
  return perElement(times, `a normalization counts ${times} an element`)(layer);
};

/** Additions of a window and one division, for each element of the output. */
const adaptivePool: Rule = (layer) => {
  const [input, output] = [layer.inputs[0]?.shape, layer.outputs[0]?.shape];
  const outputs = elementsOf(layer, 'outputs');
  if (!input || !output || outputs === null || elementsOf(layer, 'inputs') === null) return null;
  const kernel = input
    .slice(2)
    .reduce<number>((product, dim, i) => product * Math.floor(Number(dim) / Number(output[i + 2])), 1);
  return { count: outputs * (kernel + 1), why: 'an average counts its additions and a division' };
};

const softmax: Rule = (layer) => {
  const [elements, last] = [elementsOf(layer, 'inputs'), layer.inputs[0]?.shape?.at(-1)];
  if (elements === null || typeof last !== 'number' || last === 0) return null;
  return { count: (elements / last) * (3 * last - 1), why: 'a softmax counts 3 n - 1 a row' };
};

const upsampling: Rule = (layer) => {
  const mode = layer.attributes?.['mode'] ?? 'nearest';
  if (mode === 'nearest') return { count: 0, why: '' };
  const rank = (layer.outputs[0]?.shape?.length ?? 0) - 2;
  const times = UPSAMPLING[`${mode} ${rank}`];
  return times === undefined
    ? null
    : perElement(times, `this interpolation counts ${times} an element`, 'outputs')(layer);
};

const RULES: Readonly<Record<string, Rule>> = {
  Conv: asWeCount,
  ConvTranspose: transposed,
  Linear: asWeCount,
  Gemm: asWeCount,
  MatMul: matmul,
  BatchNormalization: normalization,
  LayerNormalization: normalization,
  InstanceNormalization: normalization,
  AveragePool: perElement(1, 'an average counts one division', 'outputs'),
  GlobalAveragePool: adaptivePool,
  AdaptiveAveragePool: adaptivePool,
  Softmax: softmax,
  PRelu: perElement(1, 'a PReLU counts one an element'),
  Resize: upsampling,
  Upsample: upsampling,
};

/** Cells of recurrent layers have rules of their own, which are not followed here. */
const NOT_FOLLOWED = new Set(['LSTM', 'GRU', 'RNN', 'LSTMCell', 'GRUCell', 'RNNCell']);

/**
 * thop (pytorch-OpCounter) 0.1.1, its module hooks: convolutions and linear layers without bias, 4 an element for affine
 * normalization, additions and divisions of averages, nothing for whatever is no module (products of activations,
 * attention, residual additions, functions). Whether a module or a function did something is told by the name, and in doubt
 * taken for a module.
 */
export const THOP: Convention = {
  id: 'thop',
  tool: 'thop 0.1.1',
  unit: 'MACs',
  recount(layer) {
    const { op, name } = layer;
    if (NOT_FOLLOWED.has(op)) return null;
    const rule = Object.hasOwn(RULES, op) && !FUNCTION_CALL.test(name) ? RULES[op] : unseen;
    return rule?.(layer) ?? null;
  },
};
