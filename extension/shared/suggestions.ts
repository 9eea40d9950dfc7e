/** Costs of a model, or of some of its layers, before or after a rewrite. All are exact counts. */
export interface Costs {
  readonly macs: number;
  readonly flops: number;
  readonly params: number;
  readonly weightBytes: number;
  readonly movedBytes: number;
  /** Of the whole model; null where costs are those of some layers. */
  readonly peakActivationBytes: number | null;
  readonly energyPj: number;
}

/** What a budget or a plan may be about. */
export const BUDGET_METRICS = ['macs', 'params', 'weights', 'moved', 'peak', 'energy'] as const;
export type BudgetMetric = (typeof BUDGET_METRICS)[number];

/** Which cost a metric of a budget stands for. */
export const COST_OF = {
  macs: 'macs',
  params: 'params',
  weights: 'weightBytes',
  moved: 'movedBytes',
  peak: 'peakActivationBytes',
  energy: 'energyPj',
} as const satisfies Record<BudgetMetric, keyof Costs>;

/** Upper limits: MACs, elements, bytes, picojoules. */
export type Budget = Readonly<Partial<Record<BudgetMetric, number>>>;

/** What a rewrite needs before the model is of use again. */
export type Need = 'weights' | 'calibration' | 'retraining';

export type RiskLevel = 'none' | 'negligible' | 'low' | 'medium' | 'high';

export interface Risk {
  readonly level: RiskLevel;
  /** The level's weight times the share of the model that changes, 0 to 1: what plans are ordered by. */
  readonly score: number;
  /** What is known about accuracy, in one or two sentences. */
  readonly evidence: string;
  /** Where that is published. */
  readonly source: string;
}

/** What sparse or entropy-coded execution would cost: a dense run of the file costs what `after` says. */
export interface Potential {
  readonly macs: number;
  readonly weightBytes: number;
  /** What has to support it. */
  readonly where: string;
}

/** A figure that comes from the weights of this very file. */
export interface WeightFact {
  readonly label: string;
  readonly value: string;
}

/** A change to a network with its price; `before` and `after` are those of the whole model. */
export interface Suggestion {
  /** Stable while the file does not change: `spatial-parallel@12`, `low-rank@40:rank=64`. */
  readonly id: string;
  readonly technique: string;
  /** The technique's name in the field. */
  readonly title: string;
  /** What becomes what, with this model's numbers. */
  readonly what: string;
  /** Report id of the layer that it is about; null for the model as a whole. */
  readonly layer: string | null;
  /** Report ids of all layers that it replaces or changes. */
  readonly layers: readonly string[];
  /** Whether outputs stay the same up to rounding. */
  readonly exact: boolean;
  readonly needs: readonly Need[];
  readonly before: Costs;
  readonly after: Costs;
  /** The same for the changed layers alone. */
  readonly layersBefore: Costs;
  readonly layersAfter: Costs;
  readonly receptiveField: string;
  readonly assumption: string;
  readonly risk: Risk;
  readonly potential: Potential | null;
  /** `c1 MACs + c2 bytes + c3 error` of the model behind it, as shares of now; lower is better. */
  readonly cost: number;
  /** MnasNet's reward of the model behind it, with energy for latency and now as the target; higher is better. */
  readonly reward: number;
  /** From the weights, where somebody asked for them and the file has them. */
  readonly weightFacts: readonly WeightFact[];
  /** Line of source code that it would rewrite, and whether it can. */
  readonly source: SuggestionSource | null;
}

export interface SuggestionSource {
  readonly file: string;
  readonly line: number;
  /** Why the line cannot be rewritten; null where it can. */
  readonly refused: string | null;
}

/** Several suggestions together, priced as one model. */
export interface Combination {
  /** Those that were applied, in the order in which they were. */
  readonly applied: readonly string[];
  /** Those that were not, and why. */
  readonly conflicts: readonly { readonly id: string; readonly why: string }[];
  readonly before: Costs;
  readonly after: Costs;
  /** Sum of the applied ones' risk scores. */
  readonly riskScore: number;
}

/** A set of suggestions on the way to a budget. */
export interface Plan extends Combination {
  /** Whether every limit holds. */
  readonly meetsBudget: boolean;
  /** `COST = c1 MACs + c2 bytes + c3 error`, relative to the model as it is; lower is better. */
  readonly cost: number;
}

export interface Suggestions {
  readonly model: { readonly path: string; readonly format: string; readonly name: string };
  readonly hardware: string;
  readonly before: Costs;
  /** Best first, by cost or by reward as was asked for. */
  readonly suggestions: readonly Suggestion[];
  /** How many were left out because they save less than the threshold of every metric. */
  readonly trivial: number;
  /** Why there is nothing to suggest, or what was not looked at. */
  readonly remarks: readonly string[];
}
