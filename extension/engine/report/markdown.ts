import type { Report } from '../../shared/report';
import { METRIC_LABELS } from '../view/metrics';
import { type LayerCells, cellsOf } from './cells';
import { findingGroups, formatFinding } from './findings';
import { escapeMarkdown } from './markdownText';
import { type Selection, type SelectionOptions, type SortKey, hottest, omissions, select } from './ranking';
import { headLines, totalLines } from './summary';

type Align = 'left' | 'right';

const MAX_FINDINGS = 12;

/** A report to paste into a pull request: totals, a row a layer, findings. Ends in a line break. */
export function formatMarkdown(report: Report, options: SelectionOptions): string {
  const facts = [...headLines(report), ...totalLines(report)];
  const summary = facts.map(([label, value]) => `| ${escapeMarkdown(label)} | ${escapeMarkdown(value)} |`);
  return [
    `### ${verbatim(report.model.path)}`,
    '',
    '| | |',
    '| :--- | :--- |',
    ...summary,
    '',
    ...layerTable(report, options),
    ...findings(report),
    '',
  ].join('\n');
}

/** A name in code type, where forges look for no mentions and links. */
export function verbatim(name: string): string {
  if (name === '') return '';
  return /^[\w./:,() -]+$/.test(name) && name.trim() === name
    ? `\`${name}\``
    : `<code>${escapeMarkdown(name)}</code>`;
}

function layerTable(report: Report, options: SelectionOptions): readonly string[] {
  const key = options.sort ?? 'macs';
  const selection = select(report.layers, options);
  const cells = cellsOf(report, key);
  const hot = hottest(report.layers, key);
  const columns = columnsFor(key);
  const rows = selection.shown.map((layer) => {
    const row = cells(layer);
    return tableRow(columns.map((column) => emphasized(column.text(row), column, hot.has(layer.id))));
  });
  return [
    tableRow(columns.map(({ title }) => title)),
    tableRow(columns.map(({ align }) => (align === 'right' ? '---:' : ':---'))),
    ...rows,
    '',
    ...notes(selection, hot, key),
  ];
}

interface Column {
  readonly title: string;
  readonly align: Align;
  readonly text: (row: LayerCells) => string;
  readonly hot: boolean;
}

function columnsFor(key: SortKey): readonly Column[] {
  const of = (title: string, name: keyof LayerCells, align: Align = 'right', hot = false): Column => ({
    title,
    align,
    hot,
    text: (row) => escapeMarkdown(row[name]),
  });
  return [
    of('#', 'number'),
    { title: 'Layer', align: 'left', hot: false, text: (row) => verbatim(row.layer) },
    { title: 'Op', align: 'left', hot: false, text: (row) => verbatim(row.op) },
    of('Output', 'output', 'left'),
    of('MACs', 'macs', 'right', key === 'macs'),
    of(`Share of ${METRIC_LABELS[key]}`, 'share', 'right', true),
    of('Params', 'params', 'right', key === 'params'),
    of('Weights', 'weights'),
    of('Moved', 'moved', 'right', key === 'bytes'),
    of('Energy', 'energy', 'right', key === 'energy'),
  ];
}

function emphasized(text: string, column: Column, hot: boolean): string {
  return hot && column.hot && text !== '' ? `**${text}**` : text;
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function notes(selection: Selection, hot: ReadonlySet<string>, key: SortKey): readonly string[] {
  const left = omissions(selection).join(', ');
  const lines = [
    ...(left === '' ? [] : [`Not shown: ${left}.`]),
    ...(selection.shown.some((layer) => hot.has(layer.id))
      ? [`Bold: the hottest layers, together the first half by ${METRIC_LABELS[key]}.`]
      : []),
  ];
  return lines.length === 0 ? [] : [lines.join(' ')];
}

function findings(report: Report): readonly string[] {
  const groups = findingGroups(report);
  if (groups.length === 0) return [];
  const rest = groups.length - MAX_FINDINGS;
  return [
    '',
    ...groups.slice(0, MAX_FINDINGS).map((group) => `- ${escapeMarkdown(formatFinding(group))}`),
    ...(rest > 0 ? [`- and ${rest} more kinds of findings`] : []),
  ];
}
