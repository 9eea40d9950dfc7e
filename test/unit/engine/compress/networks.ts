import type { DType } from '../../../../extension/engine/ir/dtype';
import type { Attribute, Model, Node, StoredTensor } from '../../../../extension/engine/ir/graph';
import { border, graphOf, node } from '../../../helpers/graphs';

/** Small networks in code, layer by layer. */

export type Shape = readonly (number | string | null)[];
type Attributes = Readonly<Record<string, number | readonly number[] | Attribute>>;
type Pair = readonly [height: number, width: number];

/** Nodes with what they store. */
export interface Layer {
  readonly nodes: readonly Node[];
  readonly stored?: readonly StoredTensor[];
}

export interface Network {
  /** Shapes by name; float32 where no type is given. */
  readonly inputs: Readonly<Record<string, Shape | readonly [DType, Shape]>>;
  readonly layers: readonly Layer[];
  /** Names; without them the last node's first output. */
  readonly outputs?: readonly string[];
  readonly opset?: number;
}

export function modelOf({ inputs, layers, outputs, opset = 21 }: Network): Model {
  const nodes = layers.flatMap((layer) => layer.nodes);
  return {
    format: 'onnx',
    name: 'graph',
    producer: '',
    opsets: new Map([['', opset]]),
    functions: [],
    graph: graphOf({
      inputs: Object.entries(inputs).map(([name, given]) =>
        isTyped(given) ? border(name, given[0], given[1]) : border(name, 'float32', given),
      ),
      nodes,
      stored: layers.flatMap(({ stored = [] }) => stored),
      outputs: outputs ?? [nodes.at(-1)?.outputs[0] ?? ''],
    }),
  };
}

/** A chain that begins at an input `x` of this shape. */
export function on(x: Shape, ...layers: readonly Layer[]): Network {
  return { inputs: { x }, layers };
}

function isTyped(given: Shape | readonly [DType, Shape]): given is readonly [DType, Shape] {
  return Array.isArray(given[1]);
}

export function weights(name: string, dims: readonly number[], dtype: DType = 'float32'): StoredTensor {
  return { name, dtype, dims, payload: null, raw: true, content: null };
}

/** Any operator; `stored` are initializers that it reads. */
export function op(
  name: string,
  inputs: string | readonly string[],
  output: string | readonly string[],
  attributes: Attributes = {},
  stored: readonly StoredTensor[] = [],
): Layer {
  const list = (names: string | readonly string[]): readonly string[] =>
    typeof names === 'string' ? [names] : names;
  return { nodes: [node(name, list(inputs), list(output), attributes)], stored };
}

export function text(value: string): Attribute {
  return { kind: 'string', value };
}

export function float(value: number): Attribute {
  return { kind: 'float', value };
}

export interface ConvOptions {
  readonly kernel?: number | Pair;
  readonly stride?: number;
  readonly dilation?: number;
  readonly groups?: number;
  readonly bias?: boolean;
  /** On each side; without it as much as keeps the size. */
  readonly pad?: number;
  readonly auto?: 'SAME_UPPER' | 'SAME_LOWER' | 'VALID';
  /** Name of a weight that another layer has. */
  readonly shares?: string;
  /** The weight stands in a Constant node. */
  readonly constant?: boolean;
  readonly dtype?: DType;
}

/** A convolution `name` of `input`; weight `name.w`, bias `name.b`. */
export function conv(
  name: string,
  input: string,
  from: number,
  to: number,
  options: ConvOptions = {},
): Layer {
  const { kernel = 3, stride = 1, dilation = 1, groups = 1, bias = false, auto, shares, dtype } = options;
  const [kh, kw] = typeof kernel === 'number' ? [kernel, kernel] : kernel;
  const [ph, pw] = [kh, kw].map((k) => options.pad ?? (dilation * (k - 1)) / 2);
  const padding: Attributes = auto
    ? { auto_pad: text(auto) }
    : { pads: [ph ?? 0, pw ?? 0, ph ?? 0, pw ?? 0] };
  const weight = weights(shares ?? `${name}.w`, [to, from / groups, kh, kw], dtype);
  const shape = { strides: [stride, stride], dilations: [dilation, dilation], group: groups };
  const inputs = [input, weight.name, ...(bias ? [`${name}.b`] : [])];
  return withWeights(
    node('Conv', inputs, [name], { ...shape, ...padding }),
    [...(shares === undefined ? [weight] : []), ...(bias ? [weights(`${name}.b`, [to], dtype)] : [])],
    options.constant === true,
  );
}

export interface DenseOptions {
  readonly as?: 'gemm' | 'gemm-transposed' | 'matmul';
  readonly bias?: boolean;
  readonly shares?: string;
  readonly constant?: boolean;
  readonly attributes?: Attributes;
}

/** A fully connected layer. */
export function dense(
  name: string,
  input: string,
  from: number,
  to: number,
  options: DenseOptions = {},
): Layer {
  const { as = 'matmul', bias = false, shares, attributes = {} } = options;
  const transposed = as === 'gemm-transposed';
  const weight = weights(shares ?? `${name}.w`, transposed ? [to, from] : [from, to]);
  const inputs = [input, weight.name, ...(bias ? [`${name}.b`] : [])];
  const own = as === 'matmul' ? {} : { transB: transposed ? 1 : 0 };
  return withWeights(
    node(as === 'matmul' ? 'MatMul' : 'Gemm', inputs, [name], { ...own, ...attributes }),
    [...(shares === undefined ? [weight] : []), ...(bias ? [weights(`${name}.b`, [to])] : [])],
    options.constant === true,
  );
}

export function batchNorm(name: string, input: string, channels: number, attributes: Attributes = {}): Layer {
  const stored = ['scale', 'shift', 'mean', 'var'].map((part) => weights(`${name}.${part}`, [channels]));
  const inputs = [input, ...stored.map((tensor) => tensor.name)];
  return { nodes: [node('BatchNormalization', inputs, [name], attributes)], stored };
}

/** A stored tensor in a Constant node of its own. */
export function constant(tensor: StoredTensor): Node {
  return node('Constant', [], [tensor.name], { value: { kind: 'tensor', value: tensor } });
}

function withWeights(layer: Node, stored: readonly StoredTensor[], asConstants: boolean): Layer {
  return asConstants ? { nodes: [...stored.map(constant), layer] } : { nodes: [layer], stored };
}
