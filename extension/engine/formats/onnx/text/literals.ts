import { DTYPES, type DType } from '../../../ir/dtype';
import type { Attribute, DeclaredHolding, DeclaredTensor, StoredTensor } from '../../../ir/graph';

/** More elements than this are not written out. */
const MOST_WRITTEN = 8;

/** Control and format characters, among them those that turn the direction of text, and line separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name: bare where it is an identifier of ONNX's text syntax, else quoted, always on one line. */
export function nameText(name: string): string {
  return /^[A-Za-z_][\w.]*$/.test(name) ? name : quoted(name);
}

export function quoted(text: string): string {
  return JSON.stringify(text).replace(UNPRINTABLE, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Element types as the text syntax spells them. */
export function typeText(dtype: DType | null): string {
  if (dtype === null) return 'undefined';
  if (dtype === 'float32') return 'float';
  return dtype === 'float64' ? 'double' : Object.hasOwn(DTYPES, dtype) ? dtype : 'undefined';
}

/** Types of values that hold tensors; the keys of a map are not followed. */
const HOLDING: Readonly<Record<DeclaredHolding['kind'], (element: string) => string>> = {
  sequence: (element) => `seq(${element})`,
  optional: (element) => `optional(${element})`,
  map: (element) => `map(undefined, ${element})`,
};

/** `float[N,3,224,224]`; `?` for an unnamed dim, nothing in brackets for an unknown rank, `[]` for a scalar. */
export function declaredType({ dtype, shape, holds }: Omit<DeclaredTensor, 'name'>): string {
  if (holds) return HOLDING[holds.kind](declaredType(holds.element));
  if (shape === null) return typeText(dtype);
  return `${typeText(dtype)}[${shape.map((dim) => (dim === null ? '?' : typeof dim === 'string' ? nameText(dim) : dim)).join(',')}]`;
}

/** `float[64,3,7,7]`. */
export function storedType({ dtype, dims }: StoredTensor): string {
  return `${typeText(dtype)}[${dims.join(',')}]`;
}

/** The elements of a small tensor, where an external one lies, or an ellipsis. */
export function payloadText({ content, payload }: StoredTensor): string {
  if (payload !== null && payload.file !== null)
    return `["location": ${quoted(payload.file)}, "offset": "${payload.offset}", "length": "${payload.length}"]`;
  if (content?.kind !== 'elements' || content.values.length > MOST_WRITTEN) return '{...}';
  return `{${content.values.map((value) => numberText(Number(value))).join(', ')}}`;
}

/** `name: type = value`; graphs are written by the caller. */
export function attributeText(name: string, attribute: Exclude<Attribute, { kind: 'graph' }>): string {
  const label = nameText(name);
  switch (attribute.kind) {
    case 'int':
      return `${label}: int = ${attribute.value}`;
    case 'float':
      return `${label}: float = ${numberText(attribute.value)}`;
    case 'string':
      return `${label}: string = ${quoted(shorten(attribute.value))}`;
    case 'ints':
    case 'floats':
      return `${label}: ${attribute.kind} = [${listText(attribute.value.map(numberText))}]`;
    case 'strings':
      return `${label}: strings = [${listText(attribute.value.map((text) => quoted(shorten(text))))}]`;
    case 'tensor':
      return `${label}: tensor = ${storedType(attribute.value)} ${payloadText(attribute.value)}`;
    case 'reference':
      return `${label} = @${nameText(attribute.value)}`;
    case 'other':
      return `${label} = {...}`;
  }
}

function listText(items: readonly string[]): string {
  const shown = items.slice(0, MOST_WRITTEN * 2).join(', ');
  return items.length > MOST_WRITTEN * 2 ? `${shown}, ...` : shown;
}

/** Floats are stored in 32 bits: more than seven digits mean nothing. */
function numberText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
