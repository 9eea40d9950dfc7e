import type { CountedAs } from '../../shared/report';
import type { DocSection } from '../../shared/documentation';
import type { Figure } from '../../shared/webviewProtocol';
import { formatEnergy, formatExact, formatIntensity } from '../units';
import { recountedSum } from './derivation/recounted';
import { intensityDerivation } from './derivation/sizes';
import { exactBytes } from './figure';
import { METRIC_LABELS } from './metrics';
import type { Costs } from './sums';
import { plural } from './text';

type Metric = keyof Costs['sums'];

/** Sums over the layers of a group; `ids` are its members. */
export function groupFigures(
  costs: Costs,
  counted: CountedAs | undefined,
  ids: readonly string[],
): readonly Figure[] {
  const { sums, missing } = costs;
  const line = (metric: Metric, format: (value: number) => string, section: DocSection): Figure => ({
    label: METRIC_LABELS[metric],
    value: `${bound(costs, metric)}${format(sums[metric])}`,
    derivation: { formula: [], brief: '', convention: [sumText(costs, metric)], section },
  });
  const hasIntensity = sums.bytes > 0 && sums.macs > 0 && missing.macs + missing.bytes === 0;
  return [
    line('macs', formatExact, 'macs'),
    ...(counted ? [recountedSum(counted, ids)] : []),
    line('params', formatExact, 'params'),
    line('bytes', exactBytes, 'bytes'),
    line('energy', formatEnergy, 'energy'),
    ...(hasIntensity ? [intensity(sums)] : []),
  ];
}

function sumText({ layers, missing }: Costs, metric: Metric): string {
  const shared = metric === 'params' ? ' A tensor that several of them share is counted in each.' : '';
  const without = missing[metric] > 0 ? `, of which ${missing[metric]} could not be priced` : '';
  return `Sum over ${plural(layers, 'layer')}${without}.${shared}`;
}

function intensity({ macs, bytes }: Costs['sums']): Figure {
  return {
    label: METRIC_LABELS.intensity,
    value: formatIntensity(macs / bytes),
    derivation: intensityDerivation({ macs, movedBytes: bytes }),
  };
}

/** `>= ` where a member's cost is not known. */
export function bound(costs: Costs, metric: Metric): string {
  return costs.missing[metric] > 0 ? '>= ' : '';
}
