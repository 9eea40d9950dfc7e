import type { ReportLayer, ReportRange, ReportRanges } from '../../shared/report';
import { formatRange } from './text';

/** What an If whose branch only a run decides comes to: the cheaper branch, and the dearer one; null for other layers. */
export function branchRange({ branches }: ReportLayer, metric: keyof ReportRanges): ReportRange | null {
  const [first, ...others] = Object.values(branches ?? {});
  if (!first) return null;
  return others.reduce((either, branch) => eitherOf(either, branch[metric]), first[metric]);
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

/** `64 to 512`, where room is short; `<= 512` for nothing or that, `>= 64` where the dearer bound is not known. */
export function shortRange({ atLeast, atMost }: ReportRange, format: (value: number) => string): string {
  if (atMost === null) return `>= ${format(atLeast)}`;
  if (atMost === atLeast) return format(atLeast);
  return atLeast === 0 ? `<= ${format(atMost)}` : `${format(atLeast)} to ${format(atMost)}`;
}
