import { type Dim, symbol } from '../ir/dim';
import { type TensorFacts, UNKNOWN_TENSOR } from '../ir/tensor';
import type { InferView } from '../ops/op';
import type { BodyInput, BodyResult } from './bodies';
import { describe, type Findings } from './findings';
import { GraphNodeView } from './nodeView';
import { type Frame, timesOf, type Trace, type Walk } from './walk';

/** What a node reaches of the inference around it. */
export interface Around {
  readonly findings: Findings;
  /** Infers a subgraph within a walk; null where enough was inferred. */
  bodyOf(walk: Walk, input: BodyInput): BodyResult | null;
}

/** A node met on a walk, as operator rooms infer it. Notes in the trace whatever is this very node's. */
export class WalkedNodeView extends GraphNodeView implements InferView {
  readonly #walk: Walk;
  readonly #trace: Trace;
  readonly #around: Around;
  readonly #id: string;

  constructor({ node, opset, inputs, index }: Frame, walk: Walk, trace: Trace, around: Around) {
    super(
      node,
      opset,
      inputs.map((use) => use?.facts ?? UNKNOWN_TENSOR),
    );
    this.#walk = walk;
    this.#trace = trace;
    this.#around = around;
    this.#id = `${walk.path}${index}`;
  }

  dataDim(slot: number, what: string): Dim {
    this.#trace.own = true;
    return symbol(`${this.node.outputs[slot] ?? this.#id}.${what}`, 'data');
  }

  conflict(message: string): readonly TensorFacts[] {
    this.#trace.own = true;
    this.#trace.broken = message;
    this.#around.findings.add('shape-conflict', `${describe(this.node, this.#id)}: ${message}.`, this.#id);
    return [];
  }

  subgraph(
    attribute: string,
    given: readonly TensorFacts[],
    runs: Dim | null,
    undecided = false,
  ): readonly TensorFacts[] {
    this.#trace.own = true;
    const body = this.graph(attribute);
    if (body === undefined) return [];
    const { calls, choice } = this.#walk;
    const inferred = this.#around.bodyOf(this.#walk, {
      body,
      path: `${this.#id}:${this.node.op}.${attribute}/`,
      given,
      calls: timesOf(calls, runs),
      choice: undecided
        ? { owner: this.#id, branch: attribute, calls: choice ? choice.calls : calls }
        : choice && { ...choice, calls: timesOf(choice.calls, runs) },
    });
    if (inferred === null) return [];
    (this.#trace.bodies ??= new Map()).set(attribute, inferred.shaped);
    return inferred.outputs;
  }
}
