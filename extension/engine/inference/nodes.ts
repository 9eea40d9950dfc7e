import type { Model, Node } from '../ir/graph';
import { type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { OpSpec } from '../ops/op';
import { specOf } from '../ops/registry';
import type { Alikes } from './alike';
import type { Declarations } from './declarations';
import { reportUnsupported } from './findings';
import { sane } from './possible';
import type { Previous } from './previous';
import { provenance } from './provenance';
import type { ShapedNode } from './shaped';
import type { Visits } from './visits';
import { type Frame, solved, type Trace, type Walk } from './walk';
import { type Around, WalkedNodeView } from './walkedNode';

/** All that inferring a node takes besides the walk that it is met on. */
export interface NodesAround extends Around {
  readonly opsets: Model['opsets'];
  readonly alikes: Alikes;
  readonly declarations: Declarations;
  readonly visits: Visits;
  /** An earlier inference, of which nodes are taken over that nothing has changed for. */
  readonly previous: Previous | null;
}

/** Infers nodes one by one. */
export class Nodes {
  readonly #around: NodesAround;

  constructor(around: NodesAround) {
    this.#around = around;
  }

  /** A node as it is met: with what is known of its inputs. */
  frame(node: Node, { path, environment, calls, choice }: Walk, index: number): Frame {
    const inputs = node.inputs.map((name) => (name === '' ? null : environment.use(name)));
    return {
      node,
      path,
      index,
      opset: node.opset ?? this.#around.opsets.get(node.domain) ?? 1,
      calls,
      inputs,
      choice,
    };
  }

  /** Adds a node, and those of its subgraphs behind it. */
  visit(frame: Frame, walk: Walk, into: ShapedNode[]): void {
    const { alikes, declarations, findings, visits } = this.#around;
    const { node, index } = frame;
    visits.count();
    const spec = specOf(node.op, node.domain);
    if (spec === null) reportUnsupported(findings, node, `${walk.path}${index}`);
    if (this.#takeOver(frame, walk, into)) return;
    const trace: Trace = { bodies: null, broken: null, own: false };
    const key = spec && alikes.keyOf(frame, spec);
    const known = key === null ? undefined : alikes.inferred(key);
    const facts = known ?? this.#inferred(frame, walk, spec, trace);
    if (key !== null && !known && !trace.own) alikes.learn(key, facts);
    const outputs = node.outputs.map((name, slot) =>
      walk.environment.define(
        name,
        declarations.reconciled(name, facts[slot] ?? UNKNOWN_TENSOR, walk, index),
        provenance(node, spec, frame.inputs, slot),
      ),
    );
    into.push(
      solved(frame, outputs, spec, trace.broken, key === null ? null : alikes.likeness(key, outputs)),
    );
    if (trace.bodies) for (const body of trace.bodies.values()) for (const inner of body) into.push(inner);
  }

  /** Adds a node as an earlier inference left it, where nothing that it hangs on has changed. */
  #takeOver(frame: Frame, { path, environment }: Walk, into: ShapedNode[]): boolean {
    if (path !== '') return false;
    const same = this.#around.previous?.node(frame, (name) => environment.use(name));
    if (!same) return false;
    for (const use of same[0]?.outputs ?? []) environment.adopt(use);
    for (const each of same) into.push(each);
    return true;
  }

  #inferred(frame: Frame, walk: Walk, spec: OpSpec | null, trace: Trace): readonly TensorFacts[] {
    if (spec === null || this.#around.visits.exhausted) {
      trace.own = true;
      return [];
    }
    const view = new WalkedNodeView(frame, walk, trace, this.#around);
    const facts = sane(spec.infer(view));
    trace.own ||= view.isOwn;
    return facts;
  }
}
