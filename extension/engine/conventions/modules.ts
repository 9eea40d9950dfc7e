import type { ReportLayer } from '../../shared/report';
import { elementsOf, perElement, type Rule } from './convention';

/** Called in the network's own forward, as exporters name it: `/GlobalAveragePool`, not `/avgpool/GlobalAveragePool`. */
const IN_FORWARD = /^\/[^/]+$/;

/** Parameters of PyTorch's attention, which its function reads itself, and those of the module below that it never calls. */
const OF_ATTENTION = /_proj_(weight|bias)$/;
const BELOW_ATTENTION = /^out_proj\.(weight|bias)$/;

/**
 * Whether a function did what hooks see of modules only: it is called in the network's own forward, or reads the parameters
 * of attention's projections. Told by names, and in doubt taken for a module.
 */
export function isFunctionCall({ name, inputs, scope }: ReportLayer): boolean {
  const runs = `${scope.join('.')}.`;
  const isOfAttention = (parameter: string): boolean =>
    OF_ATTENTION.test(parameter) ||
    (parameter.startsWith(runs) && BELOW_ATTENTION.test(parameter.slice(runs.length)));
  return IN_FORWARD.test(name) || inputs.slice(1).some((input) => isOfAttention(input.name));
}

/** Stored elements that a product reads, directly or behind a transposition: those of a linear layer; 0 for activations. */
export function storedElements({ params, weightElements }: ReportLayer): number {
  return Math.max(params ?? 0, weightElements ?? 0);
}

/** A stored vector that a sum or product reads: what an export has split off a linear layer or a normalization. */
export function storedVector(layer: ReportLayer): number | null {
  const index = layer.inputs.findIndex(
    ({ shape }, i) => shape?.length === 1 && elementsOf(layer, 'inputs', i) === layer.weightElements,
  );
  return index < 0 || layer.weightElements === 0 ? null : layer.weightElements;
}

/** A sum with a stored vector is taken for the bias of a linear layer that an export has split off; others by their rule. */
export const splitBias =
  (others: Rule): Rule =>
  (layer) =>
    (storedVector(layer) === null ? others : perElement(1, 'it counts the bias', 'outputs'))(layer);
