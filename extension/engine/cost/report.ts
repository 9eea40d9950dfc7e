import type { LazyReport, Report, ReportPeak } from '../../shared/report';
import type { EngineDiagnostic } from '../diagnostics';
import { oneSentence } from '../diagnosticsText';
import type { HardwareProfile } from '../hardware/profile';
import { formatDim } from '../ir/dimText';
import type { Model } from '../ir/graph';
import type { ShapedInput, ShapedModel } from '../inference/shaped';
import { Bindings } from './bindings';
import { pricingFindings } from './findings';
import { Layers } from './layer';
import { peakStory, type PeakStory } from './peakMemory';
import { priceNodes } from './price';
import { rangesOf } from './ranges';
import { reportTensor } from './reportTexts';
import { bindSymbols, type SymbolValues } from './symbols';
import { sumUp } from './totals';

interface PriceOptions {
  readonly path: string;
  readonly dims: Readonly<Record<string, number>>;
  readonly profile: HardwareProfile;
  /** Findings from before shape inference: inlining, external files. */
  readonly findings: readonly EngineDiagnostic[];
  /** What was run of a source file; absent for models in files. */
  readonly run?: SourceRun;
}

/** Facts of a run of source code that the graph does not hold. */
export interface SourceRun {
  readonly entry: string;
  /** Inputs that nobody gave. */
  readonly assumedInputs: ReadonlySet<string>;
  /** Whether it came to its end. */
  readonly finished: boolean;
}

/** A report of schema 1 as pricing leaves it. */
export type PricedReport = LazyReport & { readonly layers: Layers };

/** Prices a shaped model. Unknown stays unknown, and totals become lower bounds. */
export function priceReport(model: Model, shaped: ShapedModel, options: PriceOptions): PricedReport {
  const bound = bindSymbols(shaped, options.dims);
  const bindings = new Bindings(bound.values);
  const nodes = priceNodes(shaped.nodes, bindings, options.profile);
  const peak = peakStory(shaped, bindings);
  const ranges = rangesOf(nodes);
  const layers = new Layers(nodes, bindings, ranges);
  const totals = sumUp(shaped, nodes, peak.bytes, ranges?.total ?? null);
  const weightFiles = [...new Set(shaped.stored.flatMap(({ payload }) => payload?.file ?? []))];
  return {
    schema: 1,
    model: { path: options.path, format: model.format, name: model.name, entry: options.run?.entry ?? '' },
    dims: Object.fromEntries(
      bound.symbols.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
    ),
    inputs: reportInputs(shaped, bound, bindings, options.run),
    outputs: shaped.outputs.map(({ name, facts }) => reportTensor(name, facts, bindings)),
    hardware: options.profile.id,
    totals,
    complete: options.run?.finished !== false && peak.complete && layers.unknownCount === 0,
    layers,
    diagnostics: [
      ...options.findings,
      ...shaped.diagnostics,
      ...pricingFindings({ bound, nodes, bindings, totals }),
    ].map(({ code, severity, message, origin, source }) => ({
      severity,
      code,
      message: oneSentence(message),
      layer: origin,
      ...(source && { source }),
    })),
    symbols: bound.symbols,
    stored: shaped.stored.map(({ name }) => name),
    ...(weightFiles.length > 0 && { weightFiles }),
    peak: reportPeak(peak),
  };
}

/** The report of a shaped model, its layers included. */
export function buildReport(model: Model, shaped: ShapedModel, options: PriceOptions): Report {
  return wholeReport(priceReport(model, shaped, options));
}

/** The same with all its layers in memory. */
export function wholeReport(report: PricedReport): Report {
  return { ...report, layers: report.layers.all() };
}

/** Tensors that are named; many more stand in memory at once only in networks that are made for that. */
const MOST_AT_PEAK = 32;

function reportPeak({ at, tensors, sharedBytes }: PeakStory): ReportPeak {
  return {
    layer: at && `${at.path}${at.index}`,
    tensors: tensors.slice(0, MOST_AT_PEAK),
    others: Math.max(0, tensors.length - MOST_AT_PEAK),
    sharedBytes,
  };
}

function reportInputs(
  { inputs }: ShapedModel,
  bound: SymbolValues,
  bindings: Bindings,
  run: SourceRun | undefined,
): Report['inputs'] {
  const assumed = new Set(bound.symbols.filter((symbol) => symbol.assumed).map(({ name }) => name));
  const isAssumed = ({ declared, facts }: ShapedInput): boolean =>
    run?.assumedInputs.has(declared.name) === true ||
    (facts.shape ?? []).some((dim) => assumed.has(formatDim(dim)));
  return inputs.map((input) => ({
    ...reportTensor(input.declared.name, input.facts, bindings),
    assumed: isAssumed(input),
  }));
}
