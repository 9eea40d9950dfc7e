/** A dim of a printed shape: its value, or its symbolic expression while nothing decides it. */
export type ReportDim = number | string;

/** A tensor as a layer sees it. `shape` is null where even the rank is unknown, `dtype` where the type is. */
export interface ReportTensor {
  readonly name: string;
  readonly dtype: string | null;
  readonly shape: readonly ReportDim[] | null;
  /** Optional addition to schema 1: what a sequence, an optional or a map holds; `dtype` and `shape` are null then. */
  readonly holds?: ReportHolding;
}

/** A value that holds tensors: how many where that is known, and what is true of each. */
export interface ReportHolding {
  readonly kind: 'sequence' | 'optional' | 'map';
  readonly count: ReportDim | null;
  readonly element: Omit<ReportTensor, 'name'>;
}

/** `assumed` marks an input whose shape rests on a dim that nobody bound. */
export interface ReportInput extends ReportTensor {
  readonly assumed: boolean;
}

export interface ReportEnergy {
  readonly computePj: number;
  readonly memoryPj: number;
  readonly totalPj: number;
}

/** Sums over all layers; lower bounds ("at least") while the report's `complete` is false. */
export interface ReportTotals {
  readonly macs: number;
  readonly flops: number;
  readonly params: number;
  readonly storedElements: number;
  readonly weightBytes: number;
  readonly movedBytes: number;
  readonly peakActivationBytes: number;
  readonly energy: ReportEnergy;
  /** Additional to schema 1's core. */
  readonly formulas?: TotalFormulas;
  /** Bounds, where the branches of an If are taken by data and both are priced; absent elsewhere. */
  readonly range?: ReportRanges;
}

/** Totals as polynomials in the open dims: `84934656*b*s + 18432*b*s^2`. Absent where no dim is open or a cost is unknown. */
export interface TotalFormulas {
  readonly macs?: string;
  readonly flops?: string;
}

/** Bounds of a cost: the cheaper of two branches and the dearer one; `atMost` is null where something in it is not known. */
export interface ReportRange {
  readonly atLeast: number;
  readonly atMost: number | null;
}

export interface ReportRanges {
  readonly macs: ReportRange;
  readonly flops: ReportRange;
  readonly movedBytes: ReportRange;
  readonly energyPj: ReportRange;
}

/** A branch that only a run takes, and what a layer in it costs if it always does. */
export interface ReportChoice {
  /** Id of the If. */
  readonly owner: string;
  readonly branch: string;
  /** Optional addition to schema 1: executions if it always does; null where only a run decides them, too. */
  readonly calls?: number | null;
  readonly macs: number | null;
  readonly flops: number | null;
  readonly movedBytes: number | null;
  readonly energyPj: number | null;
}

/** How a count came about, in the field's notation, with this layer's numbers. Additional to schema 1's core. */
export interface ReportFormula {
  /** For example `N * Cout * Hout * Wout * (Cin / groups) * kh * kw`. */
  readonly expression: string;
  /** The same with numbers: `1 * 64 * 112 * 112 * 3 * 7 * 7`. */
  readonly numbers: string;
  /** The same with symbolic dims kept, where there are any: `37632*batch*...`. */
  readonly symbolic?: string;
}

/**
 * One node of the model, in execution order. Costs cover all `calls`; a cost that is not known is null and
 * `unknown` says why.
 */
export interface ReportLayer {
  readonly id: string;
  readonly name: string;
  readonly op: string;
  /** "" in the main graph, `INDEX:Op.attribute/...` inside subgraphs. */
  readonly path: string;
  /** Position in that graph after inlining local functions. */
  readonly index: number;
  readonly scope: readonly string[];
  /** Executions; null where only a run decides them. */
  readonly calls: number | null;
  readonly inputs: readonly ReportTensor[];
  readonly outputs: readonly ReportTensor[];
  readonly macs: number | null;
  readonly flops: number | null;
  readonly params: number | null;
  readonly weightElements: number | null;
  readonly weightBytes: number | null;
  readonly inputBytes: number | null;
  readonly outputBytes: number | null;
  readonly movedBytes: number | null;
  readonly energyPj: number | null;
  /** MACs per moved byte; null where either is unknown or nothing moves. */
  readonly intensity: number | null;
  readonly source: { readonly file: string; readonly line: number } | null;
  readonly unknown: string | null;
  // Optional additions to schema 1.
  /** ONNX domain when it is not the default one. */
  readonly domain?: string;
  /** Operations of the FLOP count that are transcendental (exp, log, tanh, erf, ...). */
  readonly transcendentals?: number | null;
  /** MACs of a single execution, where `calls` is not 1. */
  readonly macsPerCall?: number | null;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly formula?: ReportFormula;
  /** Of the MACs, those that a causal mask leaves: what a kernel that skips the rest needs. Absent without such a mask. */
  readonly causalMacs?: number | null;
  /** Bytes kept from token to token (keys and values, or a state), per execution: read, and written. */
  readonly cache?: { readonly pastBytes: number | null; readonly presentBytes: number | null };
  /** Of a layer in a branch that only a run takes. */
  readonly choice?: ReportChoice;
  /** Of an If that only a run decides: what its branches come to, by name. */
  readonly branches?: Readonly<Record<string, ReportRanges>>;
  /**
   * Ids of the file's own nodes behind this layer: the node itself, preceded by the function calls it was
   * inlined from. They are the keys of the listing's lines.
   */
  readonly origins?: readonly string[];
}

