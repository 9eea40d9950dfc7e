import type { EngineDiagnostic } from '../diagnostics';
import { type Dim, symbol, type SymbolKind } from '../ir/dim';
import type { Graph, Model, Node } from '../ir/graph';
import { executionOrder, hasSubgraph } from '../ir/order';
import { type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { InferView, OpSpec } from '../ops/op';
import { specOf } from '../ops/registry';
import { Alikes } from './alike';
import { Bodies, type BodyInput, type BodyResult } from './bodies';
import { checkConstants, checkGraph, checkInitializers } from './checks';
import { Declarations } from './declarations';
import { reconcile } from './declared';
import { Environment } from './environment';
import { describe, Findings, reportOrder, reportUnknownInput, reportUnsupported } from './findings';
import { bindInputs, type InferOptions } from './inputs';
import { collectStored, collectSymbols, countNodes } from './inventory';
import { GraphNodeView } from './nodeView';
import { sane } from './possible';
import { provenance } from './provenance';
import { Visits } from './visits';
import { type Frame, isFedWithin, solved, timesOf, type Trace, type Walk } from './walk';
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
  readonly #declarations = new Declarations(this.#findings, this.#inputSymbols);
  readonly #visits: Visits;
  /** False once a graph had subgraphs or was not stored in execution order. */
  #isPlain = true;

  constructor(model: Model, options: InferOptions) {
    this.#model = model;
    this.#options = options;
    this.#visits = new Visits(countNodes(model.graph), options);
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
    const repeats = nodes.some(({ outputs }) => outputs.some((name) => environment.has(name)));
    if (repeats) {
      this.#rest(walk, 0, shaped);
      return shaped;
    }
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index];
      if (!node) continue;
      const { missed } = environment;
      const frame = this.#frame(node, walk, index);
      if (environment.missed > missed || !isFedWithin(node, environment)) {
        this.#rest(walk, index, shaped);
        return shaped;
      }
      this.#visit(frame, walk, shaped);
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
      if (node) this.#visit(this.#frame(node, walk, index), walk, into);
    }
    for (const index of cyclic) if (index >= start) this.#giveUp(walk, index, into);
  }

  /** Adds a node, and those of its subgraphs behind it. */
  #visit(frame: Frame, walk: Walk, into: ShapedNode[]): void {
    const { node, index } = frame;
    this.#visits.count();
    const spec = specOf(node.op, node.domain);
    if (spec === null) reportUnsupported(this.#findings, node, `${walk.path}${index}`);
    if (hasSubgraph(node)) this.#isPlain = false;
    if (this.#takeOver(frame, walk, into)) return;
    const trace: Trace = { bodies: null, broken: null, own: false };
    const key = spec && this.#alikes.keyOf(frame, spec);
    const known = key === null ? undefined : this.#alikes.inferred(key);
    const facts = known ?? this.#inferred(frame, walk, spec, trace);
    if (key !== null && !known && !trace.own) this.#alikes.learn(key, facts);
    const outputs = node.outputs.map((name, slot) =>
      walk.environment.define(
        name,
        this.#declarations.reconciled(name, facts[slot] ?? UNKNOWN_TENSOR, walk, index),
        provenance(node, spec, frame.inputs, slot),
      ),
    );
    into.push(
      solved(frame, outputs, spec, trace.broken, key === null ? null : this.#alikes.likeness(key, outputs)),
    );
    if (trace.bodies) for (const body of trace.bodies.values()) for (const inner of body) into.push(inner);
  }

  /** Adds a node as an earlier inference left it, where nothing that it hangs on has changed. */
  #takeOver(frame: Frame, { path, environment }: Walk, into: ShapedNode[]): boolean {
    if (path !== '') return false;
    const same = this.#options.previous?.node(frame, (name) => environment.use(name));
    if (!same) return false;
    for (const use of same[0]?.outputs ?? []) environment.adopt(use);
    for (const each of same) into.push(each);
    return true;
  }

  #inferred(frame: Frame, walk: Walk, spec: OpSpec | null, trace: Trace): readonly TensorFacts[] {
    if (spec === null || this.#visits.exhausted) {
      trace.own = true;
      return [];
    }
    const view = this.#view(frame, walk, trace);
    const facts = sane(spec.infer(view));
    trace.own ||= view.isOwn;
    return facts;
  }

  #frame(node: Node, { path, environment, calls, choice }: Walk, index: number): Frame {
    const inputs = node.inputs.map((name) => (name === '' ? null : environment.use(name)));
    return {
      node,
      path,
      index,
      opset: node.opset ?? this.#model.opsets.get(node.domain) ?? 1,
      calls,
      inputs,
      choice,
    };
  }

  /** A node in a cycle: nothing can be known of it, but it is listed. */
  #giveUp(walk: Walk, index: number, into: ShapedNode[]): void {
    const node = walk.graph.nodes[index];
    if (!node) return;
    const outputs = node.outputs.map((name) => walk.environment.define(name, UNKNOWN_TENSOR));
    into.push(
      solved(this.#frame(node, walk, index), outputs, null, 'it is part of a cycle, or waits for one', null),
    );
  }

  #view({ node, opset, inputs, index }: Frame, walk: Walk, trace: Trace): InferView & GraphNodeView {
    const id = `${walk.path}${index}`;
    const facts = inputs.map((use) => use?.facts ?? UNKNOWN_TENSOR);
    return Object.assign(new GraphNodeView(node, opset, facts), {
      dataDim: (slot: number, what: string) => {
        trace.own = true;
        return symbol(`${node.outputs[slot] ?? id}.${what}`, 'data');
      },
      conflict: (message: string): readonly TensorFacts[] => {
        trace.own = true;
        trace.broken = message;
        this.#findings.add('shape-conflict', `${describe(node, id)}: ${message}.`, id);
        return [];
      },
      subgraph: (
        attribute: string,
        given: readonly TensorFacts[],
        runs: Dim | null,
        undecided = false,
      ): readonly TensorFacts[] => {
        trace.own = true;
        const body = node.attributes.get(attribute);
        if (body?.kind !== 'graph' || this.#visits.exhausted) return [];
        const choice = undecided
          ? { owner: id, branch: attribute, calls: walk.choice ? walk.choice.calls : walk.calls }
          : walk.choice && { ...walk.choice, calls: timesOf(walk.choice.calls, runs) };
        const { shaped, outputs } = this.#inferredBody(walk, {
          body: body.value,
          path: `${id}:${node.op}.${attribute}/`,
          given: given.map((each) => this.#alikes.settled(each)),
          calls: timesOf(walk.calls, runs),
          choice,
        });
        (trace.bodies ??= new Map()).set(attribute, shaped);
        return outputs;
      },
    });
  }

  #inferredBody({ environment: around }: Walk, input: BodyInput): BodyResult {
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
