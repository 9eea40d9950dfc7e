import {
  asWeCount,
  byOperator,
  type Convention,
  einsum,
  none,
  RECURRENT_NOT_FOLLOWED,
  type Rule,
  withBias,
} from './convention';
import { splitBias } from './modules';

const unknown = none('not known to it');

const RULES: Readonly<Record<string, Rule>> = {
  Conv: withBias,
  ConvTranspose: withBias,
  Linear: withBias,
  Gemm: withBias,
  MatMul: asWeCount,
  Einsum: einsum,
  Add: splitBias(unknown),
  // Which operators PyTorch runs for them depends on the machine.
  ...RECURRENT_NOT_FOLLOWED,
};

/**
 * ptflops 0.7.5 with its default backend, `aten` (`ptflops/aten_ops.py`): convolutions (transposed ones by their input) and
 * matrix products, both with bias, and nothing else. Attention in one operator is not known to it; attention that a file
 * holds as products is counted. The sum with a stored vector is taken for the bias that an export has split off.
 */
export const PTFLOPS: Convention = {
  id: 'ptflops',
  tool: 'ptflops 0.7.5 (aten)',
  unit: 'MACs',
  recount: byOperator(RULES, unknown),
};