export type Severity = 'error' | 'warning' | 'info';

/** A place in source code: `line` is 1-based, columns are 0-based UTF-16 units, absent for the whole line. */
export interface ReportPlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly endColumn?: number;
}

/** A finding: what, where, why it matters, what to do. `code` is a heading of docs/findings.md. */
export interface ReportDiagnostic {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** Id of the layer it is about; null for the model as a whole. */
  readonly layer: string | null;
  /** Additional to schema 1's core: where in source code. */
  readonly source?: ReportPlace;
}

/** A symbolic dim that the model leaves open, and what it was taken as. Additional to schema 1's core. */
export interface ReportSymbol {
  readonly name: string;
  /** `declared`: a named dim of an input. `data`: decided only by running (a trip count, the boxes that survive). */
  readonly kind: 'declared' | 'data';
  /** Value in use; null for a data-dependent one that nobody bound. */
  readonly value: number | null;
  readonly assumed: boolean;
}

/** What one analysis says: schema 1 of `--format json`, and what every front end receives. */
export interface Report {
  readonly schema: 1;
  readonly model: {
    readonly path: string;
    readonly format: string;
    readonly name: string;
    readonly entry: string;
  };
  readonly dims: Readonly<Record<string, number>>;
  readonly inputs: readonly ReportInput[];
  readonly outputs: readonly ReportTensor[];
  readonly hardware: string;
  readonly totals: ReportTotals;
  readonly complete: boolean;
  readonly layers: readonly ReportLayer[];
  readonly diagnostics: readonly ReportDiagnostic[];
  // Optional additions to schema 1.
  readonly symbols?: readonly ReportSymbol[];
  /** Names of the graph's initializers, so that a front end can tell stored tensors from activations. */
  readonly stored?: readonly string[];
  /** Files beside the model that stored tensors lie in, as the model names them; absent where there are none. */
  readonly weightFiles?: readonly string[];
  /** The published network that it is, or is built on. */
  readonly recognized?: Recognition;
  readonly peak?: ReportPeak;
  /** As another tool counts, where that was asked for. */
  readonly countedAs?: CountedAs;
}

/**
 * A report whose layers may be made anew whenever they are gone through, each to be forgotten: all of them together take as
 * much memory as the model itself.
 */
export type LazyReport = Omit<Report, 'layers'> & { readonly layers: Iterable<ReportLayer> };

/** A model's cost as another tool counts it. */
export interface CountedAs {
  readonly id: string;
  readonly tool: string;
  /** What the tool calls its number. */
  readonly unit: string;
  readonly total: number;
  /** False where some layer's rule is not followed: the total is a lower bound then. */
  readonly complete: boolean;
  /** Why the total is not our number of MACs: layers concerned, and by how much more (or less) they count. */
  readonly differences: readonly {
    readonly why: string;
    readonly layers: number;
    readonly more: number;
  }[];
  /** By layer id, over all calls. */
  readonly layers: Readonly<Record<string, number>>;
  /** By id of the layers whose count is not our number of MACs: why, as an index into `differences`. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** What lies in memory at the peak of activations. */
export interface ReportPeak {
  /** Id of the layer that runs then; null where none does. */
  readonly layer: string | null;
  /** The tensors alive then, the largest first, at most 32. */
  readonly tensors: readonly { readonly name: string; readonly bytes: number }[];
  /** How many more there are. */
  readonly others: number;
  /** The peak where views share the memory of what they view; `peakActivationBytes` takes them for copies. */
  readonly sharedBytes: number;
}

/** A published network that a model was recognized as, by structure and costs. */
export interface Recognition {
  readonly name: string;
  /** Where its figures were published. */
  readonly source: string;
  /** Whether the MACs are those that were published. */
  readonly equal: boolean;
  /** The same in a sentence, without a period; where they differ, by how much and why. */
  readonly text: string;
}

/** The element of a multi-file JSON array for a file that could not be read. */
export interface ReportFailure {
  readonly model: { readonly path: string };
  readonly error: string;
}
