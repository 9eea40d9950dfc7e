import type {
  Attribute,
  DeclaredTensor,
  Graph,
  Model,
  Node,
  StoredTensor,
} from '../../extension/engine/ir/graph';
import type { DType } from '../../extension/engine/ir/dtype';
import { elements, type TensorFacts, UNKNOWN_TENSOR } from '../../extension/engine/ir/tensor';
import { inferModel } from '../../extension/engine/inference/infer';
import type { ShapedNode } from '../../extension/engine/inference/shaped';

/** A node written as `op`, inputs, outputs, attributes (integers and lists of them, or whole attributes). */
export function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[] | Attribute>> = {},
): Node {
  const entries = Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)] as const);
  return {
    name: outputs[0] ?? op,
    op,
    domain: '',
    overload: '',
    inputs,
    outputs,
    attributes: new Map(entries),
    scope: [],
    source: null,
    origins: [],
  };
}

/** A border tensor; a string is a named dim. */
export function border(name: string, dtype: DType | null, shape: DeclaredTensor['shape']): DeclaredTensor {
  return { name, dtype, shape };
}

/** A stored int64 vector, or a scalar where a plain number is given. */
export function stored(
  name: string,
  values: number | readonly number[],
  dtype: DType = 'int64',
): StoredTensor {
  const list = typeof values === 'number' ? [values] : values;
  const dims = typeof values === 'number' ? [] : [list.length];
  return { name, dtype, dims, payload: null, raw: false, content: elements(list) };
}

export interface GraphParts {
  readonly inputs: readonly DeclaredTensor[];
  readonly stored?: readonly StoredTensor[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly string[];
}

/** A graph that declares nothing but its inputs. */
export function graphOf(parts: GraphParts): Graph {
  return {
    name: 'graph',
    inputs: parts.inputs,
    outputs: parts.outputs.map((name) => border(name, null, null)),
    nodes: parts.nodes,
    initializers: new Map((parts.stored ?? []).map((tensor) => [tensor.name, tensor])),
    declared: new Map(),
  };
}

export function body(parts: GraphParts): Attribute {
  return { kind: 'graph', value: graphOf(parts) };
}

/** What inference finds out of a graph: facts by tensor name, and the nodes. */
export function inferGraph(
  parts: GraphParts,
  opset = 21,
): { facts: (name: string) => TensorFacts; nodes: readonly ShapedNode[] } {
  const model: Model = {
    format: 'onnx',
    name: 'test',
    producer: '',
    opsets: new Map([['', opset]]),
    graph: graphOf(parts),
    functions: [],
  };
  const { nodes } = inferModel(model);
  const known = new Map(nodes.flatMap(({ outputs }) => outputs.map(({ name, facts }) => [name, facts])));
  return { facts: (name) => known.get(name) ?? UNKNOWN_TENSOR, nodes };
}

function attributeOf(value: number | readonly number[] | Attribute): Attribute {
  if (typeof value === 'number') return { kind: 'int', value };
  return isList(value) ? { kind: 'ints', value } : value;
}

function isList(value: readonly number[] | Attribute): value is readonly number[] {
  return Array.isArray(value);
}
