import {
  asWeCount,
  byOperator,
  type Convention,
  dimsOf,
  elementsOf,
  interpolation,
  interpolationMode,
  none,
  normalization,
  perElement,
  product,
  type Rule,
  RECURRENT,
} from './convention';
import { isFunctionCall, storedElements } from './modules';

/** Per element of the output, by mode and number of scaled dims. */
const UPSAMPLING: Readonly<Record<string, number>> = {
  'linear 1': 5,
  'linear 2': 11,
  'linear 3': 31,
  'cubic 2': 259,
};

/** What no module does is not seen by its hooks. */
const unseen = none('what is computed outside modules is not seen by its hooks');

const matmul: Rule = (layer) => (storedElements(layer) > 0 ? asWeCount : unseen)(layer);

/** Its generic rule for convolutions takes the output, which is right for those that are not transposed. */
const transposed: Rule = (layer) => {
  const [weight, outputs] = [dimsOf(layer, 'inputs', 1), elementsOf(layer, 'outputs')];
  const channels = dimsOf(layer, 'inputs')?.[1];
  if (!weight || outputs === null || channels === undefined) return null;
  const group = Number(layer.attributes?.['group'] ?? 1);
  return {
    count: outputs * Math.floor(channels / group) * product(weight.slice(2)),
    why: 'it multiplies by the output of a transposed convolution, not by its input',
  };
};

/** Additions of a window and one division, for each element of the output. */
const adaptivePool: Rule = (layer) => {
  const [input, output] = [dimsOf(layer, 'inputs'), dimsOf(layer, 'outputs')];
  if (!input || !output) return null;
  const kernel = product(input.slice(2).map((dim, i) => Math.floor(dim / (output[i + 2] ?? 1))));
  return { count: product(output) * (kernel + 1), why: 'an average counts its additions and a division' };
};

const softmax: Rule = (layer) => {
  const [elements, last] = [elementsOf(layer, 'inputs'), dimsOf(layer, 'inputs')?.at(-1)];
  if (elements === null || last === undefined || last === 0) return null;
  return { count: (elements / last) * (3 * last - 1), why: 'a softmax counts 3 n - 1 a row' };
};

const upsampling: Rule = (layer) => {
  const scaled = (layer.outputs[0]?.shape?.length ?? 0) - 2;
  const mode = interpolationMode(layer);
  return mode === 'nearest' || Object.hasOwn(UPSAMPLING, `${mode} ${scaled}`)
    ? interpolation(UPSAMPLING)(layer)
    : null;
};

const RULES: Readonly<Record<string, Rule>> = {
  Conv: asWeCount,
  ConvTranspose: transposed,
  Linear: asWeCount,
  Gemm: asWeCount,
  MatMul: matmul,
  BatchNormalization: normalization(4, 2),
  LayerNormalization: normalization(4, 2),
  InstanceNormalization: normalization(4, 2),
  AveragePool: perElement(1, 'an average counts one division', 'outputs'),
  GlobalAveragePool: adaptivePool,
  AdaptiveAveragePool: adaptivePool,
  Softmax: softmax,
  PRelu: perElement(1, 'a PReLU counts one an element'),
  Resize: upsampling,
  Upsample: upsampling,
  Interpolate: upsampling,
};

const ofModule = byOperator(RULES, unseen);

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
    // Recurrent layers and their cells have rules of their own, which are not followed here.
    if (RECURRENT.includes(layer.op)) return null;
    return (isFunctionCall(layer) ? unseen : ofModule)(layer);
  },
};
