import type { ReportLayer, ReportRanges } from '../../shared/report';
import type { Derivation, Figure } from '../../shared/webviewProtocol';
import { formatEnergy, formatExact } from '../units';
import { exactBytes, figure, type Format } from './figure';
import { boundText, branchRange, branchText } from './ranges';

type Bounded = keyof ReportRanges;

/** A cost, or its bounds where only a run decides a branch: of the If between its branches, of a layer in one up to all of it. */
export function bounded(
  layer: ReportLayer,
  metric: Bounded,
  label: string,
  format: Format,
  derivation: Derivation,
): Figure {
  const range = branchRange(layer, metric);
  if (range) return { label, value: boundText(range, format) };
  const most = layer.choice?.[metric];
  return layer[metric] === null && typeof most === 'number'
    ? { label, value: `at most ${format(most)}`, derivation }
    : figure(label, layer[metric], format, derivation);
}

/** What is said beside such bounds. */
export function whyBounded({ choice, branches: both }: ReportLayer): Pick<Figure, 'remark'> {
  if (choice) return { remark: 'None where its branch is not taken, which only a run decides.' };
  return both ? { remark: 'Only a run decides which branch is taken.' } : {};
}

/** A layer in a branch that only a run takes as if it always did. */
export function taken(layer: ReportLayer): ReportLayer {
  const { choice } = layer;
  if (!choice) return layer;
  const { calls = null, macs, flops, movedBytes, energyPj } = choice;
  return { ...layer, calls, macs, flops, movedBytes, energyPj };
}

/** What each branch of an undecided If comes to. */
export function branchFigures({ branches: both = {} }: ReportLayer): readonly Figure[] {
  return Object.entries(both).flatMap(([name, ranges]) => {
    const branch = name.replace(/_branch$/, '');
    return [
      { label: `MACs, ${branch} branch`, value: branchText(ranges.macs, formatExact) },
      { label: `Moved, ${branch} branch`, value: branchText(ranges.movedBytes, exactBytes) },
      { label: `Energy, ${branch} branch`, value: branchText(ranges.energyPj, formatEnergy) },
    ];
  });
}
