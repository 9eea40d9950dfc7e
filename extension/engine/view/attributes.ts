import type { ReportDim, ReportLayer } from '../../shared/report';
import { own } from '../own';

/** All integers in an attribute's text; empty where it is absent. */
function integers(layer: ReportLayer, name: string): readonly number[] {
  return (own(layer.attributes ?? {}, name)?.match(/-?\d+/g) ?? []).map(Number);
}

function inputShape(layer: ReportLayer, slot: number): readonly ReportDim[] {
  return layer.inputs[slot]?.shape ?? [];
}

type Describe = (layer: ReportLayer) => readonly string[];

const SPATIAL: Describe = (layer) => {
  const kernel = integers(layer, 'kernel_shape');
  const weight = inputShape(layer, 1).slice(2);
  const size = kernel.length > 0 ? kernel : weight;
  return [...times(size.length === 1 ? 'k' : '', size), ...unlessOne('s', integers(layer, 'strides'))];
};

const CONV: Describe = (layer) => {
  const weight = inputShape(layer, layer.op === 'QLinearConv' ? 3 : 1);
  const groups = integers(layer, 'group')[0] ?? 1;
  const [first, second] = weight;
  const transposed = layer.op === 'ConvTranspose';
  const channels = transposed ? [first, scaled(second, groups)] : [scaled(second, groups), first];
  return [
    ...SPATIAL(layer),
    ...unlessOne('d', integers(layer, 'dilations')),
    ...arrow(channels[0], channels[1]),
    ...(groups > 1 ? [`g${groups}`] : []),
  ];
};

const GEMM: Describe = (layer) => {
  const weight = inputShape(layer, 1);
  const [rows, columns] = integers(layer, 'transB')[0] === 1 ? [weight[1], weight[0]] : weight;
  return arrow(rows, columns);
};

const MATMUL: Describe = (layer) => {
  const right = inputShape(layer, 1);
  return right.length >= 2 ? arrow(right.at(-2), right.at(-1)) : [];
};

const AXIS: Describe = (layer) => {
  const axes = [...integers(layer, 'axis'), ...integers(layer, 'axes')];
  return axes.length > 0 ? [`axis ${axes.join(',')}`] : [];
};

const PERMUTATION: Describe = (layer) => [integers(layer, 'perm').join(',')];

const CAST: Describe = (layer) => [`to ${layer.outputs[0]?.dtype ?? '?'}`];

const setting =
  (name: string, label: string): Describe =>
  (layer) => {
    const value = own(layer.attributes ?? {}, name);
    return value === undefined ? [] : [`${label} ${value}`];
  };

const DESCRIBE: ReadonlyMap<string, Describe> = new Map(
  (
    [
      [CONV, 'Conv ConvTranspose ConvInteger QLinearConv FusedConv NhwcConv'],
      [SPATIAL, 'MaxPool AveragePool LpPool QLinearAveragePool'],
      [GEMM, 'Gemm FusedGemm'],
      [MATMUL, 'MatMul MatMulInteger FusedMatMul'],
      [
        AXIS,
        'Concat Split Gather GatherElements Softmax LogSoftmax Flatten ArgMax ArgMin LayerNormalization Unsqueeze Squeeze',
      ],
      [AXIS, 'ReduceMean ReduceSum ReduceMax ReduceMin ReduceL2 TopK CumSum'],
      [PERMUTATION, 'Transpose'],
      [setting('hidden_size', 'hidden'), 'LSTM GRU RNN'],
      [setting('num_heads', 'heads'), 'MultiHeadAttention GroupQueryAttention Attention'],
      [setting('q_num_heads', 'heads'), 'Attention'],
      [setting('equation', ''), 'Einsum'],
      [setting('mode', ''), 'Resize Pad Upsample GridSample'],
      [CAST, 'Cast'],
      [setting('alpha', 'alpha'), 'LeakyRelu Elu'],
      [setting('num_groups', 'groups'), 'GroupNormalization'],
    ] as const
  ).flatMap(([describe, ops]) => ops.split(' ').map((op) => [op, describe] as const)),
);

/** The two or three attributes that matter: `3x3 s2 64→128 g32`; "" where an operator has none. */
export function attributeText(layer: ReportLayer): string {
  return (DESCRIBE.get(layer.op)?.(layer) ?? []).join(' ').trim();
}

function times(prefix: string, values: readonly ReportDim[]): readonly string[] {
  return values.length === 0 ? [] : [prefix + values.join('x')];
}

/** `s2` for 2x2, `s2x1` for uneven ones, nothing for all ones. */
function unlessOne(prefix: string, values: readonly number[]): readonly string[] {
  const [first] = values;
  if (first === undefined || values.every((value) => value === 1)) return [];
  return values.every((value) => value === first) ? [`${prefix}${first}`] : times(prefix, values);
}

function scaled(dim: ReportDim | undefined, factor: number): ReportDim | undefined {
  return typeof dim === 'number' ? dim * factor : dim;
}

function arrow(from: ReportDim | undefined, to: ReportDim | undefined): readonly string[] {
  return from === undefined || to === undefined ? [] : [`${from}→${to}`];
}
