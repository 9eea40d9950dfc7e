import { mul } from '../ir/dim';
import { type DType, dtypeFromCode } from '../ir/dtype';
import { broadcastShapes, elementCount } from '../ir/shape';
import { tensor, type TensorFacts } from '../ir/tensor';
import { like, perInputElement, perOutputElement, unknownInput } from './support/measure';
import { commonShape } from './support/broadcasting';
import { inferConcat } from './quantConcat';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** The zero point's type, else what `output_dtype` asks for (opset 21), else uint8. */
function inferQuantize(view: InferView): readonly TensorFacts[] {
  return [tensor(quantizedType(view), view.input(0).shape)];
}

function quantizedType(view: NodeView): DType | null {
  return view.has(2) ? view.input(2).dtype : (askedType(view) ?? 'uint8');
}

/** `output_dtype`; 0 stands for not asked. */
function askedType(view: NodeView): DType | null {
  return dtypeFromCode(view.int('output_dtype', 0));
}

/** What `output_dtype` asks for (opset 23), else the scale's type. */
function inferDequantize(view: InferView): readonly TensorFacts[] {
  return [tensor(askedType(view) ?? view.input(1).dtype, view.input(0).shape)];
}

/** Scaling, and shifting by the zero point where there is one; rounding and saturating are not counted. */
function conversionWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(0);
  if (shape === null) return unknownInput(view, 0);
  return { elementOps: mul(elementCount(shape), 1 + Number(view.has(2))) };
}

/** Outputs y, y_scale, y_zero_point. */
function inferDynamic(view: InferView): readonly TensorFacts[] {
  return [tensor('uint8', view.input(0).shape), tensor('float32', []), tensor('uint8', [])];
}

/** Inputs A, A_scale, A_zero_point, B, ...: the operands stand in slots 0 and 3. */
function inferBinary(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: a } = view.input(0);
  const b = view.input(3).shape;
  if (a === null || b === null) return [tensor(dtype, null)];
  const shape = broadcastShapes(a, b);
  return typeof shape === 'string' ? view.conflict(shape) : [tensor(dtype, shape)];
}

function inferChoice(view: InferView): readonly TensorFacts[] {
  const shape = commonShape([view.input(0), view.input(1), view.input(4)]);
  return typeof shape === 'string' ? view.conflict(shape) : [tensor(view.input(1).dtype, shape)];
}

function inferUnary(view: InferView): readonly TensorFacts[] {
  return [like(view.input(0))];
}

/** Quantized kin of float operators count as these do: rescaling to the output's scale is not counted. */
export const QUANT_OPS: readonly OpSpec[] = [
  {
    types: ['QuantizeLinear', 'com.microsoft:QuantizeLinear'],
    infer: inferQuantize,
    work: conversionWork,
  },
  {
    types: ['DequantizeLinear', 'com.microsoft:DequantizeLinear'],
    infer: inferDequantize,
    work: conversionWork,
    carries: [0],
  },
  {
    // Minimum, maximum, scaling, shifting.
    types: ['DynamicQuantizeLinear'],
    infer: inferDynamic,
    work: perInputElement(4),
  },
  {
    types: ['com.microsoft:QLinearAdd', 'com.microsoft:QLinearMul'],
    infer: inferBinary,
    work: perOutputElement(1),
    parameterSlots: [0, 3],
  },
  // Inputs condition, X, its scale and zero point, Y, its scale and zero point, and those of the result.
  { types: ['com.microsoft:QLinearWhere'], infer: inferChoice, work: perOutputElement(1) },
  { types: ['com.microsoft:QLinearSigmoid'], infer: inferUnary, work: perOutputElement(1, 1) },
  { types: ['com.microsoft:QLinearLeakyRelu'], infer: inferUnary, work: perOutputElement(1) },
  { types: ['com.microsoft:QLinearSoftmax'], infer: inferUnary, work: perOutputElement(5, 1) },
  { types: ['com.microsoft:QLinearConcat'], infer: inferConcat },
];
