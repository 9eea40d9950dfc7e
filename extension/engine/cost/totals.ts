import type { ReportRanges, ReportTotals } from '../../shared/report';
import type { ShapedModel } from '../inference/shaped';
import { storedBytes, storedElements } from './stored';
import { totalFormulas } from './totalFormulas';
import type { PricedNode } from './types';

/** Sums over all layers; what is unknown adds nothing, so they are lower bounds while anything is. */
export function sumUp(
  shaped: ShapedModel,
  nodes: readonly PricedNode[],
  peakActivationBytes: number,
  range: ReportRanges | null = null,
): ReportTotals {
  const told = shaped.initializers.filter(({ learnable }) => learnable);
  // Where the format tells, parameters that no operator reads count, too: the model has them.
  const parameters = new Set(told);
  for (const node of nodes) for (const tensor of node.parameters) parameters.add(tensor);
  const formulas = shaped.symbols.size === 0 ? {} : totalFormulas(nodes);
  const { macs, flops, movedBytes, computePj, memoryPj } = sumsOf(nodes);
  return {
    macs,
    flops,
    params: [...parameters].reduce((total, tensor) => total + storedElements(tensor), 0),
    storedElements: shaped.initializers.reduce((total, tensor) => total + storedElements(tensor), 0),
    weightBytes: shaped.stored.reduce((total, tensor) => total + (storedBytes(tensor) ?? 0), 0),
    movedBytes,
    peakActivationBytes,
    energy: { computePj, memoryPj, totalPj: computePj + memoryPj },
    ...(range && { range }),
    ...(formulas.macs !== undefined || formulas.flops !== undefined ? { formulas } : {}),
  };
}

function sumsOf(
  nodes: readonly PricedNode[],
): Record<'macs' | 'flops' | 'movedBytes' | 'computePj' | 'memoryPj', number> {
  const sums = { macs: 0, flops: 0, movedBytes: 0, computePj: 0, memoryPj: 0 };
  for (const { cost } of nodes) {
    sums.macs += cost.macs ?? 0;
    sums.flops += cost.flops ?? 0;
    sums.movedBytes += cost.movedBytes ?? 0;
    sums.computePj += cost.computePj ?? 0;
    sums.memoryPj += cost.memoryPj ?? 0;
  }
  return sums;
}
