import type { Budget, BudgetMetric, Costs, Plan } from './suggestions';
import type { Scene } from './scene';

/** What is asked for besides the analysis' own options. */
export interface SuggestRequest {
  /** Whether advice that saves next to nothing is wanted, too. */
  readonly trivial?: boolean;
  /** Ids of techniques; absent means all. */
  readonly techniques?: readonly string[];
  /** What comes first: the least design cost (the default), or the highest MnasNet reward. */
  readonly ranking?: Ranking;
  readonly cost?: CostWeights;
}

export const RANKINGS = ['cost', 'mnasnet'] as const;
export type Ranking = (typeof RANKINGS)[number];

/** Weights of `COST = c1 MACs + c2 bytes + c3 error`; they belong to the user. */
export interface CostWeights {
  readonly macs: number;
  readonly bytes: number;
  readonly error: number;
}

export interface PlanRequest {
  /** As people write it: `macs=1G,weights=20MB,energy=50%`. */
  readonly budget: string;
  /** Ids of techniques that a plan may use; absent means all. */
  readonly techniques?: readonly string[];
  readonly cost?: CostWeights;
  /** Whether bits per weight are to be chosen, exactly, rather than rewrites. */
  readonly mixedPrecision?: boolean;
  /** Contents of a sensitivity file for mixed precision, in place of the weights' own quantization error. */
  readonly sensitivities?: string;
}

export interface PlanAnswer {
  readonly budget: Budget;
  readonly plan: Plan;
  /** Plans on the way that no other beats in both risk and cost, by rising risk. */
  readonly front: readonly Plan[];
  /** For mixed precision: what each weight is stored in. */
  readonly bits?: readonly BitChoice[];
  /** Whether no other choice of bits has a smaller total error under the same limit. */
  readonly optimal?: boolean;
}

/** The bit width of one weight; null leaves it as it is. */
export interface BitChoice {
  /** Name of the stored tensor. */
  readonly weight: string;
  /** Report id of the first layer that reads it. */
  readonly layer: string;
  readonly bits: number | null;
  readonly error: number;
  /** Where the error is from: the sensitivity file, the weights, or what such tensors have as a rule. */
  readonly from: 'sensitivity' | 'weights' | 'assumed';
}

/** A layer that weighs much of a metric that exceeds its limit. */
export interface HeavyLayer {
  readonly id: string;
  readonly name: string;
  readonly op: string;
  readonly value: number;
}

export interface BudgetExcess {
  readonly metric: BudgetMetric;
  readonly limit: number;
  readonly value: number;
  /** Heaviest first, as many as make up half of it and at most five. */
  readonly layers: readonly HeavyLayer[];
}

export interface BudgetCheck {
  readonly costs: Costs;
  readonly budget: Budget;
  readonly excesses: readonly BudgetExcess[];
  /** False where a layer's cost is not known: then the figures are lower bounds. */
  readonly complete: boolean;
}

/** What one rank of a factorization comes to; costs are those of the whole model. */
export interface RankPoint {
  readonly rank: number;
  /** Id of the suggestion with this rank; any can be chosen. */
  readonly id: string;
  /** Share of the weight's energy that stays, 0 to 1; null where it is not known, or the file has no weights. */
  readonly energy: number | null;
  readonly macs: number;
  readonly params: number;
  readonly weightBytes: number;
}

/** What the ranks of a layer's factorization come to. */
export interface RankCurve {
  /** The suggestion that was asked about. */
  readonly id: string;
  readonly full: number;
  /** The rank at which the factors hold as many weights as the layer. */
  readonly breakEven: number;
  /** The whole model as it is. */
  readonly before: Pick<RankPoint, 'macs' | 'params' | 'weightBytes'>;
  /** MACs of the layers that it replaces. */
  readonly layerMacs: number;
  /** By rising rank, at most 64. */
  readonly points: readonly RankPoint[];
}

/** How far outputs are off, measured on seeded random inputs. */
export interface OutputError {
  /** Root mean square of the differences, as a share of that of the output; of several outputs the largest; NaN where none holds a finite number. */
  readonly rms: number;
}

/** The changed part of the graph as it is and as it would be. */
export interface Preview {
  readonly before: Scene;
  readonly after: Scene;
}

/** Offsets are UTF-16 units into the text of the file. */
export interface SourceTextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A rewrite of source code that was tried out before it is offered. */
export type SourceChange =
  | {
      readonly file: string;
      readonly edits: readonly SourceTextEdit[];
      readonly title: string;
      /** Costs of the model that the edited text defines, from running it. */
      readonly before: Costs;
      readonly after: Costs;
    }
  | { readonly refused: string };
