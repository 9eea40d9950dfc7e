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

/** How many layers of a group differ, by how. */
export type DifferenceCounts = Readonly<Record<Difference, number>>;

/** In what a model differs from the one that it is compared with, by id. */
export interface Differing {
  readonly layers: Readonly<Record<string, Difference>>;
  /** Groups that hold such layers, at whatever depth. */
  readonly groups: Readonly<Record<string, DifferenceCounts>>;
}

/** Of a model that is compared with no other. */
export const NO_DIFFERENCES: Differing = { layers: {}, groups: {} };

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
