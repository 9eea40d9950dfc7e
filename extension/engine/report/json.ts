import type { Report, ReportFailure } from '../../shared/report';

/** The report as JSON, a line a layer, its fields in the order in which reports are built. Ends in a line break. */
export function formatJson(report: Report): string {
  return formatValue(report);
}

/** Several files' reports as a JSON array. Ends in a line break. */
export function formatJsonArray(results: readonly (Report | ReportFailure)[]): string {
  const texts = results.map((result) => ('error' in result ? stringify(result) : objectText(result)));
  return `[\n${texts.join(',\n')}\n]\n`;
}

/** Any answer as JSON, an item of a list a line. Ends in a line break. */
export function formatValue(value: object): string {
  return `${objectText(value)}\n`;
}

function objectText(value: object): string {
  const fields = Object.entries(value).map(([name, value]) => `  ${stringify(name)}: ${fieldText(value)}`);
  return `{\n${fields.join(',\n')}\n}`;
}

function fieldText(value: unknown): string {
  const isTable = Array.isArray(value) && value.some((item) => typeof item === 'object');
  if (!isTable) return stringify(value);
  return `[\n${value.map((item) => `    ${stringify(item)}`).join(',\n')}\n  ]`;
}

/** Text without any character that could need escaping: nearly all of it, and cheap to tell. */
const PLAIN = /^[ -~]*$/;

/** JSON in which also the characters that a terminal might obey are escaped. */
function stringify(value: unknown): string {
  const text = JSON.stringify(value);
  if (PLAIN.test(text)) return text;
  return text.replace(/[\p{Cf}\x7f-\x9f\u2028\u2029]/gu, (character) =>
    [...Array(character.length).keys()].map((at) => unicodeEscape(character, at)).join(''),
  );
}

function unicodeEscape(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
}
