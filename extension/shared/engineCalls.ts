import type { CancelSignal, Progress } from '../engine/host';
import type {
  BudgetCheck,
  PlanAnswer,
  PlanRequest,
  Preview,
  OutputError,
  RankCurve,
  SourceChange,
  SuggestRequest,
} from './compression';
import type { Combination, Suggestions, WeightFact } from './suggestions';
import type { Differing } from './diff';
import type { Listing } from './listing';
import type { PythonLimits } from '../engine/hostPython';
import type { Report } from './report';
import type { RewriteAnswer, RewriteRequest } from './rewriting';
import type { CountingTool } from './counting';
import type { Hotspot, Scene, ViewState } from './scene';
import type { SourceEntries, SourceLines } from './sourceLines';
import type { Details } from './webviewProtocol';

/** What shapes an analysis: the report depends on the file's content and on these alone. */
export interface AnalyzeOptions {
  /** Id of a hardware profile. */
  readonly hardware: string;
  /** Values for symbolic dims. */
  readonly dims: Readonly<Record<string, number>>;
  /** Whole shapes for named inputs; the name "" stands for the first input. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  /** A tool as which the model is counted besides. */
  readonly countAs?: CountingTool;
  // What follows concerns source files alone.
  /** Id of an entry, or an expression of the module like `ResNet(Bottleneck, [3, 4, 6, 3])`; absent or "" is the first. */
  readonly entry?: string;
  /** Keyword arguments in Python in place of the entry's own: `width=0.5, depth=18`. */
  readonly entryArguments?: string;
  /** Element types by input name as in `inputShapes`, such as `int64`; absent ones are guessed. */
  readonly inputTypes?: Readonly<Record<string, string>>;
  /** Absent: the engine's defaults, with no installed packages, in an untrusted workspace. */
  readonly python?: PythonLimits;
}

export interface HardwareSummary {
  readonly id: string;
  readonly label: string;
}

/** Drawing data of one view, computed beside the model so that only what is seen crosses the border. */
export interface ViewAnswer {
  readonly scene: Scene;
  readonly hotspots: readonly Hotspot[];
  readonly hotspotsLeftOut: number;
}

/** What accompanies a call without being part of the question. */
export interface CallContext<Signal extends CancelSignal = CancelSignal> {
  readonly signal?: Signal;
  readonly progress?: Progress;
}

/**
 * What a front end may ask of the engine, wherever it runs. Every call can be cancelled and rejects with an
 * Error whose message is one sentence for the user.
 */
export interface EngineCalls {
  analyze(path: string, options: AnalyzeOptions): Promise<Report>;
  /** With nothing open it is the first view: everything collapsed that can be. */
  view(path: string, options: AnalyzeOptions, view: ViewState): Promise<ViewAnswer>;
  /** Details of a layer or group; null when there is no such id. */
  details(path: string, options: AnalyzeOptions, id: string): Promise<Details | null>;
  /** Ids of the groups that must be open for a layer to be visible, outermost first. */
  groupsAround(path: string, options: AnalyzeOptions, layerId: string): Promise<readonly string[]>;
  /** How many of these layers every group holds. */
  groupDifferences(
    path: string,
    options: AnalyzeOptions,
    layers: Differing['layers'],
  ): Promise<Differing['groups']>;
  listing(path: string): Promise<Listing>;
  hardware(): Promise<readonly HardwareSummary[]>;
  /** What can be changed, each change priced on its own. */
  suggest(path: string, options: AnalyzeOptions, request: SuggestRequest): Promise<Suggestions>;
  /** Several suggestions priced together, as one model. */
  combine(path: string, options: AnalyzeOptions, ids: readonly string[]): Promise<Combination>;
  /** What the weights of this very file say of suggestions, by their ids; nothing where it does not hold them. */
  weightFacts(
    path: string,
    options: AnalyzeOptions,
    ids: readonly string[],
  ): Promise<Readonly<Record<string, readonly WeightFact[]>>>;
  /** What the ranks of a suggested factorization come to; null for suggestions without a rank of one's choice. */
  rankCurve(path: string, options: AnalyzeOptions, id: string): Promise<RankCurve | null>;
  /** What each of these suggestions alone does to the outputs, by its id; the model is run for that. */
  outputErrors(
    path: string,
    options: AnalyzeOptions,
    ids: readonly string[],
  ): Promise<Readonly<Record<string, OutputError>>>;
  preview(path: string, options: AnalyzeOptions, ids: readonly string[]): Promise<Preview>;
  /** A set of suggestions that meets a budget, or comes as close as can be. */
  plan(path: string, options: AnalyzeOptions, request: PlanRequest): Promise<PlanAnswer>;
  /** Which limits of a budget a model exceeds, and the layers that weigh most. */
  check(path: string, options: AnalyzeOptions, budget: string): Promise<BudgetCheck>;
  /** Writes a model with suggestions applied to a new file. */
  rewrite(path: string, options: AnalyzeOptions, request: RewriteRequest): Promise<RewriteAnswer>;
  /** The edit of a source file that carries a suggestion out, tried out before it is offered. */
  sourceChange(path: string, options: AnalyzeOptions, id: string): Promise<SourceChange>;
  /** What a source file offers to be priced, in the order in which it is looked for. Never rejects for what the source does. */
  sourceEntries(path: string, options: AnalyzeOptions): Promise<SourceEntries>;
  /** Costs by line of `path` for one entry. Never rejects for what the source does: that is in the findings. */
  sourceLines(path: string, options: AnalyzeOptions): Promise<SourceLines>;
  /** Unsaved text of a file, null once it is saved or closed. */
  setText(path: string, text: string | null): Promise<void>;
}

export type CallName = keyof EngineCalls;
export type CallArguments<K extends CallName> = Parameters<EngineCalls[K]>;
export type CallResult<K extends CallName> = Awaited<ReturnType<EngineCalls[K]>>;

/** The calls with their trailing context, as an engine implements them and a client offers them. */
export type Engine<Signal extends CancelSignal = CancelSignal> = {
  readonly [K in CallName]: (
    ...args: [...CallArguments<K>, context?: CallContext<Signal>]
  ) => Promise<CallResult<K>>;
};

/** How many arguments each call takes before its context: enough to forward a call without knowing it. */
export const CALL_ARITY: { readonly [K in CallName]: CallArguments<K>['length'] } = {
  analyze: 2,
  view: 3,
  details: 3,
  groupsAround: 3,
  groupDifferences: 3,
  listing: 1,
  hardware: 0,
  suggest: 3,
  combine: 3,
  weightFacts: 3,
  rankCurve: 3,
  outputErrors: 3,
  preview: 3,
  plan: 3,
  check: 3,
  sourceChange: 3,
  rewrite: 3,
  sourceEntries: 2,
  sourceLines: 2,
  setText: 2,
};
