import { DTYPES } from '../ir/dtype';
import { own } from '../own';
import type { HardwareProfile } from './profile';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown, field: string) => string | null;

const PROFILE_FIELDS: Readonly<Record<string, Check>> = {
  $schema: optional(text),
  id: identifier,
  label: text,
  source: text,
  macPicojoules: energies,
  dramPicojoulesPerByte: amount,
  bufferBytes: wholeNumber,
  bufferPicojoulesPerByte: amount,
  notes: optional(texts),
};

const ENTRY_FIELDS: Readonly<Record<string, Check>> = { pj: amount, assumed: flag, note: optional(text) };

/**
 * A profile from parsed JSON of any origin, or one sentence that names the field and the offending value.
 * Fields that profiles do not have are refused, so that a misspelt one cannot go unnoticed.
 */
export function validateProfile(json: unknown): HardwareProfile | string {
  return record(json, '', PROFILE_FIELDS) ?? (json as HardwareProfile);
}

function record(value: unknown, field: string, checks: Readonly<Record<string, Check>>): string | null {
  if (!isFields(value)) return complaint(field, 'an object', value);
  const stranger = Object.keys(value).find((name) => !Object.hasOwn(checks, name));
  if (stranger !== undefined) return `The hardware profile has no field ${within(field, stranger)}.`;
  return firstProblem(Object.entries(checks), ([name, check]) =>
    check(own(value, name), within(field, name)),
  );
}

function energies(value: unknown, field: string): string | null {
  if (!isFields(value)) return complaint(field, 'an object', value);
  return firstProblem(Object.entries(value), ([dtype, entry]) =>
    Object.hasOwn(DTYPES, dtype)
      ? record(entry, within(field, dtype), ENTRY_FIELDS)
      : `${sentenceStart(field)} names ${shown(dtype)}, which is not an element type.`,
  );
}

function identifier(value: unknown, field: string): string | null {
  if (typeof value === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(value)) return null;
  return complaint(field, 'a short name of lower-case letters, digits, dots and dashes', value);
}

function text(value: unknown, field: string): string | null {
  return typeof value === 'string' && value.trim() !== '' ? null : complaint(field, 'a text', value);
}

function texts(value: unknown, field: string): string | null {
  if (!Array.isArray(value)) return complaint(field, 'a list of texts', value);
  return firstProblem([...value.entries()], ([at, item]) => text(item, `${field}[${at}]`));
}

function amount(value: unknown, field: string): string | null {
  return isAmount(value) ? null : complaint(field, 'a number that is not negative', value);
}

function wholeNumber(value: unknown, field: string): string | null {
  return isAmount(value) && Number.isSafeInteger(value) ? null : complaint(field, 'a whole number', value);
}

function flag(value: unknown, field: string): string | null {
  return typeof value === 'boolean' ? null : complaint(field, 'true or false', value);
}

function optional(check: Check): Check {
  return (value, field) => (value === undefined ? null : check(value, field));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function firstProblem<T>(items: readonly T[], check: (item: T) => string | null): string | null {
  for (const item of items) {
    const problem = check(item);
    if (problem !== null) return problem;
  }
  return null;
}

function complaint(field: string, wanted: string, value: unknown): string {
  const verdict = value === undefined ? 'is missing' : `is ${shown(value)}`;
  return `${sentenceStart(field)} must be ${wanted}, but ${verdict}.`;
}

function sentenceStart(field: string): string {
  return field === '' ? 'The hardware profile' : `The hardware profile's ${field}`;
}

function within(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}

/** The value as JSON, cut short: profiles may come from anywhere. */
function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
