import { formatTensor } from '../engine/report/cells';
import { ENERGY_SCOPE } from '../engine/report/summary';
import { formatBytes, formatEnergy, formatExact } from '../engine/units';
import { branchText } from '../engine/view/ranges';
import type { ListingTensor } from '../shared/listing';
import type { Report, ReportLayer, ReportTensor } from '../shared/report';
import type { Fact } from '../shared/webviewProtocol';
import type { LineCost, ListingCosts, Sum } from './listingCosts';
import { escapeMarkdown, factTable } from './markdown';

/** Costs of a line with every digit, for lines that stand for several layers. */
export function costMarkdown(cost: LineCost): string {
  const count = cost.layers.length === 1 ? '' : ` · ${cost.layers.length} layers`;
  const facts: Fact[] = [
    { label: 'MACs', value: exact(cost.macs, formatExact) },
    { label: 'Params', value: exact(cost.params, formatExact) },
    { label: 'Weights', value: exact(cost.weightBytes, exactBytes) },
    { label: 'Moved', value: exact(cost.movedBytes, exactBytes) },
    { label: 'Energy', value: `${exact(cost.energyPj, formatEnergy)} (${ENERGY_SCOPE})` },
  ];
  const why = cost.unknown === null ? [] : [escapeMarkdown(cost.unknown)];
  return [
    `**${escapeMarkdown(cost.line.op)}** ${escapeMarkdown(cost.line.name)}${count}`,
    factTable('Cost', facts),
    ...remarks(cost.layers),
    ...why,
  ].join('\n\n');
}

/** What a causal mask leaves, what is kept for later tokens, what the branches of an undecided If come to, and what a layer within one costs if it is taken. */
function remarks(layers: readonly ReportLayer[]): readonly string[] {
  return layers.flatMap(({ choice, branches = {}, causalMacs, cache }) => [
    ...(typeof causalMacs === 'number'
      ? [`${formatExact(causalMacs)} MACs are left by the causal mask`]
      : []),
    ...(typeof cache?.presentBytes === 'number'
      ? [`KV cache or state written: ${exactBytes(cache.presentBytes)}`]
      : []),
    ...(choice && choice.macs !== null ? [`${formatExact(choice.macs)} MACs if its branch is taken`] : []),
    ...Object.entries(branches).map(
      ([name, { macs }]) => `${escapeMarkdown(name)}: ${branchText(macs, formatExact)} MACs`,
    ),
  ]);
}

function exact({ value, atLeast, atMost }: Sum, format: (value: number) => string): string {
  if (atMost) return `at most ${format(value)}`;
  return atLeast ? `at least ${format(value)}` : format(value);
}

function exactBytes(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${formatBytes(bytes)} (${formatExact(bytes)} B)`;
}

/** What is known of a tensor: type, shape, whether the file stores it, and how often it is read. */
export function tensorMarkdown(
  tensor: ListingTensor,
  mentions: readonly ListingTensor[],
  { report, costs }: { readonly report: Report; readonly costs: ListingCosts },
): string {
  const known = factsOf(tensor, mentions, report, costs);
  const uses = mentions.filter(({ role }) => role === 'use').length;
  const kind = report.stored?.includes(tensor.name) === true ? 'stored tensor' : 'tensor';
  const text = known === undefined ? tensor.name : formatTensor(known);
  return `${kind} **${escapeMarkdown(text)}** · read ${uses === 1 ? 'once' : `${uses} times`}`;
}

/** Names are unique within a scope only: the layers on the lines that mention the tensor know which one is meant. */
function factsOf(
  { name }: ListingTensor,
  mentions: readonly ListingTensor[],
  report: Report,
  costs: ListingCosts,
): ReportTensor | undefined {
  const layers = mentions.flatMap(({ line }) => costs.get(line)?.layers ?? []);
  const tensors = layers.flatMap(({ inputs, outputs }) => [...outputs, ...inputs]);
  return [...tensors, ...report.inputs, ...report.outputs].find((candidate) => candidate.name === name);
}
