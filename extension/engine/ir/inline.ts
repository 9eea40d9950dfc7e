import { BadInput, type EngineDiagnostic } from '../diagnostics';
import type { Attribute, DeclaredTensor, Graph, LocalFunction, Model, Node } from './graph';

/** A model whose functions call each other until more nodes than this stand in one graph is refused. */
const MOST_INLINED_NODES = 2_000_000;

/** Functions that call functions deeper than this are taken for recursive. */
const DEEPEST_CALL = 100;

/** A model without calls of its own functions, and what went wrong on the way there. */
export interface Inlined {
  readonly graph: Graph;
  readonly diagnostics: readonly EngineDiagnostic[];
}

interface Inliner {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly diagnostics: EngineDiagnostic[];
  calls: number;
  nodes: number;
}

/** What a call gives to the body of its function: names, attributes and the place that it was called from. */
interface Frame {
  readonly rename: (name: string) => string;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly suffix: string;
  readonly scope: readonly string[];
  readonly origins: readonly string[];
  readonly depth: number;
  readonly opsets: ReadonlyMap<string, number>;
}

const OUTERMOST: Frame = {
  rename: (name) => name,
  attributes: new Map(),
  suffix: '',
  scope: [],
  origins: [],
  depth: 0,
  opsets: new Map(),
};

/**
 * Replaces calls of model-local functions by their bodies. Inner names get a suffix per call, `__1`, `__2`, ...
 * in the order of the calls, which is how ONNX's own inliner names them. Origins keep the calls.
 * Throws {@link BadInput} for functions that are recursive or multiply beyond reason.
 */
export function inlineFunctions(model: Model): Inlined {
  const functions = new Map(model.functions.map((f) => [keyOf(f.domain, f.name, f.overload), f]));
  if (functions.size === 0) return { graph: model.graph, diagnostics: [] };
  const inliner: Inliner = { functions, diagnostics: [], calls: 0, nodes: 0 };
  return { graph: inlineGraph(model.graph, OUTERMOST, inliner), diagnostics: inliner.diagnostics };
}

function keyOf(domain: string, name: string, overload: string): string {
  return `${domain}::${name}:${overload}`;
}

function inlineGraph(graph: Graph, frame: Frame, inliner: Inliner): Graph {
  const declared = new Map(graph.declared);
  const nodes = inlineNodes(graph.nodes, frame, inliner, declared);
  if (frame === OUTERMOST) return { ...graph, nodes, declared };
  return {
    ...graph,
    nodes,
    inputs: graph.inputs.map((input) => ({ ...input, name: frame.rename(input.name) })),
    outputs: graph.outputs.map((output) => ({ ...output, name: frame.rename(output.name) })),
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [frame.rename(name), tensor])),
    declared: new Map([...declared].map(([name, info]) => [frame.rename(name), info])),
  };
}

function inlineNodes(
  nodes: readonly Node[],
  frame: Frame,
  inliner: Inliner,
  declared: Map<string, DeclaredTensor>,
): readonly Node[] {
  return nodes.flatMap((node) => {
    if (++inliner.nodes > MOST_INLINED_NODES)
      throw new BadInput(`its functions expand to more than ${MOST_INLINED_NODES} nodes`);
    const own = adopt(node, frame, inliner);
    const body = inliner.functions.get(keyOf(node.domain, node.op, node.overload));
    return body === undefined ? [own] : inlineCall(own, body, frame.depth, inliner, declared);
  });
}

/** A node as it stands inside the frame: renamed, with referenced attributes filled in. */
function adopt(node: Node, frame: Frame, inliner: Inliner): Node {
  if (frame === OUTERMOST && !hasGraph(node)) return node;
  const opset = frame.opsets.get(node.domain);
  return {
    ...node,
    ...(opset !== undefined && { opset }),
    name: node.name === '' ? '' : node.name + frame.suffix,
    inputs: node.inputs.map(frame.rename),
    outputs: node.outputs.map(frame.rename),
    scope: [...frame.scope, ...node.scope],
    origins: [...frame.origins, ...node.origins],
    attributes: new Map(
      [...node.attributes].flatMap(([name, attribute]) => {
        const value = attribute.kind === 'reference' ? frame.attributes.get(attribute.value) : attribute;
        if (value === undefined) return [];
        return [
          [
            name,
            value.kind === 'graph' ? { ...value, value: inlineGraph(value.value, frame, inliner) } : value,
          ],
        ];
      }),
    ),
  };
}

function hasGraph(node: Node): boolean {
  for (const attribute of node.attributes.values()) if (attribute.kind === 'graph') return true;
  return false;
}

function inlineCall(
  call: Node,
  body: LocalFunction,
  depth: number,
  inliner: Inliner,
  declared: Map<string, DeclaredTensor>,
): readonly Node[] {
  if (depth >= DEEPEST_CALL)
    throw new BadInput(`function ${body.domain}::${body.name} calls itself, directly or through others`);
  reportMissingAttributes(call, body, inliner);
  const suffix = `__${++inliner.calls}`;
  const names = new Map<string, string>();
  body.inputs.forEach((name, i) => names.set(name, call.inputs[i] ?? ''));
  body.outputs.forEach((name, i) => {
    const given = call.outputs[i];
    if (given !== undefined && given !== '' && !names.has(name)) names.set(name, given);
  });
  const rename = (name: string): string => (name === '' ? '' : (names.get(name) ?? name + suffix));
  for (const info of body.declared.values())
    declared.set(rename(info.name), { ...info, name: rename(info.name) });
  return inlineNodes(
    body.nodes,
    {
      rename,
      attributes: new Map([...body.defaultAttributes, ...call.attributes]),
      suffix,
      scope: call.scope.length > 0 ? call.scope : [call.name === '' ? call.op : call.name],
      origins: call.origins,
      depth: depth + 1,
      opsets: body.opsets,
    },
    inliner,
    declared,
  );
}

function reportMissingAttributes(call: Node, body: LocalFunction, inliner: Inliner): void {
  const missing = body.requiredAttributes.filter((name) => !call.attributes.has(name));
  if (missing.length === 0) return;
  inliner.diagnostics.push({
    code: 'invalid-function',
    severity: 'warning',
    message: `The call "${call.name}" of function ${body.domain}::${body.name} lacks its attribute ${missing.join(', ')}; operators that need it may stay unpriced.`,
    origin: null,
  });
}
