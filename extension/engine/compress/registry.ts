import type { Technique } from './technique';
import { BOTTLENECK } from './techniques/bottleneck';
import { CAST_BFLOAT16, CAST_FLOAT16 } from './techniques/castHalf';
import { CODEBOOK } from './techniques/codebook';
import { DEPTHWISE_SEPARABLE } from './techniques/depthwiseSeparable';
import { FILTER_PRUNING } from './techniques/filterPruning';
import { FOLD_BATCH_NORM } from './techniques/foldBatchNorm';
import { FOLD_CONSTANTS } from './techniques/foldConstants';
import { GRID_REDUCTION } from './techniques/gridReduction';
import { GROUPED_SHUFFLE } from './techniques/groupedShuffle';
import { HARD_SWISH } from './techniques/hardSwish';
import { INVERTED_RESIDUAL } from './techniques/invertedResidual';
import { KERNEL_STACKING } from './techniques/kernelStacking';
import { LATE_REORDER } from './techniques/lateReorder';
import { LOW_RANK } from './techniques/lowRank';
import { LOW_RANK_EMBEDDING } from './techniques/lowRankEmbedding';
import { MIXED_PRECISION } from './techniques/mixedPrecision';
import { POOLED_CLASSIFIER } from './techniques/pooledClassifier';
import { QUANTIZE_ACTIVATIONS } from './techniques/quantizeActivations';
import { QUANTIZE_INT4, QUANTIZE_INT8 } from './techniques/quantizeWeights';
import { REMOVE_DEAD } from './techniques/removeDead';
import { REMOVE_DUPLICATES } from './techniques/removeDuplicates';
import { REMOVE_IDENTITY } from './techniques/removeIdentity';
import { REMOVE_UNUSED } from './techniques/removeUnused';
import { RESOLUTION_MULTIPLIER } from './techniques/resolutionMultiplier';
import { SEMI_STRUCTURED, UNSTRUCTURED } from './techniques/sparsity';
import { SPATIAL_PARALLEL } from './techniques/spatialParallel';
import { SPATIAL_SEQUENTIAL } from './techniques/spatialSequential';
import { SPATIAL_SVD } from './techniques/spatialSvd';
import { SQUEEZE_RATIO } from './techniques/squeezeRatio';
import { TIED_EMBEDDINGS } from './techniques/tiedEmbeddings';
import { TUCKER_2 } from './techniques/tucker2';
import { WIDTH_MULTIPLIER } from './techniques/widthMultiplier';

/** All techniques, in the order in which they are shown and, within a stage, applied. Add one: one file, one line. */
export const TECHNIQUES: readonly Technique[] = [
  FOLD_BATCH_NORM,
  REMOVE_IDENTITY,
  REMOVE_DEAD,
  REMOVE_DUPLICATES,
  FOLD_CONSTANTS,
  REMOVE_UNUSED,
  LATE_REORDER,
  TIED_EMBEDDINGS,
  SPATIAL_PARALLEL,
  SPATIAL_SEQUENTIAL,
  KERNEL_STACKING,
  BOTTLENECK,
  DEPTHWISE_SEPARABLE,
  INVERTED_RESIDUAL,
  GROUPED_SHUFFLE,
  GRID_REDUCTION,
  POOLED_CLASSIFIER,
  SQUEEZE_RATIO,
  HARD_SWISH,
  LOW_RANK,
  LOW_RANK_EMBEDDING,
  SPATIAL_SVD,
  TUCKER_2,
  WIDTH_MULTIPLIER,
  RESOLUTION_MULTIPLIER,
  FILTER_PRUNING,
  SEMI_STRUCTURED,
  UNSTRUCTURED,
  CAST_FLOAT16,
  CAST_BFLOAT16,
  QUANTIZE_ACTIVATIONS,
  QUANTIZE_INT8,
  QUANTIZE_INT4,
  MIXED_PRECISION,
  CODEBOOK,
];

const BY_ID = new Map(TECHNIQUES.map((technique) => [technique.id, technique]));

export function techniqueOf(id: string): Technique | undefined {
  return BY_ID.get(id);
}
