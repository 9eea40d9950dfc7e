/** Operator families: they select a box's header colour, close to those that people know from Netron. */
export type Family =
  | 'layer'
  | 'attention'
  | 'recurrent'
  | 'activation'
  | 'pool'
  | 'normalization'
  | 'elementwise'
  | 'reduce'
  | 'shape'
  | 'tensor'
  | 'constant'
  | 'quantization'
  | 'control'
  | 'other';

const OPERATORS: Readonly<Record<Exclude<Family, 'other'>, string>> = {
  layer:
    'Conv ConvTranspose ConvInteger QLinearConv DeformConv FusedConv NhwcConv Gemm FusedGemm QGemm MatMul MatMulInteger ' +
    'QLinearMatMul FusedMatMul MatMulNBits DynamicQuantizeMatMul MatMulIntegerToFloat Einsum ' +
    'NhwcFusedConv CausalConvWithState ConvTransposeWithDynamicPads MatMulInteger16 MatMulBnb4 MatMulFpQ4 GemmFastGelu GemmFloat8 MoE QMoE',
  attention:
    'Attention MultiHeadAttention GroupQueryAttention QAttention DecoderMaskedMultiHeadAttention PackedAttention ' +
    'RotaryEmbedding SparseAttention LongformerAttention DecoderMaskedSelfAttention FlexAttention LinearAttention PagedAttention',
  recurrent: 'RNN LSTM GRU DynamicQuantizeLSTM',
  activation:
    'Relu LeakyRelu PRelu Elu Selu Celu Sigmoid HardSigmoid HardSwish Swish Mish Tanh Softplus Softsign Softmax ' +
    'LogSoftmax Hardmax Gelu FastGelu BiasGelu QuickGelu BiasSplitGelu Erf Clip ThresholdedRelu Shrink QLinearSigmoid QLinearLeakyRelu QLinearSoftmax',
  pool: 'MaxPool AveragePool GlobalAveragePool GlobalMaxPool LpPool GlobalLpPool MaxUnpool MaxRoiPool RoiAlign QLinearAveragePool QLinearGlobalAveragePool NhwcMaxPool',
  normalization:
    'BatchNormalization InstanceNormalization LayerNormalization GroupNormalization RMSNormalization LpNormalization ' +
    'MeanVarianceNormalization LRN SkipLayerNormalization SimplifiedLayerNormalization SkipSimplifiedLayerNormalization EmbedLayerNormalization GroupNorm SkipGroupNorm Dropout BiasDropout',
  elementwise:
    'Add Sub Mul Div Pow Sqrt Exp Log Abs Neg Sign Reciprocal Floor Ceil Round Mod Min Max Sum Mean Sin Cos Tan Asin Acos ' +
    'Atan Sinh Cosh Asinh Acosh Atanh And Or Not Xor BitwiseAnd BitwiseOr BitwiseNot BitwiseXor BitShift Equal Greater GreaterOrEqual ' +
    'Less LessOrEqual Where IsNaN IsInf CumSum QLinearAdd QLinearMul Det',
  reduce:
    'ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare ' +
    'ArgMax ArgMin TopK NonMaxSuppression',
  shape:
    'Reshape Flatten Squeeze Unsqueeze Shape Size Identity Expand Cast CastLike Range NonZero Unique OneHot EyeLike',
  tensor:
    'Transpose Concat Split Slice Gather GatherElements GatherND Scatter ScatterElements ScatterND Pad Tile Resize Upsample ' +
    'GridSample AffineGrid DepthToSpace SpaceToDepth Compress ReverseSequence Trilu Col2Im CenterCropPad TensorScatter QLinearConcat',
  constant:
    'Constant ConstantOfShape RandomNormal RandomNormalLike RandomUniform RandomUniformLike Bernoulli Multinomial',
  quantization: 'QuantizeLinear DequantizeLinear DynamicQuantizeLinear',
  control:
    'If Loop Scan Optional OptionalGetElement OptionalHasElement SequenceAt SequenceConstruct SequenceEmpty SequenceInsert SequenceErase SequenceLength SequenceMap ConcatFromSequence SplitToSequence',
};

const FAMILY_OF: ReadonlyMap<string, Family> = new Map(
  Object.entries(OPERATORS).flatMap(([family, ops]) => ops.split(' ').map((op) => [op, family as Family])),
);

/** Family of an operator by its name, whatever its domain; `other` where it is not known. */
export function familyOf(op: string): Family {
  return FAMILY_OF.get(op) ?? 'other';
}
