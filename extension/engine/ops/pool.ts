import { mul, product } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import { perInputElement, unknownOutput } from './support/measure';
import type { InferView, NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { MAX_ROI_POOL, MAX_UNPOOL, ROI_ALIGN } from './regionPool';
import { readWindows, slide } from './support/window';

/** `[N, C, ...windows]`; a second output, where asked for, holds the int64 indices of the maxima. */
function inferWindows(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const kernel = view.ints('kernel_shape');
  if (x === null || kernel === undefined) return [tensor(dtype, null), tensor('int64', null)];
  const spatial = pooled(view, x, kernel);
  if (typeof spatial === 'string') return view.conflict(spatial);
  const shape = channelsLast(view)
    ? [x[0] ?? 1, ...spatial, x.at(-1) ?? 1]
    : [x[0] ?? 1, x[1] ?? 1, ...spatial];
  return [tensor(dtype, shape), tensor('int64', shape)];
}

function pooled(view: NodeView, x: Shape, kernel: readonly number[]): Shape | string {
  if (x.length !== kernel.length + 2 || kernel.length === 0)
    return `kernel_shape ${formatShape(kernel)} does not fit the rank of ${formatShape(x)}`;
  if (kernel.some((size) => !Number.isSafeInteger(size) || size < 1))
    return `kernel_shape is ${formatShape(kernel)}`;
  const windows = readWindows(view, kernel);
  if (typeof windows === 'string') return windows;
  const spatial = channelsLast(view) ? x.slice(1, -1) : x.slice(2);
  return slide(spatial, windows, view.int('ceil_mode', 0) === 1);
}

function channelsLast(view: NodeView): boolean {
  return view.node.op === 'NhwcMaxPool' || view.int('channels_last', 0) === 1;
}

/** The kernel's volume per output element. */
function workOfWindows(view: SolvedView): Work | UnknownWork {
  const { shape } = view.output(0);
  if (shape === null) return unknownOutput(view);
  return { elementOps: mul(elementCount(shape), product(view.ints('kernel_shape') ?? [1])) };
}

/** Every spatial axis shrinks to 1. */
function inferGlobal(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  if (x === null) return [tensor(dtype, null)];
  if (x.length < 2) return view.conflict(`${formatShape(x)} has no channel axis to pool within`);
  const last = x.length - 1;
  const kept = channelsLast(view) ? [0, last] : [0, 1];
  return [
    tensor(
      dtype,
      x.map((dim, axis) => (kept.includes(axis) ? dim : 1)),
    ),
  ];
}

/** Inputs of the quantized poolings: x, x_scale, x_zero_point, y_scale, y_zero_point. The type stays. */
export const POOL_OPS: readonly OpSpec[] = [
  {
    types: [
      'MaxPool',
      'AveragePool',
      'LpPool',
      'com.microsoft:NhwcMaxPool',
      'com.microsoft:QLinearAveragePool',
    ],
    infer: inferWindows,
    work: workOfWindows,
  },
  {
    types: ['GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool', 'com.microsoft:QLinearGlobalAveragePool'],
    infer: inferGlobal,
    work: perInputElement(1),
  },
  MAX_UNPOOL,
  MAX_ROI_POOL,
  ROI_ALIGN,
];
