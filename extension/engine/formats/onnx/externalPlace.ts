import type { Payload } from '../../ir/graph';

/** Where a tensor lies in another file, and what is wrong with what tells of it. */
export interface ExternalPlace {
  readonly payload: Payload;
  readonly damage: string | null;
}

/** As ONNX's specification says of a length. */
const TO_THE_END = -1;

/** Characters of a text that makes no sense. */
const LONGEST_QUOTE = 40;

/**
 * The place that a tensor's external_data tells, as ONNX's own reader takes it: what is absent or empty is the default. Where
 * a text is no number, it is the whole file: it is known at least which one that is.
 */
export function placeIn(entries: ReadonlyMap<string, string>): ExternalPlace {
  const [offsetText, lengthText] = [entries.get('offset') ?? '', entries.get('length') ?? ''];
  const offset = offsetText === '' ? 0 : sizeFrom(offsetText);
  const isOpen = lengthText === '' || lengthText.trim() === String(TO_THE_END);
  const length = isOpen ? TO_THE_END : sizeFrom(lengthText);
  const payload = { file: entries.get('location') ?? '', offset: offset ?? 0, length: length ?? TO_THE_END };
  if (offset === null) return { payload, damage: noNumber('offset', offsetText) };
  return { payload, damage: length === null ? noNumber('length', lengthText) : null };
}

function noNumber(field: 'offset' | 'length', text: string): string {
  return `lies in another file with the ${field} "${text.slice(0, LONGEST_QUOTE)}", which is no number of bytes`;
}

/** A size as text; null where it is no plain number. */
function sizeFrom(text: string): number | null {
  return /^\s*\+?\d{1,19}\s*$/.test(text) ? Number(text) : null;
}
