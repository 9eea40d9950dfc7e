import { type Dim, symbol } from '../../extension/engine/ir/dim';
import type { Attribute, Graph, StoredTensor } from '../../extension/engine/ir/graph';
import { type TensorFacts, UNKNOWN_TENSOR } from '../../extension/engine/ir/tensor';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from '../../extension/engine/ops/op';

/** A plain value stands for the attribute kind that fits; integers serve as floats too. */
export type AttributeValue = number | string | readonly number[] | readonly string[] | Attribute;

export interface NodeSetup {
  /** Default 21. */
  readonly opset?: number;
  /** Default "", ONNX's own. */
  readonly domain?: string;
  /** Facts per input slot; null for an omitted one. */
  readonly inputs?: readonly (TensorFacts | null)[];
  /** Number of named outputs; default 1. */
  readonly outputs?: number;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** Stands in for the inference of subgraph attributes; default: nothing known. */
  readonly subgraph?: InferView['subgraph'];
}

/** A view of a single node, plus what it was told. */
export interface TestView extends InferView, SolvedView {
  /** Messages given to `conflict`. */
  readonly conflicts: readonly string[];
  /** Makes these facts the node's outputs. */
  solve(outputs: readonly TensorFacts[]): void;
}

/** A node on its own, for testing one operator without a graph around it. */
export function viewOf(op: string, setup: NodeSetup = {}): TestView {
  const inputs = setup.inputs ?? [];
  const outputCount = setup.outputs ?? 1;
  const attributes = new Map(
    Object.entries(setup.attributes ?? {}).map(([name, value]) => [name, attributeOf(value)]),
  );
  const conflicts: string[] = [];
  let solved: readonly TensorFacts[] = [];
  return {
    node: {
      name: 'node',
      op,
      domain: setup.domain ?? '',
      overload: '',
      inputs: inputs.map((facts, slot) => (facts === null ? '' : `in${slot}`)),
      outputs: Array.from({ length: outputCount }, (_, slot) => `out${slot}`),
      attributes,
      scope: [],
      source: null,
      origins: [],
    },
    opset: setup.opset ?? 21,
    input: (slot) => inputs[slot] ?? UNKNOWN_TENSOR,
    has: (slot) => (inputs[slot] ?? null) !== null,
    inputCount: inputs.length,
    outputCount,
    wants: (slot) => slot < outputCount,
    ...attributeAccess(attributes),
    dataCount: (what): Dim => symbol(`out0.${what}`, 'data'),
    dataDim: (slot, what): Dim => symbol(`out${slot}.${what}`, 'data'),
    conflict(message) {
      conflicts.push(message);
      return [];
    },
    subgraph: setup.subgraph ?? (() => []),
    output: (slot) => solved[slot] ?? UNKNOWN_TENSOR,
    conflicts,
    solve(outputs) {
      solved = outputs;
    },
  };
}

/** Infers the node by the room that holds its operator; the view then answers `output`. Throws when no room has it. */
export function inferWith(specs: readonly OpSpec[], view: TestView): readonly TensorFacts[] {
  const outputs = specOf(specs, view).infer(view);
  view.solve(outputs);
  return outputs;
}

/** Work of a node, after inferring it. */
export function workWith(specs: readonly OpSpec[], view: TestView): Work | UnknownWork {
  inferWith(specs, view);
  return specOf(specs, view).work?.(view) ?? {};
}

function specOf(specs: readonly OpSpec[], { node }: TestView): OpSpec {
  const type = node.domain === '' ? node.op : `${node.domain}:${node.op}`;
  const spec = specs.find(({ types }) => types.includes(type));
  if (spec === undefined) throw new Error(`no room has ${type}`);
  return spec;
}

function attributeOf(value: AttributeValue): Attribute {
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'int' : 'float', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if (!Array.isArray(value)) return value as Attribute;
  if (isStrings(value)) return { kind: 'strings', value };
  const numbers = value as readonly number[];
  return { kind: numbers.every(Number.isInteger) ? 'ints' : 'floats', value: numbers };
}

function isStrings(value: readonly unknown[]): value is readonly string[] {
  return value.length > 0 && value.every((item) => typeof item === 'string');
}

type Access = Pick<
  InferView,
  'int' | 'float' | 'string' | 'ints' | 'floats' | 'strings' | 'tensor' | 'graph' | 'attribute'
>;

function attributeAccess(attributes: ReadonlyMap<string, Attribute>): Access {
  const read = (name: string, ...kinds: readonly Attribute['kind'][]): unknown => {
    const attribute = attributes.get(name);
    return attribute !== undefined && kinds.includes(attribute.kind) ? attribute.value : undefined;
  };
  return {
    int: ((name: string, fallback?: number) => read(name, 'int') ?? fallback) as Access['int'],
    float: ((name: string, fallback?: number) => read(name, 'float', 'int') ?? fallback) as Access['float'],
    string: ((name: string, fallback?: string) => read(name, 'string') ?? fallback) as Access['string'],
    ints: (name) => read(name, 'ints') as readonly number[] | undefined,
    floats: (name) => read(name, 'floats', 'ints') as readonly number[] | undefined,
    strings: (name) => read(name, 'strings') as readonly string[] | undefined,
    tensor: (name) => read(name, 'tensor') as StoredTensor | undefined,
    graph: (name) => read(name, 'graph') as Graph | undefined,
    attribute: (name) => attributes.get(name),
  };
}
