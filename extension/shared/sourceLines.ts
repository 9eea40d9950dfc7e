import type { ReportInput, ReportPlace, ReportTotals, Severity } from './report';

/** Something in a source file that can be priced: a class, a function, a call. */
export interface SourceEntry {
  readonly id: string;
  /** As Python calls it: `resnet50()`. */
  readonly title: string;
  readonly origin: 'directive' | 'configured' | 'main' | 'class' | 'function' | 'expression';
  /** 1-based. */
  readonly line: number;
}

/** A finding with its place in a source file. */
export interface SourceFinding extends ReportPlace {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

export interface SourceEntries {
  readonly entries: readonly SourceEntry[];
  readonly findings: readonly SourceFinding[];
}

/** Costs over all calls; null where no part of it is known. */
export interface SourceCosts {
  readonly macs: number | null;
  readonly flops: number | null;
  readonly params: number | null;
  readonly weightBytes: number | null;
  readonly movedBytes: number | null;
  readonly energyPj: number | null;
  /** Whether something behind the line could not be priced. */
  readonly atLeast: boolean;
}

/** One module or operation behind a line. */
export interface SourceItem {
  /** `layer1.0.conv1`, or the operation's own name. */
  readonly name: string;
  /** Its class or operator. */
  readonly kind: string;
  readonly calls: number;
  readonly costs: SourceCosts;
  /** Shape of its last output, as text. */
  readonly output: string;
  readonly formula: { readonly expression: string; readonly numbers: string } | null;
  /** Id of its hottest layer in the report. */
  readonly layer: string | null;
}

/**
 * What one line costs. `layer`: it constructs modules; `operation`: it calls something that costs MACs outside
 * any standard layer; `parameter`: it makes parameters; `class`: it begins a class of modules.
 */
export interface SourceLine {
  readonly line: number;
  readonly kind: 'layer' | 'operation' | 'parameter' | 'class';
  /** What stands there: `Conv2d`, `Bottleneck`. */
  readonly title: string;
  readonly costs: SourceCosts;
  /** Modules made, or calls of the operation. */
  readonly count: number;
  /** Hottest first; at most 12. */
  readonly items: readonly SourceItem[];
  readonly itemsLeftOut: number;
  /** Report ids of all layers behind the line. */
  readonly layers: readonly string[];
}

/** Output shapes of what a line of forward calls, for inlay hints. */
export interface SourceShapes {
  readonly line: number;
  /** Distinct ones in order, as text: `1x64x112x112`. */
  readonly shapes: readonly string[];
}

/** What one entry says of the lines of one file. */
export interface SourceLines {
  /** Null where nothing could be run; then findings say why. */
  readonly entry: SourceEntry | null;
  readonly inputs: readonly ReportInput[];
  readonly totals: ReportTotals | null;
  readonly complete: boolean;
  readonly lines: readonly SourceLine[];
  readonly shapes: readonly SourceShapes[];
  readonly findings: readonly SourceFinding[];
}
