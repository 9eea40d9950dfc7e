import {
  byOperator,
  type Convention,
  matmul,
  none,
  normalization,
  perElement,
  notFollowed,
  RECURRENT_NOT_FOLLOWED,
  type Rule,
  withBias,
} from './convention';
import { isFunctionCall, splitBias } from './modules';

const unknown = none('not known to it');

/** A module counts, and the function that it calls counts once more. */
const twiceInModules =
  (what: string, side: 'inputs' | 'outputs'): Rule =>
  (layer) =>
    perElement(isFunctionCall(layer) ? 1 : 2, `${what}, in modules twice`, side)(layer);

const activation = twiceInModules('an activation counts its elements', 'outputs');
const pool = twiceInModules('a pool counts the elements of its input', 'inputs');
const upsampling = twiceInModules('an interpolation counts its elements', 'outputs');
const once = perElement(1, 'an activation counts its elements', 'outputs');

const inModules =
  (rule: Rule): Rule =>
  (layer) =>
    (isFunctionCall(layer) ? unknown : rule)(layer);

/** Linear layers that are called as functions are those of attention. */
const linear: Rule = (layer) => (isFunctionCall(layer) ? null : withBias(layer));

const RULES: Readonly<Record<string, Rule>> = {
  Conv: inModules(withBias),
  ConvTranspose: inModules(withBias),
  Linear: linear,
  Gemm: linear,
  MatMul: matmul,
  Add: splitBias(unknown),
  BatchNormalization: inModules(normalization(2, 1)),
  GroupNormalization: inModules(normalization(2, 1)),
  InstanceNormalization: inModules(normalization(2, 1)),
  LayerNormalization: inModules(normalization(1, 1)),
  Relu: activation,
  PRelu: activation,
  Elu: activation,
  Clip: activation,
  Gelu: activation,
  LeakyRelu: inModules(once),
  Swish: once,
  Softmax: once,
  MaxPool: pool,
  AveragePool: pool,
  GlobalAveragePool: pool,
  GlobalMaxPool: pool,
  AdaptiveAveragePool: pool,
  AdaptiveMaxPool: pool,
  Resize: upsampling,
  Upsample: upsampling,
  Interpolate: upsampling,
  Attention: notFollowed,
  DeformConv: notFollowed,
  ...RECURRENT_NOT_FOLLOWED,
};

/**
 * ptflops 0.7.5 with its older backend, `pytorch` (`ptflops/pytorch_ops.py`, `pytorch_engine.py`), which hooks modules and
 * replaces functions of `torch.nn.functional`: a module that calls one of these counts twice. Biases, normalization,
 * activations, pools and interpolation count by element; sums and products by operator do not. Whether a module or a
 * function did something is told by the name, and in doubt taken for a module; a clip is taken for ReLU6.
 */
export const PTFLOPS_MODULES: Convention = {
  id: 'ptflops-pytorch',
  tool: 'ptflops 0.7.5 (pytorch)',
  unit: 'MACs',
  recount: byOperator(RULES, unknown),
};
