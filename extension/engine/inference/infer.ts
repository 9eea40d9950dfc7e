import type { EngineDiagnostic } from '../diagnostics';
import type { SymbolKind } from '../ir/dim';
import type { Graph, Model } from '../ir/graph';
import { executionOrder, hasSubgraph } from '../ir/order';
import { type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import { Alikes } from './alike';
import { Bodies, type BodyInput, type BodyResult } from './bodies';
import { checkConstants, checkGraph, checkInitializers } from './checks';
import { Declarations } from './declarations';
import { reconcile } from './declared';
import { Environment } from './environment';
import { Findings, reportOrder, reportUnknownInput } from './findings';
import { bindInputs, type InferOptions } from './inputs';
import { collectStored, collectSymbols, countNodes } from './inventory';
import { Nodes } from './nodes';
import { Visits } from './visits';
import { isFedWithin, solved, type Walk } from './walk';
import type { ShapedModel, ShapedNode } from './shaped';

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
  readonly #alikes = new Alikes();
  readonly #bodies = new Bodies();
  readonly #inputSymbols = new Map<string, SymbolKind>();
  readonly #visits: Visits;
  readonly #nodes: Nodes;
  /** False once a graph had subgraphs or was not stored in execution order. */
  #isPlain = true;

  constructor(model: Model, options: InferOptions) {
    this.#model = model;
    this.#options = options;
    this.#visits = new Visits(countNodes(model.graph), options);
    this.#nodes = new Nodes({
      opsets: model.opsets,
      findings: this.#findings,
      alikes: this.#alikes,
      declarations: new Declarations(this.#findings, this.#inputSymbols),
      visits: this.#visits,
      previous: options.previous ?? null,
      bodyOf: (walk, input) => (this.#visits.exhausted ? null : this.#body(walk.environment, input)),
    });
  }

  run(): ShapedModel {
    const { graph } = this.#model;
    const environment = new Environment(this.#alikes, null, this.#options.previous ?? null);
    const inputs = bindInputs(graph, this.#options);
    for (const { declared, facts, symbols } of inputs) {
      for (const [name, kind] of symbols) this.#inputSymbols.set(name, kind);
      if (facts.shape === null && !facts.holds) reportUnknownInput(this.#findings, declared.name);
      environment.define(declared.name, facts);
    }
    const nodes = this.#graph({ graph, path: '', environment, calls: 1, choice: null });
    const outputs = graph.outputs.map(({ name }) => environment.use(name));
    const symbols = new Map(this.#inputSymbols);
    collectSymbols(nodes, symbols);
    const kept = collectStored(graph);
    return {
      nodes,
      inputs,
      outputs,
      ...kept,
      symbols,
      diagnostics: [...this.#checked(graph, environment), ...checkConstants(kept), ...this.#findings.all()],
    };
  }

  /** What is wrong with names takes as long to find as shapes do: it is looked for where the walk met something. */
  #checked(graph: Graph, { irregular }: Environment): readonly EngineDiagnostic[] {
    return this.#isPlain && !irregular ? checkInitializers(graph, '') : checkGraph(graph);
  }

  /** Infers one graph in execution order, which the stored one should be; the nodes of subgraphs follow their owner. */
  #graph(walk: Walk): readonly ShapedNode[] {
    const { graph, environment } = walk;
    for (const tensor of graph.initializers.values()) environment.defineStored(tensor);
    const shaped: ShapedNode[] = [];
    const { nodes } = graph;
    // A name that something else has, too, stands for what this graph makes, wherever it is made.
    if (nodes.some(({ outputs }) => outputs.some((name) => environment.has(name)))) {
      this.#rest(walk, 0, shaped);
      return shaped;
    }
    for (const [index, node] of nodes.entries()) {
      const { missed } = environment;
      const frame = this.#nodes.frame(node, walk, index);
      if (environment.missed > missed || !isFedWithin(node, environment)) {
        this.#rest(walk, index, shaped);
        return shaped;
      }
      if (hasSubgraph(node)) this.#isPlain = false;
      this.#nodes.visit(frame, walk, shaped);
    }
    return shaped;
  }

  /** The nodes behind those that stand in execution order: one reads what is made later, by itself, or nowhere. */
  #rest(walk: Walk, start: number, into: ShapedNode[]): void {
    this.#isPlain = false;
    const { graph, path } = walk;
    const { order, stored, cyclic } = executionOrder(graph);
    if (!stored && cyclic.length === 0) reportOrder(this.#findings, graph, path, order);
    for (const index of order) {
      const node = index < start ? undefined : graph.nodes[index];
      if (node) this.#nodes.visit(this.#nodes.frame(node, walk, index), walk, into);
    }
    for (const index of cyclic) if (index >= start) this.#giveUp(walk, index, into);
  }

  /** A node in a cycle: nothing can be known of it, but it is listed. */
  #giveUp(walk: Walk, index: number, into: ShapedNode[]): void {
    const node = walk.graph.nodes[index];
    if (!node) return;
    const outputs = node.outputs.map((name) => walk.environment.define(name, UNKNOWN_TENSOR));
    const frame = this.#nodes.frame(node, walk, index);
    into.push(solved(frame, outputs, null, 'it is part of a cycle, or waits for one', null));
  }

  #body(around: Environment, asked: BodyInput): BodyResult {
    const input = { ...asked, given: asked.given.map((facts) => this.#alikes.settled(facts)) };
    const known = this.#bodies.find(input, around);
    if (known) return known;
    const { body, path, given, calls, choice } = input;
    const environment = this.#bodyEnvironment(body, around, given);
    const shaped = this.#graph({ graph: body, path, environment, calls, choice });
    const result = { shaped, outputs: body.outputs.map(({ name }) => environment.use(name).facts) };
    if (!this.#visits.exhausted) this.#bodies.keep(input, around, result);
    return result;
  }

  #bodyEnvironment(body: Graph, outer: Environment, given: readonly TensorFacts[]): Environment {
    const inner = new Environment(this.#alikes, outer);
    body.inputs.forEach((declared, i) => {
      const { facts } = reconcile(given[i] ?? UNKNOWN_TENSOR, declared, this.#inputSymbols);
      inner.define(declared.name, facts);
    });
    return inner;
  }
}
