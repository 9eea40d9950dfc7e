import type { ReportLayer } from '../../shared/report';

/** What another tool counts for a layer, and why that is not our number of MACs; "" where it is. */
export interface Recount {
  readonly count: number;
  readonly why: string;
}

/** How another tool counts. Add one: a file that exports it, and a line in registry.ts. */
export interface Convention {
  readonly id: string;
  /** With its version. */
  readonly tool: string;
  /** What the tool's number is, as it calls it: `MACs`, `FLOPs`. */
  readonly unit: string;
  /** Null where the tool's rule is not followed here. */
  recount(layer: ReportLayer): Recount | null;
}

/** Elements of an output of a layer; null where its shape is open. */
export function elementsOf(layer: ReportLayer, side: 'inputs' | 'outputs'): number | null {
  const shape = layer[side][0]?.shape;
  if (!shape?.every((dim): dim is number => typeof dim === 'number')) return null;
  return shape.reduce((product, dim) => product * dim, 1);
}
