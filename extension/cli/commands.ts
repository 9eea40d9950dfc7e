import type { SortKey } from '../engine/report/ranking';
import type { CountingTool } from '../shared/counting';
import type { CostWeights, Ranking } from '../shared/compression';
import type { WeightPlace } from '../shared/rewriting';

export const FORMATS = ['table', 'json', 'csv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** What concerns Python files alone. */
export interface SourceChoices {
  /** "" is the first entry of the file. */
  readonly entry: string;
  /** Keyword arguments in Python; "" leaves the entry's own. */
  readonly arguments: string;
  readonly packages: readonly string[];
  readonly timeLimitSeconds: number;
}

/** How a model is to be taken: sizes, entry, hardware. */
export interface ModelChoices {
  readonly dims: Readonly<Record<string, number>>;
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly inputTypes: Readonly<Record<string, string>>;
  readonly source: SourceChoices;
  /** Id of a profile or path of a profile file. */
  readonly hardware: string;
}

export interface InspectCommand extends ModelChoices {
  readonly kind: 'inspect';
  readonly files: readonly string[];
  readonly sort: SortKey | null;
  /** A tool as which the model is counted besides. */
  readonly countAs: CountingTool | null;
  readonly top: number | null;
  readonly all: boolean;
  readonly format: Format;
}

export interface SuggestCommand extends ModelChoices {
  readonly kind: 'suggest';
  readonly file: string;
  /** Null lists suggestions; else the plan that meets it is printed. */
  readonly budget: string | null;
  readonly cost: CostWeights;
  readonly ranking: Ranking;
  readonly techniques: readonly string[];
  readonly trivial: boolean;
  /** Whether the weights are read for figures that only they tell. */
  readonly weights: boolean;
  readonly mixedPrecision: boolean;
  /** Path of a sensitivity file for mixed precision. */
  readonly sensitivities: string | null;
  readonly top: number | null;
  readonly format: 'table' | 'json';
}

export interface CheckCommand extends ModelChoices {
  readonly kind: 'check';
  readonly file: string;
  readonly budget: string;
  readonly format: 'table' | 'json';
}

export interface RewriteCommand extends ModelChoices {
  readonly kind: 'rewrite';
  readonly file: string;
  /** Ids of suggestions. */
  readonly ids: readonly string[];
  readonly out: string;
  readonly replace: boolean;
  readonly verify: boolean;
  readonly inputs: readonly string[];
  readonly weights: WeightPlace;
  readonly format: 'table' | 'json';
}

export interface DiffCommand extends ModelChoices {
  readonly kind: 'diff';
  readonly files: readonly [before: string, after: string];
  readonly format: 'table' | 'json' | 'markdown';
}

export type Command =
  | RewriteCommand
  | DiffCommand
  | InspectCommand
  | SuggestCommand
  | CheckCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'version' };
