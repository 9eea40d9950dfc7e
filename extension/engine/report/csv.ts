import type { Report, ReportLayer } from '../../shared/report';
import { formatTensorShape } from './cells';
import { plainText } from '../diagnosticsText';
import { type SelectionOptions, select } from './ranking';

type Cell = string | number | null;
type Column = readonly [title: string, cell: (layer: ReportLayer, number: number, report: Report) => Cell];

/** New columns go to the end, so that scripts that count columns keep working. */
const COLUMNS: readonly Column[] = [
  ['model', (_layer, _number, report) => report.model.path],
  ['number', (_layer, number) => number],
  ['id', (layer) => layer.id],
  ['name', (layer) => layer.name],
  ['op', (layer) => layer.op],
  ['scope', (layer) => layer.scope.join('/')],
  ['path', (layer) => layer.path],
  ['index', (layer) => layer.index],
  ['calls', (layer) => layer.calls],
  ['input_shapes', (layer) => layer.inputs.map(({ shape }) => formatTensorShape(shape)).join(' ')],
  ['output_shapes', (layer) => layer.outputs.map(({ shape }) => formatTensorShape(shape)).join(' ')],
  ['output_dtype', (layer) => layer.outputs[0]?.dtype ?? null],
  ['macs', (layer) => layer.macs],
  ['flops', (layer) => layer.flops],
  ['params', (layer) => layer.params],
  ['weight_elements', (layer) => layer.weightElements],
  ['weight_bytes', (layer) => layer.weightBytes],
  ['input_bytes', (layer) => layer.inputBytes],
  ['output_bytes', (layer) => layer.outputBytes],
  ['moved_bytes', (layer) => layer.movedBytes],
  ['energy_pj', (layer) => layer.energyPj],
  ['macs_per_byte', (layer) => layer.intensity],
  ['unknown', (layer) => layer.unknown],
];

/** The column titles, as the first record of a CSV file. */
export const CSV_HEADER = record(COLUMNS.map(([title]) => title));

/**
 * A record a layer (RFC 4180: comma, CRLF, quotes doubled), unrounded, without a header and without totals.
 * An unknown cost is an empty field.
 */
export function* csvRows(report: Report, options: Omit<SelectionOptions, 'all'>): Generator<string> {
  const numbers = new Map(report.layers.map((layer, at) => [layer.id, at + 1]));
  for (const layer of select(report.layers, { ...options, all: true }).shown)
    yield record(COLUMNS.map(([, cell]) => cell(layer, numbers.get(layer.id) ?? 0, report)));
}

function record(cells: readonly Cell[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : quoted(harmless(plainText(cell)));
}

/** Spreadsheets run text that begins like a formula; an apostrophe in front makes it text. */
function harmless(text: string): string {
  return /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
