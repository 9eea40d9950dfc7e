import type { Report, ReportPeak } from '../../shared/report';
import type { EngineDiagnostic } from '../diagnostics';
import { oneSentence } from '../diagnosticsText';
import type { HardwareProfile } from '../hardware/profile';
import { formatDim } from '../ir/dimText';
import type { Model } from '../ir/graph';
import type { ShapedInput, ShapedModel } from '../inference/shaped';
import { Bindings } from './bindings';
import { pricingFindings } from './findings';
import { layerOf } from './layer';
import { peakStory, type PeakStory } from './peakMemory';
import { priceNodes } from './price';
import { rangesOf } from './ranges';
import { reportTensor, ReportTexts } from './reportTexts';
import { bindSymbols, type SymbolValues } from './symbols';
import { sumUp } from './totals';

export interface PriceOptions {
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

/** Prices a shaped model: schema 1 of the JSON output. Unknown stays unknown, and totals become lower bounds. */
export function buildReport(model: Model, shaped: ShapedModel, options: PriceOptions): Report {
  const bound = bindSymbols(shaped, options.dims);
  const bindings = new Bindings(bound.values);
  const nodes = priceNodes(shaped.nodes, bindings, options.profile);
  const peak = peakStory(shaped, bindings);
  const texts = new ReportTexts(bindings);
  const ranges = rangesOf(nodes);
  const layers = nodes.map((node) => layerOf(node, texts, ranges));
  const complete =
    options.run?.finished !== false && peak.complete && layers.every(({ unknown }) => unknown === null);
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
    complete,
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
