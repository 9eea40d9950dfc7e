import { utf8Text } from './proto';

/** Operators, attributes and tensors are named again and again: a text that was read before is not made anew. */
const KEPT_TEXTS = 4096;
const LONGEST_KEPT_TEXT = 256;
const keptTexts = new Array<string | undefined>(KEPT_TEXTS).fill(undefined);

/** Text as ONNX stores it: UTF-8. */
export function decodeText(buffer: Uint8Array, start: number, end: number): string {
  if (end - start > LONGEST_KEPT_TEXT) return utf8Text(buffer, start, end);
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (buffer[at] ?? 0)) & 0xffffff;
  const slot = hash % KEPT_TEXTS;
  const kept = keptTexts[slot];
  if (kept !== undefined && isText(kept, buffer, start, end)) return kept;
  const text = asciiText(buffer, start, end) ?? utf8Text(buffer, start, end);
  keptTexts[slot] = text;
  return text;
}

/** Whether the bytes are this text, all of it ASCII. */
function isText(text: string, buffer: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let at = start; at < end; at++) {
    const byte = buffer[at] ?? 0;
    if (byte >= 0x80 || byte !== text.charCodeAt(at - start)) return false;
  }
  return true;
}

/** One list for each length, filled again and again: making a list takes longer than making the text. */
const codesOfLength: (number[] | undefined)[] = [];

/** A short text; null where not all of it is ASCII. */
function asciiText(buffer: Uint8Array, start: number, end: number): string | null {
  const length = end - start;
  const codes = (codesOfLength[length] ??= new Array<number>(length).fill(0));
  for (let i = 0; i < length; i++) {
    const byte = buffer[start + i] ?? 0;
    if (byte >= 0x80) return null;
    codes[i] = byte;
  }
  return String.fromCharCode.apply(null, codes);
}
