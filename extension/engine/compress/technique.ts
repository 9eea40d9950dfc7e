import type { Need, Potential, RiskLevel } from '../../shared/suggestions';
import type { GraphEdit } from '../ir/graphEdit';
import type { SourceRewrite } from '../source/python/rewrite';
import type { ModelFacts } from './facts';

export type Receptive = 'kept' | 'does not apply' | (string & Record<never, never>);

/** One way to change one place of a model. */
export interface Proposal {
  /** First output of the layer that it is about; "" for the model as a whole. */
  readonly target: string;
  /** First outputs of the other layers that the same edit changes: those that a line of source code builds, too. */
  readonly alsoTargets?: readonly string[];
  /** What tells apart several ways at the same place: `rank=64`; "" where there is one. */
  readonly variant: string;
  /** What becomes what, with numbers: `5x5 384 → 256 becomes 5x1 and 1x5, outputs summed`. */
  readonly what: string;
  readonly edit: GraphEdit;
  readonly exact: boolean;
  readonly needs: readonly Need[];
  /** The output's receptive field behind it. */
  readonly receptiveField: Receptive;
  /** What has to hold for the figures and the outputs to be as said. */
  readonly assumption: string;
  /** In place of the technique's own, where this model tells more. */
  readonly evidence?: string;
  readonly riskLevel?: RiskLevel;
  readonly potential?: Potential;
  /** How the same is written in PyTorch, where it can be. */
  readonly rewrite?: SourceRewrite;
  /** Why this line of source code cannot be rewritten all the same. */
  readonly refused?: string;
}

/** Ranks that a layer can be factorized with. */
export interface RankRange {
  readonly full: number;
  /** The rank at which the factors hold as many weights as the layer. */
  readonly breakEven: number;
}

/** Where a technique stands in the order in which several are applied. */
export type Stage = 'clean' | 'structure' | 'fold' | 'width' | 'precision';

/** A room of compression: where it applies and what it makes of the graph. Add one: one file, one line in registry.ts. */
export interface Technique {
  /** As ids and the command line write it. */
  readonly id: string;
  /** The field's name for it. */
  readonly title: string;
  readonly stage: Stage;
  readonly risk: RiskLevel;
  /** What is published about its effect on accuracy. */
  readonly evidence: string;
  readonly source: string;
  /** Every place of the model where it applies; with `target`, only that one. Never throws. */
  readonly propose: (facts: ModelFacts, target?: string) => readonly Proposal[];
  /** A variant of the caller's choice, such as `rank=100`; null where the layer has no such one. */
  readonly variantAt?: (facts: ModelFacts, target: string, variant: string) => Proposal | null;
  /** For techniques whose only choice is a rank: the range of a layer; null where it does not apply. */
  readonly ranks?: (facts: ModelFacts, target: string) => RankRange | null;
}
