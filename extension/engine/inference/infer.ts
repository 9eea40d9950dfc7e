import { checkCancelled } from '../diagnostics';
import type { CancelSignal, Progress } from '../host';
import { bounds, type Dim, equal, mul, symbol, type SymbolKind, symbolsOf } from '../ir/dim';
import type { DeclaredTensor, Graph, Model, Node, StoredTensor } from '../ir/graph';
import { executionOrder } from '../ir/order';
import { type Content, elements, type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import { checkGraph } from './checks';
import { inputShape, reconcile } from './declared';
import { Environment } from './environment';
import { describe, Findings } from './findings';
import { GraphNodeView } from './nodeView';
import type { InferView } from '../ops/op';
import { constantPayload, provenance } from './provenance';
import { specOf } from '../ops/registry';
import type { ShapedInput, ShapedModel, ShapedNode } from './shaped';

export interface InferOptions {
  /** Whole shapes that the user gave for inputs, by name. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /** Symbols that are numbers from the start, rather than substituted afterwards. */
  readonly bind?: ReadonlyMap<string, number>;
  readonly signal?: CancelSignal | undefined;
  readonly progress?: Progress | undefined;
}

/** Loop bodies are inferred more than once, and nested ones multiply: beyond this, what is left stays unknown. */
const VISITS_PER_NODE = 20;

/** A graph on the way: the tensors in sight, where it lies, how often it runs. */
interface Walk {
  readonly graph: Graph;
  readonly path: string;
  readonly environment: Environment;
  readonly calls: Dim | null;
}

/**
 * Infers type, shape and small contents of every tensor, with symbols for what the file leaves open. Nodes that
 * cannot be inferred leave unknown tensors and a finding; nothing here throws but cancellation.
 */
export function inferModel(model: Model, options: InferOptions = {}): ShapedModel {
  return new Inference(model, options).run();
}

class Inference {
  readonly #model: Model;
  readonly #options: InferOptions;
  readonly #findings = new Findings();
  readonly #inputSymbols = new Map<string, SymbolKind>();
  readonly #outputs = new Map<Graph, ReadonlyMap<string, DeclaredTensor>>();
  readonly #visitLimit: number;
  #visits = 0;

  constructor(model: Model, options: InferOptions) {
    this.#model = model;
    this.#options = options;
    this.#visitLimit = 10_000 + VISITS_PER_NODE * countNodes(model.graph);
  }

  run(): ShapedModel {
    const { graph } = this.#model;
    const environment = new Environment(null);
    const inputs = this.#bindInputs(graph, environment);
    const nodes = this.#graph({ graph, path: '', environment, calls: 1 });
    const outputs = graph.outputs.map(({ name }) => environment.use(name));
    const symbols = new Map(this.#inputSymbols);
    const seen = new Set<string>();
    for (const node of nodes) collectSymbols(node, symbols, seen);
    return {
      nodes,
      inputs,
      outputs,
      ...collectStored(graph),
      symbols,
      diagnostics: [...checkGraph(graph), ...this.#findings.all()],
    };
  }

  #bindInputs(graph: Graph, environment: Environment): readonly ShapedInput[] {
    return graph.inputs.map((declared) => {
      const shape = this.#bound(inputShape(declared, this.#asked(declared.name)));
      for (const dim of shape ?? []) symbolsOf(dim, this.#inputSymbols);
      const value = scalarSymbol(declared.name, { dtype: declared.dtype, shape, content: null }, graph);
      if (value !== null) symbolsOf(value, this.#inputSymbols);
      const content: Content | null = value === null ? null : elements(this.#bound([value]) ?? []);
      const facts = { dtype: declared.dtype, shape, content };
      if (shape === null) this.#reportUnknownInput(declared.name);
      environment.define(declared.name, { facts });
      return { declared, facts };
    });
  }

  /** Any name may be asked for, `constructor` included. */
  #asked(name: string): readonly number[] | undefined {
    const { inputShapes } = this.#options;
    return inputShapes && Object.hasOwn(inputShapes, name) ? inputShapes[name] : undefined;
  }

  #bound(dims: readonly Dim[] | null): readonly Dim[] | null {
    const { bind } = this.#options;
    if (!bind) return dims;
    return dims?.map((dim) => [...symbolsOf(dim).keys()].map((name) => bind.get(name))[0] ?? dim) ?? null;
  }

  /** Infers one graph in execution order; the nodes of subgraphs follow their owner. */
  #graph(walk: Walk): readonly ShapedNode[] {
    for (const tensor of walk.graph.initializers.values()) walk.environment.defineStored(tensor);
    const { order, stored, cyclic } = executionOrder(walk.graph);
    if (!stored && cyclic.length === 0) this.#reportOrder(walk, order);
    const shaped: ShapedNode[] = [];
    for (const index of order) for (const node of this.#visit(walk, index)) shaped.push(node);
    for (const index of cyclic) shaped.push(...this.#giveUp(walk, index));
    return shaped;
  }

  #visit(walk: Walk, index: number): readonly ShapedNode[] {
    const node = walk.graph.nodes[index];
    if (!node) return [];
    this.#countVisit();
    const id = `${walk.path}${index}`;
    const spec = specOf(node.op, node.domain);
    if (spec === null) this.#reportUnsupported(node, id);
    const frame = this.#frame(node, walk, index);
    const bodies = new Map<string, readonly ShapedNode[]>();
    let broken: string | null = null;
    const view = this.#view(frame, walk, bodies, (message) => (broken = message));
    const facts = spec === null || this.#visits > this.#visitLimit ? [] : sane(spec.infer(view));
    const outputs = node.outputs.map((name, slot) =>
      walk.environment.define(name, {
        facts: this.#reconciled(name, facts[slot] ?? UNKNOWN_TENSOR, walk.graph, id),
        ...provenance(node, spec, frame.inputs, slot),
      }),
    );
    return [{ ...frame, outputs, spec, broken }, ...[...bodies.values()].flat()];
  }

  #frame(
    node: Node,
    { path, environment, calls }: Walk,
    index: number,
  ): Omit<ShapedNode, 'outputs' | 'spec' | 'broken'> {
    const inputs = node.inputs.map((name) => (name === '' ? null : environment.use(name)));
    return {
      node,
      path,
      index,
      opset: node.opset ?? this.#model.opsets.get(node.domain) ?? 1,
      calls,
      inputs,
    };
  }

  /** A node in a cycle: nothing can be known of it, but it is listed. */
  #giveUp(walk: Walk, index: number): readonly ShapedNode[] {
    const node = walk.graph.nodes[index];
    if (!node) return [];
    const outputs = node.outputs.map((name) => walk.environment.define(name, { facts: UNKNOWN_TENSOR }));
    const broken = 'it is part of a cycle, or waits for one';
    return [{ ...this.#frame(node, walk, index), outputs, spec: null, broken }];
  }

  #view(
    { node, opset, inputs, index }: Omit<ShapedNode, 'outputs' | 'spec' | 'broken'>,
    walk: Walk,
    bodies: Map<string, readonly ShapedNode[]>,
    onConflict: (message: string) => void,
  ): InferView {
    const id = `${walk.path}${index}`;
    const facts = inputs.map((use) => use?.facts ?? UNKNOWN_TENSOR);
    return Object.assign(new GraphNodeView(node, opset, facts), {
      dataDim: (slot: number, what: string) => symbol(`${node.outputs[slot] ?? id}.${what}`, 'data'),
      conflict: (message: string): readonly TensorFacts[] => {
        onConflict(message);
        this.#findings.add('shape-conflict', `${describe(node, id)}: ${message}.`, id);
        return [];
      },
      subgraph: (
        attribute: string,
        given: readonly TensorFacts[],
        runs: Dim | null,
      ): readonly TensorFacts[] => {
        const body = node.attributes.get(attribute);
        if (body?.kind !== 'graph' || this.#visits > this.#visitLimit) return [];
        const inner = this.#bodyEnvironment(body.value, walk.environment, given);
        const path = `${id}:${node.op}.${attribute}/`;
        const shaped = this.#graph({
          graph: body.value,
          path,
          environment: inner,
          calls: timesOf(walk.calls, runs),
        });
        bodies.set(attribute, shaped);
        return body.value.outputs.map(({ name }) => inner.use(name).facts);
      },
    });
  }

  #bodyEnvironment(body: Graph, outer: Environment, given: readonly TensorFacts[]): Environment {
    const inner = new Environment(outer);
    body.inputs.forEach((declared, i) => {
      const { facts } = reconcile(given[i] ?? UNKNOWN_TENSOR, declared, this.#inputSymbols);
      inner.define(declared.name, { facts });
    });
    return inner;
  }

  /** Lays the file's own declaration over what was inferred. */
  #reconciled(name: string, inferred: TensorFacts, graph: Graph, id: string): TensorFacts {
    const declared = graph.declared.get(name) ?? this.#outputsOf(graph).get(name);
    if (!declared) return inferred;
    const { facts, difference } = reconcile(inferred, declared, this.#inputSymbols);
    if (difference !== null)
      this.#findings.add(
        'declared-shape-differs',
        `Tensor "${name}": ${difference}; the inferred one is used.`,
        id,
      );
    return facts;
  }

  #outputsOf(graph: Graph): ReadonlyMap<string, DeclaredTensor> {
    const known = this.#outputs.get(graph);
    if (known) return known;
    const outputs = new Map(graph.outputs.map((output) => [output.name, output]));
    this.#outputs.set(graph, outputs);
    return outputs;
  }

  #countVisit(): void {
    this.#visits++;
    if (this.#visits % 256 !== 0) return;
    checkCancelled(this.#options.signal);
    this.#options.progress?.(
      'shapes',
      this.#visits,
      Math.max(this.#visits, this.#visitLimit / VISITS_PER_NODE),
    );
  }

  #reportUnsupported(node: Node, id: string): void {
    const operator = node.domain === '' ? node.op : `${node.domain}.${node.op}`;
    this.#findings.add(
      'unsupported-operator',
      `${describe(node, id)}: no cost is known for operator ${operator}; totals leave it out and say "at least".`,
      id,
    );
  }

  #reportUnknownInput(name: string): void {
    this.#findings.add(
      'unknown-shape',
      `Input "${name}" has no declared shape; give it one, and the layers behind it can be priced.`,
      null,
    );
  }

  #reportOrder({ graph, path }: Walk, order: readonly number[]): void {
    const moved = order.findIndex((index, position) => index !== position);
    const node = graph.nodes[moved];
    this.#findings.add(
      'unsorted-graph',
      `${node ? describe(node, `${path}${moved}`) : 'A node'} stands before a node that it reads from, which ONNX forbids; the nodes were sorted for pricing.`,
      `${path}${moved}`,
    );
  }
}

