import type { Report, ReportLayer, ReportTensor } from '../../shared/report';
import type { Details, Fact } from '../../shared/webviewProtocol';
import { formatBytes, formatEnergy, formatExact, formatIntensity, formatShare } from '../units';
import { at } from './arrays';
import { memberText } from './boxes';
import { familyOf } from './families';
import { ADDITIVE, costOf, METRIC_LABELS, shareOf, totalOf } from './metrics';
import type { Costs } from './sums';
import { formatRange, plural, tensorText } from './text';
import { type Group, type LayerTree, layerTree } from './tree';
import type { Unit } from './unit';

const ENERGY_NOTE = 'Energy: arithmetic and data movement only.';
/** Tensors that a group's detail pane lists on either side. */
const MAX_TENSORS = 24;

/** What the detail pane shows of a layer, a group, or an input or output; null when there is no such id. */
export function buildDetails(report: Report, id: string): Details | null {
  const tree = layerTree(report);
  const unit = tree.unitById.get(id);
  if (unit !== undefined) return unitDetails(report, at(tree.graph.units, unit));
  const group = tree.groupById.get(id);
  return group === undefined ? null : groupDetails(report, tree, at(tree.groups, group));
}

function unitDetails(report: Report, unit: Unit): Details {
  if (unit.kind === 'layer') return layerDetails(report, unit.layer);
  const { tensor, kind } = unit;
  const assumed =
    report.inputs.find(({ name }) => name === tensor.name)?.assumed === true && kind === 'input';
  return {
    ...EMPTY,
    id: unit.id,
    title: tensor.name,
    subtitle: `Model ${kind}`,
    family: kind,
    [kind === 'input' ? 'outputs' : 'inputs']: [tensorFact(tensor)],
    notes: assumed ? ['A dim of this shape is assumed: bind it in the toolbar.'] : [],
  };
}

const EMPTY = {
  costs: [],
  shares: [],
  inputs: [],
  outputs: [],
  attributes: [],
  formula: [],
  hasSource: false,
};

function layerDetails(report: Report, layer: ReportLayer): Details {
  const { formula, domain } = layer;
  const name = layer.name === '' ? (layer.outputs[0]?.name ?? '') : layer.name;
  const op = domain === undefined || domain === '' ? layer.op : `${domain}.${layer.op}`;
  return {
    id: layer.id,
    title: op,
    subtitle: name,
    family: familyOf(layer.op),
    costs: layerCosts(layer),
    shares: layerShares(report, layer),
    inputs: layer.inputs.filter((tensor) => tensor.name !== '').map(tensorFact),
    outputs: layer.outputs.filter((tensor) => tensor.name !== '').map(tensorFact),
    attributes: Object.entries(layer.attributes ?? {}).map(([label, value]) => ({ label, value })),
    formula: formula
      ? [formula.expression, formula.numbers, ...(formula.symbolic ? [formula.symbolic] : [])]
      : [],
    notes: layerNotes(layer),
    hasSource: true,
  };
}

function layerCosts(layer: ReportLayer): Fact[] {
  return [
    fact('MACs', layer.macs, formatExact),
    ...(layer.calls === 1 ? [] : [fact('MACs per call', layer.macsPerCall ?? null, formatExact)]),
    ...(layer.causalMacs === undefined
      ? []
      : [fact('of them left by the causal mask', layer.causalMacs, formatExact)]),
    fact('FLOPs', layer.flops, formatExact),
    ...((layer.transcendentals ?? 0) > 0
      ? [fact('of them transcendental', layer.transcendentals ?? null, formatExact)]
      : []),
    fact('Params', layer.params, formatExact),
    fact('Weight bytes', layer.weightBytes, exactBytes),
    fact('Input bytes', layer.inputBytes, exactBytes),
    fact('Output bytes', layer.outputBytes, exactBytes),
    fact('Moved bytes', layer.movedBytes, exactBytes),
    fact('Energy', layer.energyPj, formatEnergy),
    ...(layer.intensity === null ? [] : [fact('Intensity', layer.intensity, formatIntensity)]),
    ...(layer.calls === 1 ? [] : [fact('Calls', layer.calls, formatExact)]),
    ...(layer.cache
      ? [
          fact('Cache read', layer.cache.pastBytes, exactBytes),
          fact('Cache written', layer.cache.presentBytes, exactBytes),
        ]
      : []),
    ...branchCosts(layer),
  ];
}

