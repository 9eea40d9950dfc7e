import type { Report } from '../../shared/report';
import { METRIC_LABELS, costOf } from '../view/metrics';
import { type LayerCells, cellsOf, layerName } from './cells';
import { findingGroups, formatFinding } from './findings';
import { plainText } from '../diagnosticsText';
import { displayWidth, padEnd, padStart, shortenEnd, shortenFront } from './plainText';
import { type Selection, type SelectionOptions, type SortKey, hottest, omissions, select } from './ranking';
import { type Line, headLines, totalLines } from './summary';

/** Kinds of emphasis; how they look is up to whoever prints. */
export type Emphasis = 'strong' | 'faint' | 'hot' | 'error' | 'warning';
export type Paint = (text: string, emphasis: Emphasis) => string;

export interface TableOptions extends SelectionOptions {
  /** Columns of the terminal. Below a minimum the table grows beyond it. */
  readonly width: number;
  readonly paint: Paint;
}

interface Column {
  readonly title: string;
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
  readonly width: number;
  /** Columns with a higher rank are left out first where the terminal is narrow; 0 always stays. */
  readonly rank: number;
}

const HOT_MARK = '●';
const GAP = '  ';
const MIN_NAME = 32;
const MAX_SHAPE = 24;
const MAX_OP = 24;
const BAR_WIDTH = 8;
const MAX_FINDINGS = 12;
const SHARE_TITLES: Readonly<Record<SortKey, string>> = {
  macs: 'share',
  params: '% params',
  bytes: '% moved',
  energy: '% energy',
};
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A report for people: what was analyzed, a row a layer, totals, findings. Line by line; each ends in a line break. */
export function* tableLines(report: Report, options: TableOptions): Generator<string> {
  for (const line of bareLines(report, options)) yield `${line}\n`;
}

function* bareLines(report: Report, options: TableOptions): Generator<string> {
  const { paint } = options;
  yield paint(`${plainText(report.model.path)}  ${plainText(report.model.name)}`.trimEnd(), 'strong');
  yield* formatLines(headLines(report), paint);
  yield '';
  yield* layerRows(report, options);
  yield '';
  yield* formatLines(totalLines(report), paint);
  yield* findingLines(report, options);
}

function formatLines(lines: readonly Line[], paint: Paint): readonly string[] {
  const width = Math.max(0, ...lines.map(([label]) => label.length));
  return lines.map(([label, value]) => `${paint(label.padEnd(width), 'faint')}  ${value}`);
}

function* layerRows(report: Report, options: TableOptions): Generator<string> {
  const { paint } = options;
  const key = options.sort ?? 'macs';
  const selection = select(report.layers, options);
  const { shown } = selection;
  const hot = hottest(report.layers, key);
  const isHot = shown.map((layer) => hot.has(layer.id));
  const columns = fitColumns(columnsOf(report, shown, isHot, key), options.width);
  yield paint(
    joined(columns, ({ title }) => title),
    'strong',
  );
  for (const row of shown.keys()) {
    const text = joined(columns, ({ cells }) => cells[row] ?? '');
    yield isHot[row] === true ? paint(text, 'hot') : text;
  }
  for (const note of notesOf(selection, isHot.includes(true), key)) yield paint(note, 'faint');
}

function joined(columns: readonly Column[], textOf: (column: Column) => string): string {
  return columns
    .map((column) => aligned(column, textOf(column)))
    .join(GAP)
    .trimEnd();
}

function columnsOf(
  report: Report,
  shown: Report['layers'],
  isHot: readonly boolean[],
  key: SortKey,
): readonly Column[] {
  const cells = shown.map(cellsOf(report, key));
  const costs = shown.map((layer) => costOf(layer, key) ?? 0);
  const hottestCost = costs.reduce((a, b) => Math.max(a, b), 0);
  const of = (
    title: string,
    name: keyof LayerCells,
    rank: number,
    align: Column['align'] = 'right',
  ): Column =>
    column(
      title,
      cells.map((row) => row[name]),
      align,
      rank,
    );
  return [
    column(
      '',
      isHot.map((hot) => (hot ? HOT_MARK : ' ')),
      'left',
      0,
    ),
    of('#', 'number', 0),
    column('layer', shown.map(layerName), 'left', 0),
    column(
      'op',
      cells.map((row) => shortenEnd(row.op, MAX_OP)),
      'left',
      0,
    ),
    column(
      'output',
      cells.map((row) => shortenEnd(row.output, MAX_SHAPE)),
      'left',
      3,
    ),
    of('MACs', 'macs', 0),
    of(SHARE_TITLES[key], 'share', 1),
    column(
      '',
      costs.map((cost) => bar(hottestCost === 0 ? 0 : cost / hottestCost)),
      'left',
      6,
    ),
    of('params', 'params', 2),
    of('weights', 'weights', 4),
    of('moved', 'moved', 3),
    of('energy', 'energy', 1),
    of('MAC/B', 'intensity', 5),
  ];
}

function column(title: string, cells: readonly string[], align: Column['align'], rank: number): Column {
  const width = cells.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), displayWidth(title));
  return { title, cells, align, rank, width };
}

/** Narrows the layer column to what the others leave; leaves columns out where that is not enough. */
function fitColumns(columns: readonly Column[], width: number): readonly Column[] {
  const name = columns.find(({ title }) => title === 'layer');
  if (name === undefined) return columns;
  const needed = columns.reduce((sum, { width: own }) => sum + own + GAP.length, -GAP.length);
  const room = name.width - (needed - width);
  const worst = Math.max(...columns.map(({ rank }) => rank));
  if (room < Math.min(MIN_NAME, name.width) && worst > 0)
    return fitColumns(
      columns.filter(({ rank }) => rank < worst),
      width,
    );
  const narrow = Math.max(Math.min(room, name.width), Math.min(MIN_NAME, name.width));
  const cells = name.cells.map((cell) => shortenFront(cell, narrow));
  return columns.map((each) => (each === name ? { ...name, cells, width: narrow } : each));
}

function aligned({ align, width }: Column, text: string): string {
  return align === 'right' ? padStart(text, width) : padEnd(text, width);
}

/** A bar of eighths of a character, a full one for the hottest layer. */
function bar(share: number): string {
  const eighths = share <= 0 ? 0 : Math.max(1, Math.round(share * BAR_WIDTH * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

function notesOf(selection: Selection, anyHot: boolean, key: SortKey): readonly string[] {
  const left = omissions(selection).join(', ');
  const hint = selection.free > 0 ? ' (--all shows it)' : '';
  return [
    ...(left === '' ? [] : [`… not shown: ${left}${hint}`]),
    ...(anyHot ? [`${HOT_MARK} the hottest layers: together the first half by ${METRIC_LABELS[key]}`] : []),
  ];
}

function findingLines(report: Report, { paint }: TableOptions): readonly string[] {
  const groups = findingGroups(report);
  if (groups.length === 0) return [];
  const lines = groups.slice(0, MAX_FINDINGS).map((group) => {
    const text = formatFinding(group);
    return group.severity === 'info' ? text : paint(text, group.severity);
  });
  const rest = groups.length - lines.length;
  return ['', ...lines, ...(rest > 0 ? [`and ${rest} more kinds of findings; JSON has them all`] : [])];
}
