import { type Dim, product, sum } from '../../extension/engine/ir/dim';
import { formatDim } from '../../extension/engine/ir/dimText';
import type { OpSpec } from '../../extension/engine/ops/op';
import { type NodeSetup, viewOf, workWith } from './nodeView';

type Shown = number | string;

export interface Costs {
  readonly macs: Shown;
  readonly elementOps: Shown;
  readonly transcendentals: Shown;
}

/** Work of a node on its own, summed up; a symbolic count as people write it. Throws where it is unknown. */
export function costsOf(specs: readonly OpSpec[], op: string, setup: NodeSetup): Costs {
  const work = workWith(specs, viewOf(op, setup));
  if ('unknown' in work) throw new Error(work.unknown);
  const macs = sum((work.macs ?? []).map((factors) => product(factors.map(({ value }) => value))));
  return {
    macs: show(macs),
    elementOps: show(work.elementOps ?? 0),
    transcendentals: show(work.transcendentals ?? 0),
  };
}

export function macsOf(specs: readonly OpSpec[], op: string, setup: NodeSetup): Shown {
  return costsOf(specs, op, setup).macs;
}

/** The formula in the labels of its factors, products joined by a plus. */
export function labelsOf(specs: readonly OpSpec[], op: string, setup: NodeSetup): string {
  const work = workWith(specs, viewOf(op, setup));
  if ('unknown' in work) return work.unknown;
  return (work.macs ?? []).map((factors) => factors.map(({ label }) => label).join(' * ')).join(' + ');
}

/** Why the work of a node is unknown, or "". */
export function whyUnknown(specs: readonly OpSpec[], op: string, setup: NodeSetup): string {
  const work = workWith(specs, viewOf(op, setup));
  return 'unknown' in work ? work.unknown : '';
}

function show(count: Dim): Shown {
  return typeof count === 'number' ? count : formatDim(count);
}
