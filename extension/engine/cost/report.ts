import type {
  Report,
  ReportDiagnostic,
  ReportDim,
  ReportLayer,
  ReportTensor,
  ReportTotals,
} from '../../shared/report';
import type { EngineDiagnostic } from '../diagnostics';
import type { HardwareProfile } from '../hardware/profile';
import { formatDim } from '../ir/dimText';
import type { Model } from '../ir/graph';
import type { TensorFacts } from '../ir/tensor';
import type { ShapedInput, ShapedModel, TensorUse } from '../inference/shaped';
import { describe } from '../inference/findings';
import { attributeTexts } from './attributeText';
import { Bindings } from './bindings';
import { formulaOf } from './formula';
import { peakMemory } from './peakMemory';
import { priceNode } from './price';
import { storedBytes, storedElements } from './stored';
import { bindSymbols, type SymbolValues } from './symbols';
import type { NodeCost } from './types';

export interface PriceOptions {
  readonly path: string;
  readonly dims: Readonly<Record<string, number>>;
  readonly profile: HardwareProfile;
  /** Findings from before shape inference: inlining, external files. */
  readonly findings: readonly EngineDiagnostic[];
}

/** Prices a shaped model: schema 1 of the JSON output. Unknown stays unknown, and totals become lower bounds. */
export function buildReport(model: Model, shaped: ShapedModel, options: PriceOptions): Report {
  const bound = bindSymbols(shaped, options.dims);
  const bindings = new Bindings(bound.values);
  const costs = shaped.nodes.map((node) => priceNode(node, bindings, options.profile));
  const peak = peakMemory(shaped, bindings);
  const tensorOf = tensorReporter(bindings);
  const layers = costs.map((cost) => layerOf(cost, bindings, tensorOf));
  const complete = peak.complete && layers.every(({ unknown }) => unknown === null);
  const totals = sumUp(shaped, costs, peak.bytes);
  return {
    schema: 1,
    model: { path: options.path, format: model.format, name: model.name, entry: '' },
    dims: Object.fromEntries(
      bound.symbols.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
    ),
    inputs: shaped.inputs.map((input) => reportInput(input, bound, bindings)),
    outputs: shaped.outputs.map(({ name, facts }) => reportTensor(name, facts, bindings)),
    hardware: options.profile.id,
    totals,
    complete,
    layers,
    diagnostics: diagnosticsOf(options.findings, shaped, bound, costs, bindings, totals),
    symbols: bound.symbols,
    stored: shaped.stored.map(({ name }) => name),
  };
}

function layerOf(cost: NodeCost, bindings: Bindings, tensorOf: TensorReporter): ReportLayer {
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
    source: node.source,
    origins: node.origins,
    unknown: cost.unknown,
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

function reportTensor(name: string, { dtype, shape }: TensorFacts, bindings: Bindings): ReportTensor {
  const bound = bindings.isImpossible(shape) ? null : bindings.shape(shape);
  return {
    name,
    dtype,
    shape: bound?.map((dim): ReportDim => (typeof dim === 'number' ? dim : formatDim(dim))) ?? null,
  };
}

function reportInput(
  { declared, facts }: ShapedInput,
  bound: SymbolValues,
  bindings: Bindings,
): Report['inputs'][number] {
  const assumedNames = new Set(bound.symbols.filter(({ assumed }) => assumed).map(({ name }) => name));
  const names = (facts.shape ?? []).map((dim) => formatDim(dim));
  return {
    ...reportTensor(declared.name, facts, bindings),
    assumed: names.some((name) => assumedNames.has(name)),
  };
}

function sumUp(shaped: ShapedModel, costs: readonly NodeCost[], peakActivationBytes: number): ReportTotals {
  const sum = (pick: (cost: NodeCost) => number | null): number =>
    costs.reduce((total, cost) => total + (pick(cost) ?? 0), 0);
  const parameters = new Set(costs.flatMap((cost) => cost.parameters));
  const computePj = sum(({ computePj }) => computePj);
  const memoryPj = sum(({ memoryPj }) => memoryPj);
  return {
    macs: sum(({ macs }) => macs),
    flops: sum(({ flops }) => flops),
    params: [...parameters].reduce((total, tensor) => total + storedElements(tensor), 0),
    storedElements: shaped.initializers.reduce((total, tensor) => total + storedElements(tensor), 0),
    weightBytes: shaped.stored.reduce((total, tensor) => total + (storedBytes(tensor) ?? 0), 0),
    movedBytes: sum(({ movedBytes }) => movedBytes),
    peakActivationBytes,
    energy: { computePj, memoryPj, totalPj: computePj + memoryPj },
  };
}

function diagnosticsOf(
  findings: readonly EngineDiagnostic[],
  shaped: ShapedModel,
  bound: SymbolValues,
  costs: readonly NodeCost[],
  bindings: Bindings,
  totals: ReportTotals,
): readonly ReportDiagnostic[] {
  const found: EngineDiagnostic[] = [
    ...findings,
    ...shaped.diagnostics,
    ...symbolFindings(bound, costs),
    ...impossibleShapes(bound, costs, bindings),
  ];
  if (!Object.values(totals).every((value) => typeof value !== 'number' || Number.isSafeInteger(value)))
    found.push({
      code: 'beyond-exact-integers',
      severity: 'warning',
      message:
        'A total is beyond 2^53 (about 9.0e15), where numbers are no longer exact: the nearest one is given.',
      origin: null,
    });
  return found.map(({ code, severity, message, origin }) => ({ severity, code, message, layer: origin }));
}

/** The first node whose output cannot be at these values; those behind it suffer from it. */
function impossibleShapes(
  { symbols }: SymbolValues,
  costs: readonly NodeCost[],
  bindings: Bindings,
): readonly EngineDiagnostic[] {
  const first = costs.find(({ shaped }) =>
    shaped.outputs.some(({ facts }) => bindings.isImpossible(facts.shape)),
  );
  if (!first) return [];
  const { node, path, index } = first.shaped;
  const values = symbols.flatMap(({ name, value }) => (value === null ? [] : [`${name} = ${value}`]));
  return [
    {
      code: 'shape-conflict',
      severity: 'error',
      message: `${describe(node, `${path}${index}`)}: with ${values.slice(0, 5).join(', ')} ${String(first.unknown)}; bind other values.`,
      origin: `${path}${index}`,
    },
  ];
}

function symbolFindings({ symbols }: SymbolValues, costs: readonly NodeCost[]): readonly EngineDiagnostic[] {
  const found: EngineDiagnostic[] = symbols
    .filter(({ assumed }) => assumed)
    .map(({ name }) => ({
      code: 'assumed-dim',
      severity: 'info',
      message: `Dim "${name}" is open in the file and taken as 1; bind it to price another size.`,
      origin: null,
    }));
  const open = symbols.filter(({ value }) => value === null).map(({ name }) => name);
  const waiting = costs.filter(
    ({ unknown, calls }) => unknown !== null && (calls === null || open.length > 0),
  );
  const [first] = waiting;
  if (first)
    found.push({
      code: 'decided-at-run-time',
      severity: 'info',
      message: `${waiting.length} layers hang on what only a run decides${open.length > 0 ? ` (${open.slice(0, 5).join(', ')}${open.length > 5 ? ', ...' : ''})` : ''}; they are left out, and totals say "at least".`,
      origin: `${first.shaped.path}${first.shaped.index}`,
    });
  return found;
}
