import type { ReportLayer } from '../../shared/report';
import type { Bindings } from './bindings';
import { branchKey, type Ranges } from './ranges';
import { ReportTexts } from './reportTexts';
import type { PricedNode } from './types';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The layers of a report, made whenever they are gone through. */
export class Layers implements Iterable<ReportLayer> {
  readonly #nodes: readonly PricedNode[];
  readonly #bindings: Bindings;
  readonly #ranges: Ranges | null;

  constructor(nodes: readonly PricedNode[], bindings: Bindings, ranges: Ranges | null) {
    this.#nodes = nodes;
    this.#bindings = bindings;
    this.#ranges = ranges;
  }

  /** How many there are of an operator. */
  countOf(op: string): number {
    return this.#nodes.reduce((count, { shaped }) => count + Number(shaped.node.op === op), 0);
  }

  /** How many there are of which something is not known. */
  get unknownCount(): number {
    return this.#nodes.reduce((count, { cost }) => count + Number(cost.unknown !== null), 0);
  }

  /** One after the other, held on to by nobody. */
  *[Symbol.iterator](): Generator<ReportLayer> {
    const texts = new ReportTexts(this.#bindings, { keepsTensors: false });
    for (const node of this.#nodes) yield layerOf(node, texts, this.#ranges);
  }

  /** All of them. Those that name the same tensor share what is said of it. */
  all(): readonly ReportLayer[] {
    const texts = new ReportTexts(this.#bindings, { keepsTensors: true });
    return this.#nodes.map((node) => layerOf(node, texts, this.#ranges));
  }
}

/** A priced node as a report has it. Optional members are added one by one: spreading each takes longer than all the rest. */
function layerOf(priced: PricedNode, texts: ReportTexts, ranges: Ranges | null): ReportLayer {
  const { shaped, cost } = priced;
  const { node, path, index } = shaped;
  const layer: Mutable<ReportLayer> = {
    id: `${path}${index}`,
    name: node.name,
    op: node.op,
    path,
    index,
    scope: node.scope,
    calls: cost.calls,
    inputs: texts.tensors(shaped.inputs),
    outputs: texts.tensors(shaped.outputs),
    attributes: texts.attributes(node),
    macs: cost.macs,
    flops: cost.flops,
    transcendentals: cost.transcendentals,
    params: priced.params,
    weightElements: cost.weightElements,
    weightBytes: cost.weightBytes,
    inputBytes: cost.inputBytes,
    outputBytes: cost.outputBytes,
    movedBytes: cost.movedBytes,
    energyPj: cost.computePj === null || cost.memoryPj === null ? null : cost.computePj + cost.memoryPj,
    intensity: cost.macs === null || !cost.movedBytes ? null : cost.macs / cost.movedBytes,
    source: node.source,
    origins: node.origins,
    unknown: cost.unknown,
  };
  if (node.domain !== '') layer.domain = node.domain;
  if (cost.calls !== 1) layer.macsPerCall = cost.macsPerCall;
  const formula = cost.work && texts.formula(cost.work);
  if (formula) layer.formula = formula;
  if (cost.causalMacs !== undefined) layer.causalMacs = cost.causalMacs;
  if (cost.cache) layer.cache = cost.cache;
  return ranges ? { ...layer, ...branchFacts(priced, ranges) } : layer;
}

/** What a layer in an undecided branch costs if it is taken, and what the branches of an undecided If come to. */
function branchFacts({ shaped, cost }: PricedNode, ranges: Ranges): Partial<ReportLayer> {
  const { choice, path, index } = shaped;
  const { ifTaken } = cost;
  const branches = ['then_branch', 'else_branch'].flatMap((name) => {
    const range = ranges.branches.get(branchKey(`${path}${index}`, name));
    return range ? [[name, range] as const] : [];
  });
  return {
    ...(choice && ifTaken && { choice: { owner: choice.owner, branch: choice.branch, ...ifTaken } }),
    ...(branches.length > 0 && { branches: Object.fromEntries(branches) }),
  };
}
