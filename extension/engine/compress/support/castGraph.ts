import { DTYPES } from '../../ir/dtype';
import type { Attribute, Node, StoredTensor } from '../../ir/graph';
import type { GraphEdit } from '../../ir/graphEdit';
import { constantPayload } from '../../inference/provenance';
import type { ModelFacts } from '../facts';
import { own } from '../../own';

type Half = 'float16' | 'bfloat16';

/** Inputs that stay float32 whatever the rest is: sizes and regions of resizing. */
export const FLOAT32_SLOTS: Readonly<Record<string, readonly number[]>> = { Resize: [1, 2], Upsample: [1] };
/** Attributes that name an element type. */
const TYPE_ATTRIBUTES = ['to', 'dtype'] as const;

/** An ONNX graph in half precision: stored tensors, constants and casts are retyped, the border keeps float32. */
export function castGraph(facts: ModelFacts, half: Half): GraphEdit {
  const kept = keptTensors(facts);
  const stored = [...facts.graph.initializers.values()]
    .filter(({ name, dtype }) => dtype === 'float32' && !kept.has(name))
    .map((tensor) => retyped(tensor, half));
  const inputs = renames(facts, facts.graph.inputs, half);
  const outputs = renames(facts, facts.graph.outputs, 'float32');
  const replaced = new Map<Node, readonly Node[]>();
  const waiting = new Map(inputs);
  for (const { node } of facts.nodes) {
    const changed = changedNode(node, half, kept, new Map([...inputs, ...outputs]));
    const before = node.inputs.flatMap((name) => take(waiting, name) ?? []).map(({ cast }) => cast);
    const after = node.outputs.flatMap((name) => outputs.get(name)?.cast ?? []);
    if (changed !== node || before.length + after.length > 0)
      replaced.set(node, [...before, changed, ...after]);
  }
  return { replaced, stored, undeclared: true };
}

/** A Cast at the border, and the name under which the inside knows the tensor. */
interface Border {
  readonly cast: Node;
  readonly inner: string;
}

function renames(
  facts: ModelFacts,
  border: readonly { readonly name: string }[],
  to: Half | 'float32',
): ReadonlyMap<string, Border> {
  const casts = new Map<string, Border>();
  for (const { name } of border) {
    if (facts.dtype(name) !== 'float32') continue;
    const inner = `${name}/${to === 'float32' ? 'half' : to}`;
    const [from, made] = to === 'float32' ? [inner, name] : [name, inner];
    casts.set(name, { cast: castNode(from, made, DTYPES[to].code), inner });
  }
  return casts;
}

function castNode(from: string, made: string, code: number): Node {
  const attributes = new Map<string, Attribute>([['to', { kind: 'int', value: code }]]);
  const rest = { domain: '', overload: '', scope: [], source: null, origins: [] };
  return { name: `${made}/cast`, op: 'Cast', inputs: [from], outputs: [made], attributes, ...rest };
}

function take(waiting: Map<string, Border>, name: string): Border | undefined {
  const found = waiting.get(name);
  waiting.delete(name);
  return found;
}

function changedNode(
  node: Node,
  half: Half,
  kept: ReadonlySet<string>,
  border: ReadonlyMap<string, Border>,
): Node {
  const attributes = kept.has(node.outputs[0] ?? '') ? node.attributes : changedAttributes(node, half);
  const rename = (name: string): string => border.get(name)?.inner ?? name;
  const isAtBorder = [...node.inputs, ...node.outputs].some((name) => border.has(name));
  if (!isAtBorder) return attributes === node.attributes ? node : { ...node, attributes };
  return { ...node, attributes, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) };
}

/** Constants, casts and generators that said float32. */
function changedAttributes(node: Node, half: Half): Node['attributes'] {
  const constant = constantPayload(node);
  if (constant)
    return constant.dtype === 'float32'
      ? new Map([['value', { kind: 'tensor', value: retyped(constant, half) }]])
      : node.attributes;
  const changes = [...node.attributes].flatMap(([key, value]): (readonly [string, Attribute])[] => {
    if (
      TYPE_ATTRIBUTES.some((name) => name === key) &&
      value.kind === 'int' &&
      value.value === DTYPES.float32.code
    )
      return [[key, { kind: 'int', value: DTYPES[half].code }]];
    const isFill =
      node.op === 'ConstantOfShape' && value.kind === 'tensor' && value.value.dtype === 'float32';
    return isFill ? [[key, { kind: 'tensor', value: retyped(value.value, half) }]] : [];
  });
  const plainFill = node.op === 'ConstantOfShape' && !node.attributes.has('value');
  if (plainFill) changes.push(['value', { kind: 'tensor', value: zero(half) }]);
  return changes.length === 0 ? node.attributes : new Map([...node.attributes, ...changes]);
}

function retyped(tensor: StoredTensor, dtype: Half): StoredTensor {
  return { ...tensor, dtype, payload: null, raw: false, recipe: { kind: 'cast', of: tensor.name } };
}

/** The value that ConstantOfShape repeats where none is given. */
function zero(dtype: Half): StoredTensor {
  const content = { kind: 'elements', values: [0] } as const;
  return { name: '', dtype, dims: [1], payload: null, raw: false, content, recipe: { kind: 'literal' } };
}

/** Stored tensors and constants that some operator takes as float32 alone. */
function keptTensors(facts: ModelFacts): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const { node } of facts.nodes)
    for (const slot of own(FLOAT32_SLOTS, node.op) ?? []) {
      const name = node.inputs[slot];
      if (name !== undefined && name !== '') kept.add(name);
    }
  return kept;
}
