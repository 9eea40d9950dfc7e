import type { CountedAs, ReportLayer } from '../../../shared/report';
import type { Figure } from '../../../shared/webviewProtocol';
import { own } from '../../own';
import { formatExact } from '../../units';

/** A layer as another tool counts it, with the reason where that is not our number. */
export function recountedFigure(counted: CountedAs, { id, macs, unknown }: ReportLayer): Figure {
  const { tool, unit, layers, reasons, differences } = counted;
  const label = `As ${tool}`;
  const count = own(layers, id);
  if (count === undefined)
    return {
      label,
      value: 'not known',
      ...(unknown === null && { remark: 'Its rule is not followed here.' }),
    };
  const reason = differences[own(reasons, id) ?? -1];
  const value = `${formatExact(count)} ${unit}`;
  if (!reason) return { label, value };
  const more = count - (macs ?? 0);
  return {
    label,
    value,
    remark: `${formatExact(Math.abs(more))} ${more > 0 ? 'more' : 'fewer'}: ${reason.why}.`,
  };
}

/** Several layers together as another tool counts them; those whose rule is not followed make it a lower bound. */
export function recountedSum(counted: CountedAs, ids: readonly string[]): Figure {
  const known = ids.map((id) => own(counted.layers, id)).filter((count) => count !== undefined);
  const sum = known.reduce((total, count) => total + count, 0);
  const bound = known.length < ids.length ? '>= ' : '';
  return { label: `As ${counted.tool}`, value: `${bound}${formatExact(sum)} ${counted.unit}` };
}
