import type { ReportRanges, ReportTotals } from '../../shared/report';
import type { ShapedModel } from '../inference/shaped';
import { storedBytes, storedElements } from './stored';
import { totalFormulas } from './totalFormulas';
import type { NodeCost } from './types';

/** Sums over all layers; what is unknown adds nothing, so they are lower bounds while anything is. */
export function sumUp(
  shaped: ShapedModel,
  costs: readonly NodeCost[],
  peakActivationBytes: number,
  range: ReportRanges | null = null,
): ReportTotals {
  const sum = (pick: (cost: NodeCost) => number | null): number =>
    costs.reduce((total, cost) => total + (pick(cost) ?? 0), 0);
  const told = shaped.initializers.filter(({ learnable }) => learnable);
  // Where the format tells, parameters that no operator reads count, too: the model has them.
  const parameters = new Set([...told, ...costs.flatMap((cost) => cost.parameters)]);
  const formulas = shaped.symbols.size === 0 ? {} : totalFormulas(costs);
  const computePj = sum(({ computePj }) => computePj);
  const memoryPj = sum(({ memoryPj }) => memoryPj);
  return {
    macs: sum(({ macs }) => macs),
    flops: sum(({ flops }) => flops),
    params: [...parameters].reduce((total, tensor) => total + storedElements(tensor), 0),
    storedElements: shaped.initializers.reduce((total, tensor) => total + storedElements(tensor), 0),
    weightBytes: shaped.stored.reduce((total, tensor) => total + (storedBytes(tensor) ?? 0), 0),
    movedBytes: sum(({ movedBytes }) => movedBytes),
    peakActivationBytes,
    energy: { computePj, memoryPj, totalPj: computePj + memoryPj },
    ...(range && { range }),
    ...(formulas.macs !== undefined || formulas.flops !== undefined ? { formulas } : {}),
  };
}
