import { ACTIVATION_OPS } from './activation';
import { ATTENTION_OPS } from './attention';
import { BRANCH_OPS } from './branches';
import { CAST_OPS } from './cast';
import { CONTRIB_FUSED_OPS } from './contribFused';
import { CONTRIB_OTHER_OPS } from './contribOther';
import { CONV_OPS } from './conv';
import { DETERMINANT_OPS } from './determinant';
import { DROPOUT_OPS } from './dropout';
import { EINSUM_OPS } from './einsum';
import { ELEMENTWISE_OPS } from './elementwise';
import { GEMM_OPS } from './gemm';
import { GENERATE_OPS } from './generate';
import { INDEXING_OPS } from './indexing';
import { LAYER_NORM_OPS } from './layerNorm';
import { LOGIC_OPS } from './logic';
import { LOOP_OPS } from './loop';
import { LOSS_OPS } from './loss';
import { MATMUL_OPS } from './matmul';
import { ML_OPS } from './ml';
import { EXPERT_OPS } from './mixtureOfExperts';
import { MOVEMENT_OPS } from './movement';
import { NORM_OPS } from './norm';
import { OPTIONAL_OPS } from './optional';
import { PADDING_OPS } from './padding';
import { POOL_OPS } from './pool';
import { QUANT_OPS } from './quant';
import { RANDOM_OPS } from './random';
import { RECURRENT_OPS } from './recurrent';
import { REDUCE_OPS } from './reduce';
import { RESHAPE_OPS } from './reshape';
import { RESIZE_OPS } from './resize';
import { SCAN_OPS } from './scan';
import { SCATTER_OPS } from './scatter';
import { SELECTING_OPS } from './selecting';
import { SEQUENCE_OPS } from './sequence';
import { SHAPE_OPS } from './shapeOf';
import { SLICING_OPS } from './slicing';
import { SOFTMAX_OPS } from './softmax';
import { SORTING_OPS } from './sorting';
import { SPATIAL_OPS } from './spatial';
import { SPECTRAL_OPS } from './spectral';
import { SPLIT_OPS } from './split';
import { TEXT_OPS } from './text';
import { TORCH_ELEMENTWISE_OPS } from './torch/elementwise';
import { TORCH_MOVEMENT_OPS } from './torch/movement';
import { TORCH_PRODUCT_OPS } from './torch/products';
import { TORCH_RECURRENT_OPS } from './torch/recurrent';
import { TRAINING_OPS } from './training';
import { VISION_OPS } from './vision';
import { WINDOW_FUNCTION_OPS } from './windowFunctions';
import type { OpSpec } from './op';

/** The rooms. A new family is one file and one line here. */
export const ROOMS: readonly (readonly OpSpec[])[] = [
  ACTIVATION_OPS,
  ATTENTION_OPS,
  BRANCH_OPS,
  CAST_OPS,
  CONTRIB_FUSED_OPS,
  CONTRIB_OTHER_OPS,
  CONV_OPS,
  DETERMINANT_OPS,
  DROPOUT_OPS,
  EINSUM_OPS,
  ELEMENTWISE_OPS,
  EXPERT_OPS,
  GEMM_OPS,
  GENERATE_OPS,
  INDEXING_OPS,
  LAYER_NORM_OPS,
  LOGIC_OPS,
  LOOP_OPS,
  LOSS_OPS,
  MATMUL_OPS,
  ML_OPS,
  MOVEMENT_OPS,
  NORM_OPS,
  OPTIONAL_OPS,
  PADDING_OPS,
  POOL_OPS,
  QUANT_OPS,
  RANDOM_OPS,
  RECURRENT_OPS,
  REDUCE_OPS,
  RESHAPE_OPS,
  RESIZE_OPS,
  SCAN_OPS,
  SCATTER_OPS,
  SELECTING_OPS,
  SEQUENCE_OPS,
  SHAPE_OPS,
  SLICING_OPS,
  SOFTMAX_OPS,
  SORTING_OPS,
  SPATIAL_OPS,
  SPECTRAL_OPS,
  SPLIT_OPS,
  TEXT_OPS,
  TORCH_ELEMENTWISE_OPS,
  TORCH_MOVEMENT_OPS,
  TORCH_PRODUCT_OPS,
  TORCH_RECURRENT_OPS,
  TRAINING_OPS,
  VISION_OPS,
  WINDOW_FUNCTION_OPS,
];

const SPECS = new Map<string, OpSpec>(ROOMS.flat().flatMap((spec) => spec.types.map((type) => [type, spec])));

/** The room's entry for an operator; null where no room knows it. ONNX's own domain is "". */
export function specOf(op: string, domain: string): OpSpec | null {
  return SPECS.get(domain === '' ? op : `${domain}:${op}`) ?? null;
}

/** All operators that can be priced, as the rooms name them. */
export function knownOperators(): readonly string[] {
  return [...SPECS.keys()].sort();
}
