import type { EngineDiagnostic } from '../diagnostics';
import { checkExpansion, functionKey } from './expansion';
import type { Attribute, DeclaredTensor, Graph, LocalFunction, Model, Node } from './graph';
import { hasSubgraph } from './order';
import { namesOf, Renaming, UniqueNames } from './renaming';

/** A model without calls of its own functions, and what went wrong on the way there. */
export interface Inlined {
  readonly graph: Graph;
  readonly diagnostics: readonly EngineDiagnostic[];
}

/** Attributes that a finding lists. */
const MOST_NAMED = 5;

interface Inliner {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly diagnostics: EngineDiagnostic[];
  readonly unique: UniqueNames;
  calls: number;
}

/** What a call gives to the body of its function: names, attributes and the place that it was called from. */
interface Frame {
  /** Null in the main graph, whose names stay. */
  readonly renaming: Renaming | null;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly scope: readonly string[];
  readonly origins: readonly string[];
  readonly opsets: ReadonlyMap<string, number>;
}

const OUTERMOST: Frame = {
  renaming: null,
  attributes: new Map(),
  scope: [],
  origins: [],
  opsets: new Map(),
};

/**
 * Replaces calls of model-local functions by their bodies. Inner names get a suffix per call, `__1`, `__2`, ...
 * in the order of the calls, and a further number where that is taken, which is how ONNX's own inliner names
 * them. Origins keep the calls. Throws {@link BadInput} for functions that are recursive or multiply beyond reason.
 */
export function inlineFunctions(model: Model): Inlined {
  const functions = new Map(model.functions.map((f) => [functionKey(f, f.name), f]));
  if (functions.size === 0) return { graph: model.graph, diagnostics: [] };
  checkExpansion(model.graph, functions);
  const unique = new UniqueNames(namesOf(model.graph));
  const inliner: Inliner = { functions, diagnostics: [], unique, calls: 0 };
  return { graph: inlineGraph(model.graph, OUTERMOST, inliner), diagnostics: inliner.diagnostics };
}

function inlineGraph(graph: Graph, frame: Frame, inliner: Inliner): Graph {
  const renaming = frame.renaming?.inside(graph) ?? null;
  if (renaming === null) {
    const declared = new Map(graph.declared);
    return { ...graph, nodes: inlineNodes(graph.nodes, frame, inliner, declared), declared };
  }
  const rename = (name: string): string => renaming.read(name);
  const renamed = <T extends { readonly name: string }>(item: T): T => ({ ...item, name: rename(item.name) });
  const declared = new Map([...graph.declared.values()].map((info) => [rename(info.name), renamed(info)]));
  const nodes = inlineNodes(graph.nodes, { ...frame, renaming }, inliner, declared);
  return {
    ...graph,
    nodes,
    declared,
    inputs: graph.inputs.map(renamed),
    outputs: graph.outputs.map(renamed),
    initializers: new Map(
      [...graph.initializers.values()].map((tensor) => [rename(tensor.name), renamed(tensor)]),
    ),
  };
}

function inlineNodes(
  nodes: readonly Node[],
  frame: Frame,
  inliner: Inliner,
  declared: Map<string, DeclaredTensor>,
): readonly Node[] {
  return nodes.flatMap((node) => {
    const own = adopt(node, frame, inliner);
    const body = inliner.functions.get(functionKey(node, node.op));
    return body === undefined ? [own] : inlineCall(own, body, scopeOfCall(node, own), inliner, declared);
  });
}

/** A node as it stands inside the frame: renamed, with referenced attributes filled in. */
function adopt(node: Node, frame: Frame, inliner: Inliner): Node {
  const { renaming } = frame;
  if (renaming === null && !hasSubgraph(node)) return node;
  const opset = frame.opsets.get(node.domain);
  return {
    ...node,
    ...(opset !== undefined && { opset }),
    ...(renaming && {
      name: node.name === '' ? '' : renaming.create(node.name),
      inputs: node.inputs.map((name) => renaming.read(name)),
      outputs: node.outputs.map((name) => renaming.make(name)),
    }),
    scope: [...frame.scope, ...node.scope],
    origins: [...frame.origins, ...node.origins],
    attributes: new Map([...node.attributes].flatMap(([name, value]) => bind(name, value, frame, inliner))),
  };
}

/** An attribute with references resolved; none where the call does not give what is referred to. */
function bind(
  name: string,
  attribute: Attribute,
  frame: Frame,
  inliner: Inliner,
): readonly [string, Attribute][] {
  if (attribute.kind === 'graph')
    return [[name, { kind: 'graph', value: inlineGraph(attribute.value, frame, inliner) }]];
  // What a call gives was adopted where the call stands.
  const value = attribute.kind === 'reference' ? frame.attributes.get(attribute.value) : attribute;
  return value === undefined ? [] : [[name, value]];
}

function inlineCall(
  call: Node,
  body: LocalFunction,
  scope: readonly string[],
  inliner: Inliner,
  declared: Map<string, DeclaredTensor>,
): readonly Node[] {
  reportMissingAttributes(call, body, inliner);
  const renaming = Renaming.ofCall(call, body, `__${++inliner.calls}`, inliner.unique);
  const frame: Frame = {
    renaming,
    attributes: new Map([...body.defaultAttributes, ...call.attributes]),
    scope,
    origins: call.origins,
    opsets: body.opsets,
  };
  const nodes = inlineNodes(body.nodes, frame, inliner, declared);
  for (const info of body.declared.values()) {
    const name = renaming.read(info.name);
    declared.set(name, { ...info, name });
  }
  return nodes;
}

/** A call without a module scope of its own is one: its function is drawn as a group under the call's name. */
function scopeOfCall({ scope, name, op }: Node, adopted: Node): readonly string[] {
  return scope.length > 0 ? adopted.scope : [...adopted.scope, name === '' ? op : name];
}

function reportMissingAttributes(call: Node, body: LocalFunction, inliner: Inliner): void {
  const missing = body.requiredAttributes.filter((name) => !call.attributes.has(name));
  if (missing.length === 0) return;
  const rest = missing.length - MOST_NAMED;
  const names = `${missing.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  inliner.diagnostics.push({
    code: 'invalid-function',
    severity: 'warning',
    message: `The call "${call.name}" of function ${body.domain}::${body.name} lacks its attribute ${names}; operators that need it may stay unpriced.`,
    origin: null,
  });
}
