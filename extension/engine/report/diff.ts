import type { ChangedLayer, ModelDiff } from '../../shared/diff';
import type { Report, ReportLayer, ReportTotals } from '../../shared/report';
import { formatBytes, formatCount, formatEnergy } from '../units';
import { matchLayers } from './matching';
import { plainText } from '../diagnosticsText';
import { padEnd, padStart } from './plainText';
import type { Paint } from './table';
import { markdownTable } from './markdownTable';
import { codeSpan } from './markdownText';

const FIGURES = ['macs', 'params', 'weightBytes', 'movedBytes', 'energyPj'] as const;

/** Two reports, layer against layer. */
export function diffReports(before: Report, after: Report): ModelDiff {
  const { pairs, removed, added } = matchLayers(before, after);
  const changed = pairs.flatMap(([old, fresh]): ChangedLayer[] => {
    const differs = differences(old, fresh);
    return differs.length === 0 ? [] : [{ before: old, after: fresh, differs }];
  });
  const side = ({ model, totals }: Report): ModelDiff['before'] => ({
    path: model.path,
    name: model.name,
    totals,
  });
  return {
    schema: 1,
    before: side(before),
    after: side(after),
    complete: before.complete && after.complete,
    same: pairs.length - changed.length,
    changed,
    removed,
    added,
  };
}

function differences(before: ReportLayer, after: ReportLayer): readonly string[] {
  const same = (pick: (layer: ReportLayer) => unknown): boolean =>
    JSON.stringify(pick(before)) === JSON.stringify(pick(after));
  return [
    ...FIGURES.filter((figure) => before[figure] !== after[figure]),
    ...(same(({ op }) => op) ? [] : ['op']),
    ...(same(({ outputs }) => outputs.map(({ shape }) => shape)) ? [] : ['shape']),
    ...(same(({ outputs }) => outputs.map(({ dtype }) => dtype)) ? [] : ['dtype']),
    ...(same(({ attributes }) => Object.entries(attributes ?? {}).sort(byName)) ? [] : ['attributes']),
  ];
}

/** Files may name attributes in any order. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}

/** Totals as people compare them. */
const ROWS: readonly (readonly [string, (totals: ReportTotals) => number, (value: number) => string])[] = [
  ['MACs', ({ macs }) => macs, formatCount],
  ['FLOPs', ({ flops }) => flops, formatCount],
  ['params', ({ params }) => params, formatCount],
  ['weights', ({ weightBytes }) => weightBytes, formatBytes],
  ['moved', ({ movedBytes }) => movedBytes, formatBytes],
  ['peak', ({ peakActivationBytes }) => peakActivationBytes, formatBytes],
  ['energy', ({ energy }) => energy.totalPj, formatEnergy],
];

const MOST_LAYERS = 40;

/** The difference for people. Ends in a line break. */
export function formatDiff(diff: ModelDiff, paint: Paint): string {
  const lines = [
    paint(`${plainText(diff.before.path)} → ${plainText(diff.after.path)}`, 'strong'),
    ...totalRows(diff).map(
      ([label, from, to, change]) =>
        `${paint(padEnd(label, 8), 'faint')} ${padStart(from, 10)} → ${padStart(to, 10)}  ${change}`,
    ),
    '',
    `${diff.same} layers are the same, ${diff.changed.length} changed, ${diff.removed.length} gone, ${diff.added.length} new.`,
    ...layerLines(diff),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function totalRows({ before, after }: ModelDiff): readonly (readonly [string, string, string, string])[] {
  return ROWS.map(([label, pick, format]) => [
    label,
    format(pick(before.totals)),
    format(pick(after.totals)),
    changeText(pick(before.totals), pick(after.totals)),
  ]);
}

function changeText(before: number, after: number): string {
  if (before === after) return '=';
  if (before === 0) return 'new';
  const percent = (100 * (after - before)) / before;
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 1 : 0)}%`;
}

function layerLines({ changed, removed, added }: ModelDiff): readonly string[] {
  const lines = [
    ...changed.map(
      ({ before, after, differs }) =>
        `~ ${labelOf(before)}: ${differs.map((what) => `${what} ${valueOf(before, what)} → ${valueOf(after, what)}`).join(', ')}`,
    ),
    ...removed.map((layer) => `- ${labelOf(layer)}  ${macsOf(layer)}`),
    ...added.map((layer) => `+ ${labelOf(layer)}  ${macsOf(layer)}`),
  ];
  const left = lines.length - MOST_LAYERS;
  return left > 0 ? [...lines.slice(0, MOST_LAYERS), `${left} more: --format json shows them`] : lines;
}

function labelOf({ name, op, id }: ReportLayer): string {
  return plainText(name === '' ? `${op} ${id}` : `${name} (${op})`);
}

function macsOf({ macs }: ReportLayer): string {
  return macs === null ? '? MACs' : macs === 0 ? '' : `${formatCount(macs)} MACs`;
}

function valueOf(layer: ReportLayer, what: string): string {
  const figure = FIGURES.find((name) => name === what);
  if (figure) return figureText(figure, layer[figure]);
  if (what === 'shape') return plainText(layer.outputs.map(({ shape }) => shape?.join('x') ?? '?').join(' '));
  if (what === 'dtype') return layer.outputs.map(({ dtype }) => dtype ?? '?').join(' ');
  return what === 'op'
    ? plainText(layer.op)
    : plainText(
        Object.entries(layer.attributes ?? {})
          .map((entry) => entry.join('='))
          .join(' '),
      );
}

function figureText(figure: (typeof FIGURES)[number], value: number | null): string {
  if (value === null) return '?';
  if (figure === 'energyPj') return formatEnergy(value);
  return figure === 'macs' || figure === 'params' ? formatCount(value) : formatBytes(value);
}

/** The difference for a pull request. Ends in a line break. */
export function formatDiffMarkdown(diff: ModelDiff): string {
  const lines = layerLines(diff).map((line) => `- ${codeSpan(line)}`);
  return [
    `### ${codeSpan(diff.before.path)} → ${codeSpan(diff.after.path)}`,
    '',
    ...markdownTable(['', 'before', 'after', 'change'], totalRows(diff)),
    '',
    `${diff.same} layers are the same, ${diff.changed.length} changed, ${diff.removed.length} gone, ${diff.added.length} new.`,
    '',
    ...lines,
    '',
  ].join('\n');
}
