import type {
  Attribute,
  DeclaredTensor,
  Graph,
  LocalFunction,
  Model,
  Node,
} from '../../extension/engine/ir/graph';

/** Graphs of the engine's own representation, for tests of the passes behind the readers. */

export function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  rest: Partial<Node> = {},
): Node {
  return {
    name: '',
    op,
    domain: '',
    overload: '',
    inputs,
    outputs,
    attributes: new Map(),
    scope: [],
    source: null,
    origins: [],
    ...rest,
  };
}

/** Nodes get the origins that a reader gives them. */
export function graph(nodes: readonly Node[], rest: Partial<Graph> = {}): Graph {
  return {
    name: 'main',
    inputs: [],
    outputs: [],
    initializers: new Map(),
    declared: new Map(),
    ...rest,
    nodes: nodes.map((item, index) =>
      item.origins.length > 0 ? item : { ...item, origins: [String(index)] },
    ),
  };
}

export function names(...list: readonly string[]): readonly DeclaredTensor[] {
  return list.map((name) => ({ name, dtype: null, shape: null }));
}

export function graphs(attributes: Readonly<Record<string, Graph>>): ReadonlyMap<string, Attribute> {
  return new Map(Object.entries(attributes).map(([name, value]) => [name, { kind: 'graph', value }]));
}

export function localFunction(
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  nodes: readonly Node[],
  rest: Partial<LocalFunction> = {},
): LocalFunction {
  return {
    domain: 'own',
    name,
    overload: '',
    inputs,
    outputs,
    requiredAttributes: [],
    defaultAttributes: new Map(),
    declared: new Map(),
    opsets: new Map(),
    ...rest,
    nodes: nodes.map((item, index) => ({ ...item, origins: [`own::${name}/${index}`] })),
  };
}

export function model(
  main: Graph,
  functions: readonly LocalFunction[] = [],
  rest: Partial<Model> = {},
): Model {
  return {
    format: 'onnx',
    name: 'test',
    producer: '',
    opsets: new Map([['', 21]]),
    graph: main,
    functions,
    ...rest,
  };
}
