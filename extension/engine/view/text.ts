import type { ReportHolding, ReportRange, ReportTensor } from '../../shared/report';

/** `1x3x224x224`; `scalar` for rank 0, `?` where the rank is unknown. Long symbolic dims are cut. */
export function shapeText(tensor: ReportTensor | null | undefined): string {
  if (!tensor?.shape) return '?';
  if (tensor.shape.length === 0) return 'scalar';
  return tensor.shape.map((dim) => shorten(String(dim), 16)).join('x');
}

/** `sequence of 3: float32 4x2`; without a number where only a run tells how many. */
export function holdingText({ kind, count, element }: ReportHolding): string {
  const many = typeof count === 'number' && kind !== 'optional' ? ` of ${count}:` : ' of';
  return `${kind}${many} ${tensorText({ name: '', ...element })}`;
}

/** Shape and element type: `float32 1x3x224x224`. */
export function tensorText(tensor: ReportTensor): string {
  return tensor.holds ? holdingText(tensor.holds) : `${tensor.dtype ?? '?'} ${shapeText(tensor)}`;
}

/** Cuts out the middle of a text that is longer than `limit`: names differ at their ends. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.floor((limit - 1) / 3);
  return `${text.slice(0, head)}…${text.slice(text.length - (limit - 1 - head))}`;
}

/** `1 layer`, `12 layers`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `at least 640, at most 1.2 k`: the cheaper and the dearer branch of every If that only a run decides. */
export function formatRange({ atLeast, atMost }: ReportRange, format: (value: number) => string): string {
  if (atMost === null) return `at least ${format(atLeast)}`;
  if (atMost === atLeast) return `${format(atLeast)} whichever branch is taken`;
  return `at least ${format(atLeast)}, at most ${format(atMost)}`;
}
