import type { Scene } from './scene';
import type { RiskLevel } from './suggestions';
import type { Fact } from './webviewProtocol';

/** One cost before and after, as a bar: texts are formatted, `share` is after / before (above 1 where it grows). */
export interface CostBar {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly share: number;
  /** Exact figures, for a tooltip. */
  readonly exact: string;
}

/** A suggestion as the page shows it; all text is plain. */
export interface SuggestionCard {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  /** Report id and name of the layer; null for the whole model. */
  readonly layer: { readonly id: string; readonly name: string } | null;
  readonly exact: boolean;
  readonly risk: RiskLevel;
  /** `weights`, `retraining`, ...; empty where nothing is needed. */
  readonly needs: readonly string[];
  /** The whole model's costs: only those that change. */
  readonly bars: readonly CostBar[];
  /** The changed layers' own. */
  readonly layerBars: readonly CostBar[];
  /** Evidence with its source, assumption, receptive field, figures from the weights. */
  readonly facts: readonly Fact[];
  /** Whether Apply can do something; `applyHint` says what, or why not. */
  readonly canApply: boolean;
  readonly applyHint: string;
  /** Whether there is a curve over its ranks. */
  readonly ranks: boolean;
}

/** One rank of a factorization: texts are of the whole model and formatted, numbers are for the plot. */
export interface RankPointView {
  readonly rank: number;
  /** What `choose` takes for it. */
  readonly id: string;
  /** Share of the weight's energy that stays; null where it is not known. */
  readonly energy: number | null;
  /** MACs of the changed layers as a share of now. */
  readonly share: number;
  /** Measured error of the outputs as a share of them; null where it was not measured. */
  readonly error: number | null;
  readonly energyText: string;
  readonly shareText: string;
  readonly errorText: string;
  readonly macs: string;
  readonly params: string;
  readonly weights: string;
}

/** What the ranks of a card's factorization come to. */
export interface RankCurveView {
  /** Of the card. */
  readonly id: string;
  /** The card's own rank. */
  readonly rank: number;
  readonly full: number;
  readonly breakEven: number;
  readonly points: readonly RankPointView[];
  /** The rank that is chosen for this place; null where none is. */
  readonly chosen: number | null;
  /** Whether the model can be run at these ranks. */
  readonly canMeasure: boolean;
  /** How far that has come; "" when it is not under way. */
  readonly measuring: string;
}

/** What the chosen suggestions come to together. */
export interface CombinedView {
  readonly bars: readonly CostBar[];
  readonly risk: string;
  /** One sentence each for those that exclude each other. */
  readonly conflicts: readonly string[];
}

/** A plan as a point of the Pareto plot: `risk` and `cost` are its coordinates, both from 0 up. */
export interface PlanPoint {
  readonly risk: number;
  readonly cost: number;
  readonly label: string;
  readonly ids: readonly string[];
  readonly meetsBudget: boolean;
}

export interface PlanView {
  /** In the order of the front. */
  readonly points: readonly PlanPoint[];
  /** Index of the plan that was asked for. */
  readonly chosen: number;
  /** Whether the budget is met, or how close the closest plan comes. */
  readonly message: string;
}

/** The Suggestions view, whole. */
export interface SuggestionsView {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Progress or failure in one sentence; "" when there is nothing to say. */
  readonly message: string;
  /** Best first. */
  readonly cards: readonly SuggestionCard[];
  readonly trivial: number;
  readonly remarks: readonly string[];
  /** Ids of the chosen cards, and of ranks that have none. */
  readonly chosen: readonly string[];
  /** What is chosen and has no card, in words. */
  readonly chosenRanks: readonly { readonly id: string; readonly text: string }[];
  readonly combined: CombinedView | null;
  readonly preview: { readonly id: string; readonly before: Scene; readonly after: Scene } | null;
  /** Of the card whose ranks were asked for. */
  readonly rankCurve: RankCurveView | null;
  readonly budget: string;
  readonly plan: PlanView | null;
  /** Number of suggestions by report id of the layer, for marks on the graph. */
  readonly marks: Readonly<Record<string, number>>;
}
