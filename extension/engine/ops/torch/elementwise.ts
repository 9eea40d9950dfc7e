import type { OpSpec } from '../op';
import { perInputElement, perOutputElement } from '../support/measure';
import { asRecorded } from './products';

function named(names: string): readonly string[] {
  return names
    .split(/\s+/)
    .filter((name) => name !== '')
    .map((name) => `torch:${name}`);
}

/** Arithmetic, comparison: 1 FLOP per output element. */
const PLAIN = named(`
  Square FloorDivide Remainder Trunc Frac NotEqual Heaviside Threshold PRelu RRelu Hardshrink CopySign NextAfter
  Ldexp Frexp Sgn Signbit IsNan IsInf IsFinite IsNegInf IsPosInf NanToNum Nan Gcd Lcm BitShift BitwiseNot BitwiseAnd BitwiseOr
  BitwiseXor MaskedFill Deg2Rad Rad2Deg Positive Complex Conj Angle FakeQuantize Quantize IsClose IsIn IsReal
  SignBit TruncDivide`);

/** One exp, log, root or the like per element: 1 FLOP, counted as transcendental as well. */
const FUNCTIONS = named(`
  Rsqrt Exp2 Expm1 Log1p Log2 Log10 Sinh Cosh Asin Acos Atan Asinh Acosh Atanh Atan2 Erfc Erfinv Erfcx Logit Xlogy
  LogAddExp Hypot Sinc Lgamma Digamma Polygamma Mvlgamma I0 I0e I1 I1e BesselJ0 BesselJ1 Entr LogNdtr Ndtr Ndtri Igamma
  Igammac LogSigmoid Polar FloatPower Tanhshrink BesselI0 IncompleteGamma`);

/** Two operations per element: a product and a sum, or a gate. */
const PAIRS = named('AddCMul AddCDiv Glu');

/** FLOPs and transcendentals per output element of what takes several steps. */
const SEVERAL: readonly (readonly [names: readonly string[], operations: number, transcendentals: number])[] =
  [
    [PAIRS, 2, 0],
    [named('Lerp'), 3, 0],
    [named('LocalResponseNorm'), 5, 1],
    [named('WeightNorm SpectralNorm'), 3, 0],
  ];

/** 1 FLOP per element read, as ONNX's reductions. */
const REDUCTIONS = named(`
  Sum Mean Prod Amax Amin MaxWithIndices MinWithIndices Max Min Aminmax Any All Norm CountNonzero Median NanMedian
  Kthvalue Mode Trace CumSum CumProd CumMax CumMin NanSum NanMean AdaptiveAveragePool AdaptiveMaxPool
  Histogram Bincount Quantile NanQuantile Diff Trapezoid Renorm`);

/** Mean, difference, square, sum: 3 FLOPs per element read. */
const SPREADS = named('Var Std VarMean StdMean');

/** An exp for each element read. */
const EXPONENTIALS = named('LogSumExp LogCumSumExp');

/** Functions of PyTorch, element by element or over axes, that ONNX has no single operator for. */
export const TORCH_ELEMENTWISE_OPS: readonly OpSpec[] = [
  { types: PLAIN, infer: asRecorded, work: perOutputElement(1) },
  { types: FUNCTIONS, infer: asRecorded, work: perOutputElement(1, 1) },
  ...SEVERAL.map(([types, operations, transcendentals]): OpSpec => ({
    types,
    infer: asRecorded,
    work: perOutputElement(operations, transcendentals),
  })),
  { types: REDUCTIONS, infer: asRecorded, work: perInputElement(1) },
  { types: SPREADS, infer: asRecorded, work: perInputElement(3) },
  { types: EXPONENTIALS, infer: asRecorded, work: perInputElement(1, 1) },
];
