/** A dim as typed: a positive integer, null for none, undefined for anything else. */
export function readDim(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return /^\d+$/.test(trimmed) && Number.isSafeInteger(value) ? value : undefined;
}
