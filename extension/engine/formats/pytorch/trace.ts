import { DTYPES, type DType } from '../../ir/dtype';
import type { Attribute, DeclaredTensor, Model, Node, SourceLocation, StoredTensor } from '../../ir/graph';
import type { PayloadAttribute, PayloadNode, PayloadTrace } from './payload';

/** The operator sets that the tape speaks. */
const OPSETS = new Map([
  ['', 24],
  ['torch', 1],
]);

/** One forward pass as a model: what the tape recorded becomes nodes, what the modules hold initializers. */
export function modelOfTrace(trace: PayloadTrace): Model {
  const declared = new Map([...trace.tensors].map(([name, tensor]) => [name, declare(name, tensor)]));
  const find = (name: string): DeclaredTensor => declared.get(name) ?? { name, dtype: null, shape: null };
  const stored = [
    ...trace.parameters.map(({ name, kind }) => storedTensor(find(name), kind === 'parameter')),
    ...trace.constants.map((name) => storedTensor(find(name), false)),
  ];
  return {
    format: 'pytorch',
    name: trace.root,
    producer: 'PyTorch source',
    opsets: OPSETS,
    graph: {
      name: trace.root,
      inputs: trace.inputs.map(({ name }) => find(name)),
      outputs: trace.outputs.map(find),
      nodes: trace.nodes.map((node, index) => nodeOf(node, index, trace)),
      initializers: new Map(stored.map((tensor) => [tensor.name, tensor])),
      declared,
    },
    functions: [],
  };
}

function declare(
  name: string,
  [dtype, shape]: readonly [dtype: string, shape: readonly number[]],
): DeclaredTensor {
  return { name, dtype: Object.hasOwn(DTYPES, dtype) ? (dtype as DType) : null, shape, observed: true };
}

/** Weights of source code have no values, so no payload lies anywhere. */
function storedTensor({ name, dtype, shape }: DeclaredTensor, learnable: boolean): StoredTensor {
  const dims = (shape ?? []).filter((dim) => typeof dim === 'number');
  return { name, dtype, dims, payload: null, raw: false, content: null, learnable };
}

function nodeOf(node: PayloadNode, index: number, trace: PayloadTrace): Node {
  const { op, domain = '', inputs, outputs, attributes } = node;
  const module = trace.modules[node.module];
  const scope = module === undefined || module.path === '' ? [] : module.path.split('.');
  const called = siteOf(node.site, trace);
  const built = stackOf(module?.built, trace);
  return {
    name: `/${[...scope, op].join('/')}`,
    op,
    domain,
    overload: '',
    inputs,
    outputs,
    attributes: new Map([...(attributes ?? [])].map(([key, value]) => [key, attributeOf(value)])),
    scope,
    source: module?.builtin === true ? (built[0] ?? called) : called,
    origins: [String(index)],
  };
}

/** The place of a call; null where none of the user's code was on the stack. */
export function siteOf(site: number, { sites }: PayloadTrace): SourceLocation | null {
  const found = sites[site];
  return found ? { file: found[0], line: found[1] } : null;
}

/** The places of a stack, innermost first. */
export function stackOf(stack: number | undefined, trace: PayloadTrace): readonly SourceLocation[] {
  return (trace.stacks[stack ?? -1] ?? []).flatMap((site) => siteOf(site, trace) ?? []);
}

function attributeOf(value: PayloadAttribute): Attribute {
  if (typeof value === 'boolean') return { kind: 'int', value: Number(value) };
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'int' : 'float', value };
  if (value.every((item) => typeof item === 'number'))
    return value.every((item) => Number.isInteger(item))
      ? { kind: 'ints', value }
      : { kind: 'floats', value };
  return { kind: 'strings', value: value.map(String) };
}
