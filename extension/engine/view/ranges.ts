import type { ReportLayer, ReportRange, ReportRanges } from '../../shared/report';
import { formatRange } from './text';

/**
 * What an If whose branch only a run decides comes to with its own cost: the cheaper branch, and the dearer one; null for other
 * layers. One that lies in such a branch itself may come to nothing.
 */
export function branchRange(layer: ReportLayer, metric: keyof ReportRanges): ReportRange | null {
  const { choice, branches = {} } = layer;
  const [first, ...others] = Object.values(branches);
  if (!first) return null;
  const own = layer[metric] ?? choice?.[metric] ?? null;
  const either = others.reduce((range, branch) => eitherOf(range, branch[metric]), first[metric]);
  return {
    atLeast: choice ? 0 : either.atLeast + (own ?? 0),
    atMost: either.atMost === null || own === null ? null : either.atMost + own,
  };
}

function eitherOf(a: ReportRange, b: ReportRange): ReportRange {
  return {
    atLeast: Math.min(a.atLeast, b.atLeast),
    atMost: a.atMost === null || b.atMost === null ? null : Math.max(a.atMost, b.atMost),
  };
}

/** What one branch comes to: a number unless another If in it is open, too. */
export function branchText(range: ReportRange, format: (value: number) => string): string {
  return range.atLeast === range.atMost ? format(range.atLeast) : formatRange(range, format);
}

/** `at least 64, at most 512`, and `at most 512` for nothing or that. */
export function boundText({ atLeast, atMost }: ReportRange, format: (value: number) => string): string {
  return atLeast === 0 && atMost ? `at most ${format(atMost)}` : formatRange({ atLeast, atMost }, format);
}

/** `64 to 512`, where room is short; `<= 512` for nothing or that, `>= 64` where the dearer bound is not known. */
export function shortRange({ atLeast, atMost }: ReportRange, format: (value: number) => string): string {
  if (atMost === null) return `>= ${format(atLeast)}`;
  if (atMost === atLeast) return format(atLeast);
  return atLeast === 0 ? `<= ${format(atMost)}` : `${format(atLeast)} to ${format(atMost)}`;
}
