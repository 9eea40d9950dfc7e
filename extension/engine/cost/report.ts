import type { Report, ReportDim, ReportLayer, ReportPeak, ReportTensor } from '../../shared/report';
import type { EngineDiagnostic } from '../diagnostics';
import { oneSentence } from '../diagnosticsText';
import type { HardwareProfile } from '../hardware/profile';
import type { Dim } from '../ir/dim';
import { formatDim } from '../ir/dimText';
import type { Model } from '../ir/graph';
import type { TensorFacts } from '../ir/tensor';
import type { ShapedInput, ShapedModel, TensorUse } from '../inference/shaped';
import { attributeTexts } from './attributeText';
import { Bindings } from './bindings';
import { pricingFindings } from './findings';
import { formulaOf } from './formula';
import { peakMemory, peakStory, type PeakStory } from './peakMemory';
import { priceNode } from './price';
import { branchKey, type Ranges, rangesOf } from './ranges';
import { bindSymbols, type SymbolValues } from './symbols';
import { sumUp } from './totals';
import type { NodeCost } from './types';

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
  const costs = shaped.nodes.map((node) => priceNode(node, bindings, options.profile));
  const peak = peakMemory(shaped, bindings);
  const tensorOf = tensorReporter(bindings);
  const ranges = rangesOf(costs);
  const layers = costs.map((cost) => layerOf(cost, bindings, tensorOf, ranges));
  const complete =
    options.run?.finished !== false && peak.complete && layers.every(({ unknown }) => unknown === null);
  const totals = sumUp(shaped, costs, peak.bytes, ranges?.total ?? null);
  const weightFiles = [...new Set(shaped.stored.flatMap(({ payload }) => payload?.file ?? []))];
  return {
    schema: 1,
    model: { path: options.path, format: model.format, name: model.name, entry: options.run?.entry ?? '' },
    dims: Object.fromEntries(
      bound.symbols.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
    ),
    inputs: shaped.inputs.map((input) => reportInput(input, bound, bindings, options.run)),
    outputs: shaped.outputs.map(({ name, facts }) => reportTensor(name, facts, bindings)),
    hardware: options.profile.id,
    totals,
    complete,
    layers,
    diagnostics: [
      ...options.findings,
      ...shaped.diagnostics,
      ...pricingFindings({ bound, costs, bindings, totals }),
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
    peak: reportPeak(peakStory(shaped, bindings)),
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

function layerOf(
  cost: NodeCost,
  bindings: Bindings,
  tensorOf: TensorReporter,
  ranges: Ranges | null,
): ReportLayer {
  const { node, path, index } = cost.shaped;
  const formula = cost.work && formulaOf(cost.work, bindings);
  return {
    id: `${path}${index}`,
    name: node.name,
    op: node.op,
    ...(node.domain !== '' && { domain: node.domain }),
    path,
    index,
    scope: node.scope,
    calls: cost.calls,
    inputs: cost.shaped.inputs.flatMap((use) => (use ? [tensorOf(use)] : [])),
    outputs: cost.shaped.outputs.filter(({ name }) => name !== '').map(tensorOf),
    attributes: attributeTexts(node),
    macs: cost.macs,
    ...(cost.calls !== 1 && { macsPerCall: cost.macsPerCall }),
    flops: cost.flops,
    transcendentals: cost.transcendentals,
    params: cost.params,
    weightElements: cost.weightElements,
    weightBytes: cost.weightBytes,
    inputBytes: cost.inputBytes,
    outputBytes: cost.outputBytes,
    movedBytes: cost.movedBytes,
    energyPj: cost.computePj === null || cost.memoryPj === null ? null : cost.computePj + cost.memoryPj,
    intensity: cost.macs === null || !cost.movedBytes ? null : cost.macs / cost.movedBytes,
    ...(formula && { formula }),
    ...(cost.causalMacs !== undefined && { causalMacs: cost.causalMacs }),
    ...(cost.cache && { cache: cost.cache }),
    ...branchFacts(cost, ranges),
    source: node.source,
    origins: node.origins,
    unknown: cost.unknown,
  };
}

/** What a layer in an undecided branch costs if it is taken, and what the branches of an undecided If come to. */
function branchFacts({ shaped, ifTaken }: NodeCost, ranges: Ranges | null): Partial<ReportLayer> {
  if (ranges === null) return {};
  const { choice, path, index } = shaped;
  const branches = ['then_branch', 'else_branch'].flatMap((name) => {
    const range = ranges.branches.get(branchKey(`${path}${index}`, name));
    return range ? [[name, range] as const] : [];
  });
  return {
    ...(choice && ifTaken && { choice: { owner: choice.owner, branch: choice.branch, ...ifTaken } }),
    ...(branches.length > 0 && { branches: Object.fromEntries(branches) }),
  };
}

type TensorReporter = (use: TensorUse) => ReportTensor;

/** A tensor is written once, however many nodes read it: most of a large report are tensors. */
function tensorReporter(bindings: Bindings): TensorReporter {
  const known = new Map<TensorUse, ReportTensor>();
  return (use) => {
    const found = known.get(use) ?? reportTensor(use.name, use.facts, bindings);
    known.set(use, found);
    return found;
  };
}

function reportTensor(name: string, facts: TensorFacts, bindings: Bindings): ReportTensor {
  return { name, ...reportFacts(facts, bindings) };
}

function reportFacts({ dtype, shape, holds }: TensorFacts, bindings: Bindings): Omit<ReportTensor, 'name'> {
  const bound = bindings.isImpossible(shape) ? null : bindings.shape(shape);
  return {
    dtype,
    shape: bound?.map(reportDim) ?? null,
    ...(holds && {
      holds: {
        kind: holds.kind,
        count: holds.count === null ? null : reportDim(bindings.dim(holds.count)),
        element: reportFacts(holds.element, bindings),
      },
    }),
  };
}

function reportDim(dim: Dim): ReportDim {
  return typeof dim === 'number' ? dim : formatDim(dim);
}

function reportInput(
  { declared, facts }: ShapedInput,
  bound: SymbolValues,
  bindings: Bindings,
  run: SourceRun | undefined,
): Report['inputs'][number] {
  const assumedNames = new Set(bound.symbols.filter(({ assumed }) => assumed).map(({ name }) => name));
  const names = (facts.shape ?? []).map((dim) => formatDim(dim));
  return {
    ...reportTensor(declared.name, facts, bindings),
    assumed: run?.assumedInputs.has(declared.name) === true || names.some((name) => assumedNames.has(name)),
  };
}