/** Runs of a body within all runs of its owner; a body that never runs does so however often its owner does. */
function timesOf(calls: Dim | null, runs: Dim | null): Dim | null {
  if (calls === 0 || runs === 0) return 0;
  return calls === null || runs === null ? null : mul(calls, runs);
}

/** No tensor has negative or fractional dims, whatever hostile attributes make of them. */
function sane(facts: readonly TensorFacts[]): readonly TensorFacts[] {
  return facts.map((fact) =>
    fact.shape?.every(isPossibleDim) === false ? { ...fact, shape: null, content: null } : fact,
  );
}

function isPossibleDim(dim: Dim): boolean {
  return typeof dim === 'number' ? Number.isInteger(dim) && dim >= 0 : bounds(dim)[1] >= 0;
}

/** An integer scalar among the inputs is followed by value: trip counts and lengths hang on it. */
function scalarSymbol(name: string, { dtype, shape }: TensorFacts, graph: Graph): Dim | null {
  if (!shape || shape.length > 1 || shape.some((dim) => !equal(dim, 1))) return null;
  if (dtype !== 'int64' && dtype !== 'int32') return null;
  const taken = graph.inputs.some((input) => input.shape?.includes(name) === true);
  return symbol(taken ? `${name}.value` : name, 'value');
}

function collectSymbols(
  { outputs, calls }: ShapedNode,
  symbols: Map<string, SymbolKind>,
  seen: Set<string>,
): void {
  if (calls !== null) symbolsOf(calls, symbols, seen);
  for (const { facts } of outputs) for (const dim of facts.shape ?? []) symbolsOf(dim, symbols, seen);
}

function collectStored(graph: Graph): { stored: StoredTensor[]; initializers: StoredTensor[] } {
  const initializers = [...graph.initializers.values()];
  const stored = [...initializers];
  for (const node of graph.nodes) {
    const payload = constantPayload(node);
    if (payload) stored.push(payload);
    for (const attribute of node.attributes.values()) {
      if (attribute.kind !== 'graph') continue;
      const inner = collectStored(attribute.value);
      for (const tensor of inner.stored) stored.push(tensor);
      for (const tensor of inner.initializers) initializers.push(tensor);
    }
  }
  return { stored, initializers };
}

function countNodes(graph: Graph): number {
  let count = graph.nodes.length;
  for (const node of graph.nodes)
    for (const attribute of node.attributes.values())
      if (attribute.kind === 'graph') count += countNodes(attribute.value);
  return count;
}
