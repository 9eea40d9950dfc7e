import { equal } from '../ir/dim';
import type { Node } from '../ir/graph';
import { hasSubgraph } from '../ir/order';
import type { Content, Shape, TensorFacts } from '../ir/tensor';
import { sameHolding } from '../ops/support/merging';
import type { ShapedModel, ShapedNode, TensorUse } from './shaped';

/** A node about to be inferred. */
type Frame = Pick<ShapedNode, 'node' | 'index' | 'opset' | 'inputs'>;

/**
 * What an earlier inference found out, for a graph that shares most nodes with that one: a rewrite changes a
 * few, and what lies behind them is inferred anew only as far as facts really differ.
 */
export class Previous {
  readonly #nodes = new Map<Node, ShapedNode>();
  readonly #uses = new Map<string, TensorUse>();

  constructor(model: ShapedModel) {
    for (const shaped of model.nodes) {
      if (shaped.path !== '') continue;
      if (!hasSubgraph(shaped.node)) this.#nodes.set(shaped.node, shaped);
      for (const use of [...shaped.inputs, ...shaped.outputs]) if (use) this.#uses.set(use.name, use);
    }
  }

  /** The earlier object where it says the same, so that whoever reads it can tell by identity. */
  settle(use: TensorUse): TensorUse {
    const known = this.#uses.get(use.name);
    return known && isSameUse(known, use) ? known : use;
  }

  /** The node as it was inferred before, if it is the same one with the same inputs; findings were told then. */
  node({ node, index, opset, inputs }: Frame): ShapedNode | undefined {
    const known = this.#nodes.get(node);
    if (known?.opset !== opset || known.inputs.length !== inputs.length) return undefined;
    if (known.inputs.some((use, slot) => use !== inputs[slot])) return undefined;
    return known.index === index ? known : { ...known, index };
  }
}

function isSameUse(a: TensorUse, b: TensorUse): boolean {
  return (
    a.stored === b.stored &&
    a.initializer === b.initializer &&
    a.dequantizedFrom === b.dequantizedFrom &&
    isSameFacts(a.facts, b.facts) &&
    a.carried.length === b.carried.length &&
    a.carried.every(
      ({ tensor, dequantized }, i) =>
        tensor === b.carried[i]?.tensor && dequantized === b.carried[i].dequantized,
    )
  );
}

function isSameFacts(a: TensorFacts, b: TensorFacts): boolean {
  return (
    a === b ||
    (a.dtype === b.dtype &&
      isSameShape(a.shape, b.shape) &&
      isSameContent(a.content, b.content) &&
      sameHolding(a.holds, b.holds))
  );
}

function isSameShape(a: Shape | null, b: Shape | null): boolean {
  if (a === b) return true;
  return (
    a !== null &&
    b !== null &&
    a.length === b.length &&
    a.every((dim, i) => dim === b[i] || equal(dim, b[i] ?? 0))
  );
}

function isSameContent(a: Content | null, b: Content | null): boolean {
  if (a === b) return true;
  if (a?.kind === 'fill') return b?.kind === 'fill' && equal(a.value, b.value);
  if (a?.kind !== 'elements' || b?.kind !== 'elements' || a.values.length !== b.values.length) return false;
  return a.values.every((value, i) => {
    const other = b.values[i] ?? null;
    return value === other || (value !== null && other !== null && equal(value, other));
  });
}
