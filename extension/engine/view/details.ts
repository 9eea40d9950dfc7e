import type { Report, ReportLayer, ReportTensor } from '../../shared/report';
import type { Details, Fact } from '../../shared/webviewProtocol';
import type { HardwareProfile } from '../hardware/profile';
import { formatExact, formatShare } from '../units';
import { at } from './arrays';
import { memberText } from './boxes';
import { familyOf } from './families';
import { layerFigures } from './figures';
import { groupFigures, groupNotes, groupShares } from './groupFigures';
import { ADDITIVE, costOf, METRIC_LABELS, shareOf, totalOf } from './metrics';
import { plural, tensorText } from './text';
import { type Group, type LayerTree, layerTree } from './tree';
import type { Unit } from './unit';

const ENERGY_NOTE = 'Energy: arithmetic and data movement only.';
/** Tensors that a group's detail pane lists on either side. */
const MAX_TENSORS = 24;

/**
 * What the detail pane shows of a layer, a group, or an input or output; null when there is no such id. `profile` is the
 * one that the report was priced with.
 */
export function buildDetails(report: Report, id: string, profile: HardwareProfile): Details | null {
  const tree = layerTree(report);
  const unit = tree.unitById.get(id);
  if (unit !== undefined) return unitDetails(report, tree, at(tree.graph.units, unit), profile);
  const group = tree.groupById.get(id);
  return group === undefined ? null : groupDetails(report, tree, at(tree.groups, group));
}

function unitDetails(report: Report, tree: LayerTree, unit: Unit, profile: HardwareProfile): Details {
  if (unit.kind === 'layer') return layerDetails(report, tree, unit.layer, profile);
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
  hasSource: false,
};

function layerDetails(
  report: Report,
  tree: LayerTree,
  layer: ReportLayer,
  profile: HardwareProfile,
): Details {
  const { domain } = layer;
  const name = layer.name === '' ? (layer.outputs[0]?.name ?? '') : layer.name;
  const op = domain === undefined || domain === '' ? layer.op : `${domain}.${layer.op}`;
  return {
    id: layer.id,
    title: op,
    subtitle: name,
    family: familyOf(layer.op),
    costs: layerFigures(report, layer, tree.graph, profile),
    shares: layerShares(report, layer),
    inputs: layer.inputs.filter((tensor) => tensor.name !== '').map(tensorFact),
    outputs: layer.outputs.filter((tensor) => tensor.name !== '').map(tensorFact),
    attributes: Object.entries(layer.attributes ?? {}).map(([label, value]) => ({ label, value })),
    notes: layerNotes(layer),
    hasSource: true,
  };
}

/** Of an If between two branches there is no share. */
function layerShares(report: Report, layer: ReportLayer): Fact[] {
  if (layer.branches) return [];
  return ADDITIVE.flatMap((metric) => {
    const cost = costOf(layer, metric);
    const total = totalOf(report, metric);
    if (cost === null || total === 0) return [];
    return [{ label: METRIC_LABELS[metric], value: formatShare(shareOf(cost, total)) }];
  });
}

function layerNotes(layer: ReportLayer): string[] {
  const { scope, path, source, calls, choice } = layer;
  return [
    ...(choice || layer.unknown === null ? [] : [`Not priced: ${layer.unknown}`]),
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
    costs: groupFigures(costs, report.countedAs, layersOf(tree, group)),
    shares: groupShares(report, costs),
    inputs: capped(inputs),
    outputs: capped(outputs),
    notes: [...groupNotes(costs), ENERGY_NOTE],
  };
}

function layersOf({ graph }: LayerTree, { units }: Group): readonly string[] {
  return units
    .map((index) => at(graph.units, index))
    .flatMap((unit) => (unit.kind === 'layer' ? [unit.id] : []));
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
