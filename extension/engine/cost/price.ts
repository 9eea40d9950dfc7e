import type { HardwareProfile } from '../hardware/profile';
import { SolvedNodeView } from '../inference/nodeView';
import type { Factor, UnknownWork, Work } from '../ops/op';
import type { Likeness, ShapedNode, TensorUse } from '../inference/shaped';
import { UNKNOWN_TENSOR } from '../ir/tensor';
import type { Bindings } from './bindings';
import { computePicojoules, memoryPicojoules } from './energy';
import { costsIfTaken, countOfRuns, runsOf, costOfRuns } from './runs';
import { parametersOf, storedElements, weightElements } from './stored';
import { total, trafficOf } from './traffic';
import type { CacheBytes, Counts, NodeCost, PricedNode } from './types';
import { operatorName, whyBeyond, whyImpossible, whyUnknown } from './unknown';

/** Prices the nodes of a model; those that are alike have the same cost, which is worked out once. */
export function priceNodes(
  nodes: readonly ShapedNode[],
  bindings: Bindings,
  profile: HardwareProfile,
): readonly PricedNode[] {
  const known = new Map<Likeness, NodeCost>();
  return nodes.map((shaped) => {
    const twin = shaped.likeness && known.get(shaped.likeness);
    if (twin) return withParameters(shaped, twin);
    const { cost, isOwn } = costOf(shaped, bindings, profile);
    if (shaped.likeness && cost.unknown === null && !isOwn) known.set(shaped.likeness, cost);
    return withParameters(shaped, cost);
  });
}

/** Prices a node over all its executions, with symbols at their bound values. */
export function priceNode(shaped: ShapedNode, bindings: Bindings, profile: HardwareProfile): PricedNode {
  return withParameters(shaped, costOf(shaped, bindings, profile).cost);
}

function withParameters(shaped: ShapedNode, cost: NodeCost): PricedNode {
  const parameters = parametersOf(shaped);
  return { shaped, cost, params: total(parameters, storedElements) ?? 0, parameters };
}

/** A cost, and whether something in it is this very node's, whatever else is like it. */
function costOf(
  shaped: ShapedNode,
  bindings: Bindings,
  profile: HardwareProfile,
): { readonly cost: NodeCost; readonly isOwn: boolean } {
  const impossible = whyImpossible(shaped, bindings);
  const view = solvedView(shaped);
  const answer = impossible === null ? workOf(shaped, view) : { unknown: impossible };
  const work = 'unknown' in answer ? null : answer;
  const counts = work ? countWork(work, bindings) : { macs: null, flops: null, transcendentals: null };
  const traffic = trafficOf(shaped, bindings);
  const runs = runsOf(shaped.calls, bindings);
  const times = (cost: number | null): number | null => costOfRuns(cost, runs);
  const compute = work && counts.macs !== null ? computePicojoules(shaped, work, counts.macs, profile) : null;
  const memory = memoryPicojoules(traffic, profile);
  const cost = {
    calls: countOfRuns(runs),
    macs: times(counts.macs),
    flops: times(counts.flops),
    transcendentals: times(counts.transcendentals),
    weightElements: weightElements(shaped),
    weightBytes: traffic.weightBytes,
    inputBytes: times(traffic.inputBytes),
    outputBytes: times(traffic.outputBytes),
    movedBytes: times(traffic.movedBytes),
    computePj: times(compute),
    memoryPj: times(memory),
    macsPerCall: counts.macs,
    causalMacs: work?.causalMacs && times(sumOfProducts(work.causalMacs, bindings)),
    cache: cacheBytes(shaped, bindings),
    ifTaken: shaped.choice
      ? costsIfTaken(shaped.choice, bindings, {
          macs: counts.macs,
          flops: counts.flops,
          movedBytes: traffic.movedBytes,
          energyPj: compute === null || memory === null ? null : compute + memory,
        })
      : null,
    work,
  };
  const unknown =
    runs === 0
      ? null
      : (whyUnknown(shaped, answer, counts, traffic.movedBytes, compute, runs, profile) ?? whyBeyond(cost));
  return { cost: { ...cost, unknown }, isOwn: view.isOwn };
}

/** What an attention operator reads of earlier tokens and hands on to later ones; null where it does neither. */
function cacheBytes({ spec, inputs, outputs }: ShapedNode, bindings: Bindings): CacheBytes | null {
  if (!spec?.cache) return null;
  const given = (uses: readonly (TensorUse | null | undefined)[]): readonly TensorUse[] =>
    uses.filter((use): use is TensorUse => (use?.name ?? '') !== '');
  const past = given(spec.cache.past.map((slot) => inputs[slot]));
  const present = given(spec.cache.present.map((slot) => outputs[slot]));
  if (past.length + present.length === 0) return null;
  const bytes = ({ facts }: TensorUse): number | null => bindings.bytes(facts);
  return { pastBytes: total(past, bytes), presentBytes: total(present, bytes) };
}

const NO_WORK: Work = {};

/** The room's account of a node's work. */
function workOf(shaped: ShapedNode, view: SolvedNodeView): Work | UnknownWork {
  if (shaped.broken !== null) return { unknown: shaped.broken };
  if (shaped.spec === null) return { unknown: `no cost is known for operator ${operatorName(shaped)}` };
  if (!shaped.spec.work) return NO_WORK;
  return shaped.spec.work(view);
}

function solvedView({ node, opset, inputs, outputs }: ShapedNode): SolvedNodeView {
  return new SolvedNodeView(
    node,
    opset,
    inputs.map((use) => use?.facts ?? UNKNOWN_TENSOR),
    outputs.map(({ facts }) => facts),
  );
}

/** FLOPs = 2 MACs + element operations. */
function countWork(work: Work, bindings: Bindings): Counts {
  const macs = asCount(sumOfProducts(work.macs ?? [], bindings));
  const elementOps = asCount(bindings.number(work.elementOps ?? 0));
  return {
    macs,
    flops: macs === null || elementOps === null ? null : 2 * macs + elementOps,
    transcendentals: asCount(bindings.number(work.transcendentals ?? 0)),
  };
}

/** An attribute of a damaged file, such as a negative number of groups, makes no count: the cost is not known. */
function asCount(count: number | null): number | null {
  return count !== null && count >= 0 && Number.isInteger(count) ? count : null;
}

/** Factors are evaluated one by one, so that large products never pass through polynomials. */
function sumOfProducts(products: readonly (readonly Factor[])[], bindings: Bindings): number | null {
  let sum = 0;
  for (const factors of products) {
    let product = 1;
    for (const { value } of factors) {
      const number = bindings.number(value);
      if (number === null) return null;
      product *= number;
    }
    sum += product;
  }
  return sum;
}
