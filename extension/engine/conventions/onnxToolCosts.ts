/**
 * Instructions that onnx-tool takes an operation for, its `onnx_tool/node.py`: multiplications, additions and comparisons 1,
 * divisions 4, exponentials and powers 32, logarithms 43, sines 39, roots 24.
 */
export const ONNX_TOOL_PER_OUTPUT: Readonly<Record<string, number>> = {
  Abs: 1,
  And: 1,
  // 32, twice, as for every function that it derives from tanh.
  Atan: 64,
  BatchNormalization: 31,
  Ceil: 1,
  Clip: 2,
  Cos: 39,
  CumSum: 1,
  DequantizeLinear: 2,
  Elu: 35,
  Equal: 1,
  Exp: 32,
  Floor: 1,
  Gelu: 34,
  Greater: 1,
  GreaterOrEqual: 1,
  HardSigmoid: 4,
  HardSwish: 5,
  Hardmax: 1,
  // 7, twice, because scale and shift are taken for operands.
  InstanceNormalization: 14,
  LeakyRelu: 2,
  Less: 1,
  LessOrEqual: 1,
  Log: 43,
  LogSoftmax: 80,
  LpNormalization: 33,
  Neg: 1,
  NonZero: 1,
  Not: 1,
  Or: 1,
  PRelu: 2,
  Pow: 32,
  QuantizeLinear: 2,
  Reciprocal: 4,
  Relu: 1,
  Round: 1,
  Sigmoid: 32,
  Sign: 1,
  Sin: 39,
  Softmax: 36,
  Softplus: 76,
  Sqrt: 24,
  // 38, twice.
  Tanh: 76,
  Xor: 1,
};

/** The same for reductions, by elements of the input. */
export const ONNX_TOOL_PER_INPUT: Readonly<Record<string, number>> = {
  Mean: 1,
  ReduceL2: 25,
  ReduceMax: 1,
  ReduceMean: 1,
  ReduceMin: 1,
  ReduceProd: 1,
  ReduceSum: 1,
};
