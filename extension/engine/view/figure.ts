import type { Derivation, Figure } from '../../shared/webviewProtocol';
import { formatBytes, formatExact } from '../units';

export type Format = (value: number) => string;

/** A cost with every digit, or that it is not known. */
export function figure(label: string, value: number | null, format: Format, derivation?: Derivation): Figure {
  return { label, value: value === null ? 'unknown' : format(value), ...(derivation && { derivation }) };
}

/** `602,112 B (588 KiB)`. */
export function exactBytes(bytes: number): string {
  const exact = `${formatExact(bytes)} B`;
  return bytes < 1024 ? exact : `${exact} (${formatBytes(bytes)})`;
}
