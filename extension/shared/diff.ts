import type { ReportLayer, ReportTotals } from './report';

/** A layer that both models have, with different figures or attributes. */
export interface ChangedLayer {
  readonly before: ReportLayer;
  readonly after: ReportLayer;
  /** What differs: `macs`, `params`, `weightBytes`, `movedBytes`, `energyPj`, `op`, `shape`, `dtype`, `attributes`. */
  readonly differs: readonly string[];
}

/** How a layer differs from the other model. */
export type Difference = 'changed' | 'added' | 'removed';

/** Two models side by side. Layers are matched by name, by what they make, and by their order among equals. */
export interface ModelDiff {
  readonly schema: 1;
  readonly before: { readonly path: string; readonly name: string; readonly totals: ReportTotals };
  readonly after: { readonly path: string; readonly name: string; readonly totals: ReportTotals };
  /** Whether both totals hold everything; else they are lower bounds. */
  readonly complete: boolean;
  /** Layers with the same figures and attributes. */
  readonly same: number;
  readonly changed: readonly ChangedLayer[];
  readonly removed: readonly ReportLayer[];
  readonly added: readonly ReportLayer[];
}
