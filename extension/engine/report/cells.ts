import type { Report, ReportInput, ReportLayer, ReportTensor } from '../../shared/report';
import { formatBytes, formatCount, formatEnergy, formatShare } from '../units';
import { costOf, shareOf, totalOf } from '../view/metrics';
import { holdingText } from '../view/text';
import { plainText } from '../diagnosticsText';
import type { SortKey } from './ranking';

/** Stands for a cost that is not known. */
const UNKNOWN = '?';
/** Stands for a cost of 0, so that the layers that cost something stand out. */
const NONE = '-';

/** What a row shows of a layer, in the order of the columns. Text is plain (see {@link plainText}). */
export interface LayerCells {
  readonly number: string;
  readonly layer: string;
  readonly op: string;
  readonly output: string;
  readonly macs: string;
  readonly share: string;
  readonly params: string;
  readonly weights: string;
  readonly moved: string;
  readonly energy: string;
  readonly intensity: string;
}

/** Fills rows of a report; `key` is the cost that shares are about. */
export function cellsOf(report: Report, key: SortKey): (layer: ReportLayer) => LayerCells {
  const total = totalOf(report, key);
  const numbers = new Map(report.layers.map((layer, at) => [layer.id, at + 1]));
  const count = remembering(formatCount);
  const bytes = remembering(formatBytes);
  const energy = remembering(formatEnergy);
  const share = remembering((value: number) => formatShare(shareOf(value, total)));
  const shape = remembering(formatTensorShape);
  return (layer) => ({
    number: String(numbers.get(layer.id) ?? ''),
    layer: layerName(layer),
    op: opName(layer),
    output: shape(layer.outputs[0]?.shape ?? null),
    macs: bounded(layer.macs, layer.choice?.macs, count),
    share: cost(costOf(layer, key), share),
    params: cost(layer.params, count),
    weights: cost(layer.weightBytes, bytes),
    moved: bounded(layer.movedBytes, layer.choice?.movedBytes, bytes),
    energy: bounded(layer.energyPj, layer.choice?.energyPj, energy),
    intensity: layer.intensity === null || layer.intensity === 0 ? '' : layer.intensity.toPrecision(3),
  });
}

/** The name a person looks for: with its module scope in front unless the name carries it; else the first output's. */
export function layerName(layer: ReportLayer): string {
  const own = layer.name === '' ? `-> ${layer.outputs[0]?.name ?? ''}` : layer.name;
  const path = own.includes('/') ? own : [...layer.scope, own].join('/');
  return plainText(layer.path + path);
}

export function opName(layer: ReportLayer): string {
  const times = layer.calls === 1 ? '' : ` x${layer.calls ?? UNKNOWN}`;
  return plainText(layer.op) + times;
}

/** `1x3x224x224`; symbolic dims in parentheses where they are more than a name; empty for no shape. */
export function formatTensorShape(shape: ReportTensor['shape']): string {
  if (shape === null) return UNKNOWN;
  if (shape.length === 0) return 'scalar';
  return plainText(shape.map((dim) => (/^[\w.]+$/.test(String(dim)) ? dim : `(${dim})`)).join('x'));
}

/** `x float32 1x3x224x224`, with a word where the shape rests on an assumed dim. */
export function formatTensor(tensor: ReportTensor | ReportInput): string {
  const assumed = 'assumed' in tensor && tensor.assumed ? ' (assumed)' : '';
  if (tensor.holds) return `${plainText(tensor.name)} ${plainText(holdingText(tensor.holds))}${assumed}`;
  const type = tensor.dtype ?? UNKNOWN;
  return `${plainText(tensor.name)} ${type} ${formatTensorShape(tensor.shape)}${assumed}`;
}

/** Most layers of a large model show what others do. */
function remembering<T>(format: (value: T) => string): (value: T) => string {
  const known = new Map<T, string>();
  return (value) => {
    const text = known.get(value) ?? format(value);
    known.set(value, text);
    return text;
  };
}

/** A layer in a branch that only a run takes costs this or nothing. */
function bounded(
  value: number | null,
  most: number | null | undefined,
  format: (value: number) => string,
): string {
  return value === null && typeof most === 'number' ? `<= ${format(most)}` : cost(value, format);
}

function cost(value: number | null, format: (value: number) => string): string {
  if (value === null) return UNKNOWN;
  return value === 0 ? NONE : format(value);
}
