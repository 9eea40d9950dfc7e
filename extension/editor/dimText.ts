import { isDimValue } from '../shared/settings';

/** A dim as typed: null where it is left empty, undefined where it is no size. */
export function parseDim(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const value = /^\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return isDimValue(value) ? value : undefined;
}
