import type {
  Report,
  ReportDiagnostic,
  ReportEnergy,
  ReportFailure,
  ReportFormula,
  ReportInput,
  ReportLayer,
  ReportSymbol,
  ReportTensor,
  ReportTotals,
} from '../../shared/report';

/** How a value is written: fields in this order, each in its own form; `[form]` is the form of a list's items. */
type Form = 'as is' | 'by name' | readonly [Form] | { readonly [field: string]: Form };
type FormOf<T> = Readonly<Record<keyof Required<T>, Form>>;

const TENSOR = { name: 'as is', dtype: 'as is', shape: 'as is' } as const satisfies FormOf<ReportTensor>;
const INPUT = { ...TENSOR, assumed: 'as is' } as const satisfies FormOf<ReportInput>;
const ENERGY = {
  computePj: 'as is',
  memoryPj: 'as is',
  totalPj: 'as is',
} as const satisfies FormOf<ReportEnergy>;
const FORMULA = {
  expression: 'as is',
  numbers: 'as is',
  symbolic: 'as is',
} as const satisfies FormOf<ReportFormula>;
const SYMBOL = {
  name: 'as is',
  kind: 'as is',
  value: 'as is',
  assumed: 'as is',
} as const satisfies FormOf<ReportSymbol>;

const TOTALS = {
  macs: 'as is',
  flops: 'as is',
  params: 'as is',
  storedElements: 'as is',
  weightBytes: 'as is',
  movedBytes: 'as is',
  peakActivationBytes: 'as is',
  energy: ENERGY,
} as const satisfies FormOf<ReportTotals>;

const LAYER = {
  id: 'as is',
  name: 'as is',
  op: 'as is',
  domain: 'as is',
  path: 'as is',
  index: 'as is',
  scope: 'as is',
  calls: 'as is',
  inputs: [TENSOR],
  outputs: [TENSOR],
  attributes: 'by name',
  macs: 'as is',
  macsPerCall: 'as is',
  flops: 'as is',
  transcendentals: 'as is',
  params: 'as is',
  weightElements: 'as is',
  weightBytes: 'as is',
  inputBytes: 'as is',
  outputBytes: 'as is',
  movedBytes: 'as is',
  energyPj: 'as is',
  intensity: 'as is',
  formula: FORMULA,
  source: { file: 'as is', line: 'as is' },
  origins: 'as is',
  unknown: 'as is',
} as const satisfies FormOf<ReportLayer>;

const DIAGNOSTIC = {
  severity: 'as is',
  code: 'as is',
  message: 'as is',
  layer: 'as is',
} as const satisfies FormOf<ReportDiagnostic>;

const REPORT = {
  schema: 'as is',
  model: { path: 'as is', format: 'as is', name: 'as is', entry: 'as is' },
  dims: 'by name',
  symbols: [SYMBOL],
  inputs: [INPUT],
  outputs: [TENSOR],
  hardware: 'as is',
  totals: TOTALS,
  complete: 'as is',
  layers: [LAYER],
  stored: 'as is',
  diagnostics: [DIAGNOSTIC],
} as const satisfies FormOf<Report>;

const FAILURE = { model: { path: 'as is' }, error: 'as is' } as const satisfies FormOf<ReportFailure>;

/** The report as JSON with a fixed order of fields, a line a layer. Ends in a line break. */
export function formatJson(report: Report): string {
  return `${reportText(report)}\n`;
}

/** Several files' reports as a JSON array. Ends in a line break. */
export function formatJsonArray(results: readonly (Report | ReportFailure)[]): string {
  const texts = results.map((result) =>
    'error' in result ? stringify(arranged(result, FAILURE)) : reportText(result),
  );
  return `[\n${texts.join(',\n')}\n]\n`;
}

function reportText(report: Report): string {
  const fields = Object.entries(arranged(report, REPORT) as Record<string, unknown>);
  return `{\n${fields.map(([name, value]) => `  ${stringify(name)}: ${fieldText(value)}`).join(',\n')}\n}`;
}

function fieldText(value: unknown): string {
  const isTable = Array.isArray(value) && value.some((item) => typeof item === 'object');
  if (!isTable) return stringify(value);
  return `[\n${value.map((item) => `    ${stringify(item)}`).join(',\n')}\n  ]`;
}

/** JSON in which also the characters that a terminal might obey are escaped. */
function stringify(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cf}\x7f-\x9f\u2028\u2029]/gu, (character) =>
    [...Array(character.length).keys()].map((at) => unicodeEscape(character, at)).join(''),
  );
}

function unicodeEscape(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
}

/** The value with its fields in the form's order; fields that the form does not name follow by name. */
function arranged(value: unknown, form: Form): unknown {
  if (form === 'as is' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => arranged(item, isList(form) ? form[0] : 'as is'));
  const fields = value as Readonly<Record<string, unknown>>;
  const known = new Map(typeof form === 'string' || isList(form) ? [] : Object.entries(form));
  const others = Object.keys(fields).filter((name) => !known.has(name));
  const names = [...known.keys(), ...others.sort()].filter((name) => fields[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, arranged(fields[name], known.get(name) ?? 'as is')]));
}

function isList(form: Form): form is readonly [Form] {
  return Array.isArray(form);
}