/** Of a layer in a branch that only a run takes, what it costs if it is; of an undecided If, what each branch costs. */
function branchCosts({ choice, branches = {} }: ReportLayer): Fact[] {
  return [
    ...(choice
      ? [
          fact('MACs if taken', choice.macs, formatExact),
          fact('Moved bytes if taken', choice.movedBytes, exactBytes),
          fact('Energy if taken', choice.energyPj, formatEnergy),
        ]
      : []),
    ...Object.entries(branches).flatMap(([name, { macs, energyPj }]) => [
      { label: `MACs of ${name}`, value: formatRange(macs, formatExact) },
      { label: `Energy of ${name}`, value: formatRange(energyPj, formatEnergy) },
    ]),
  ];
}

function layerShares(report: Report, layer: ReportLayer): Fact[] {
  return ADDITIVE.flatMap((metric) => {
    const cost = costOf(layer, metric);
    const total = totalOf(report, metric);
    if (cost === null || total === 0) return [];
    return [{ label: METRIC_LABELS[metric], value: formatShare(shareOf(cost, total)) }];
  });
}

function layerNotes(layer: ReportLayer): string[] {
  const { scope, path, source, calls } = layer;
  return [
    ...(layer.unknown === null ? [] : [`Not priced: ${layer.unknown}`]),
    ...(scope.length > 0 ? [`Scope: ${scope.join('.')}`] : []),
    ...(path === '' ? [] : [`In the subgraph ${path}.`]),
    ...(source === null ? [] : [`Source: ${source.file}, line ${source.line}`]),
    ...(calls === 1 || calls === null ? [] : [`Costs cover all ${formatExact(calls)} calls.`]),
    ENERGY_NOTE,
  ];
}

function groupDetails(report: Report, tree: LayerTree, group: Group): Details {
  const { inputs, outputs } = borderTensors(tree, group);
  const { costs } = group;
  return {
    ...EMPTY,
    id: group.id,
    title: group.title === '' ? report.model.name : group.title,
    subtitle: memberText(group),
    family: 'group',
    costs: groupCosts(costs),
    shares: ADDITIVE.filter((metric) => totalOf(report, metric) > 0).map((metric) => ({
      label: METRIC_LABELS[metric],
      value: `${bound(costs, metric)}${formatShare(shareOf(costs.sums[metric], totalOf(report, metric)))}`,
    })),
    inputs: capped(inputs),
    outputs: capped(outputs),
    notes: [...groupNotes(costs), ENERGY_NOTE],
  };
}

function groupCosts(costs: Costs): Fact[] {
  const { sums } = costs;
  const line = (metric: keyof Costs['sums'], format: (value: number) => string): Fact => ({
    label: METRIC_LABELS[metric],
    value: `${bound(costs, metric)}${format(sums[metric])}`,
  });
  return [
    line('macs', formatExact),
    line('params', formatExact),
    line('bytes', exactBytes),
    line('energy', formatEnergy),
    ...(sums.bytes > 0 && sums.macs > 0 && costs.missing.macs + costs.missing.bytes === 0
      ? [{ label: METRIC_LABELS.intensity, value: formatIntensity(sums.macs / sums.bytes) }]
      : []),
  ];
}

function groupNotes(costs: Costs): string[] {
  const missing = Math.max(...ADDITIVE.map((metric) => costs.missing[metric]));
  return missing > 0 ? [`${plural(missing, 'layer')} could not be priced: sums are lower bounds.`] : [];
}

function bound(costs: Costs, metric: keyof Costs['sums']): string {
  return costs.missing[metric] > 0 ? '>= ' : '';
}

/** Distinct tensors that flow into a group and out of it, in reading order. */
function borderTensors(tree: LayerTree, group: Group): { inputs: ReportTensor[]; outputs: ReportTensor[] } {
  const members = new Set(group.units);
  const inputs = new Map<string, ReportTensor>();
  const outputs = new Map<string, ReportTensor>();
  for (const { from, to, tensor } of tree.graph.flows) {
    if (tensor === null || members.has(from) === members.has(to)) continue;
    (members.has(to) ? inputs : outputs).set(tensor.name, tensor);
  }
  return { inputs: [...inputs.values()], outputs: [...outputs.values()] };
}

function capped(tensors: readonly ReportTensor[]): Fact[] {
  const shown = tensors.slice(0, MAX_TENSORS).map(tensorFact);
  const left = tensors.length - shown.length;
  return left > 0 ? [...shown, { label: '…', value: plural(left, 'more tensor') }] : shown;
}

function tensorFact(tensor: ReportTensor): Fact {
  return { label: tensor.name, value: tensorText(tensor) };
}

function fact(label: string, value: number | null, format: (value: number) => string): Fact {
  return { label, value: value === null ? 'unknown' : format(value) };
}

/** `602,112 B (588 KiB)`. */
function exactBytes(bytes: number): string {
  const exact = `${formatExact(bytes)} B`;
  return bytes < 1024 ? exact : `${exact} (${formatBytes(bytes)})`;
}
