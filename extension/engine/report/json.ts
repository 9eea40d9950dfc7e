import type { LazyReport, ReportFailure } from '../../shared/report';

/**
 * The report as JSON, a line a layer, its fields in the order in which reports are built. In pieces, because all of a large
 * model may be more than one string holds. Ends in a line break.
 */
export function* jsonPieces(report: LazyReport): Generator<string> {
  yield* objectPieces(report);
  yield '\n';
}

/** Several files' reports as a JSON array. Ends in a line break. */
export function* jsonArrayPieces(results: readonly (LazyReport | ReportFailure)[]): Generator<string> {
  yield '[';
  for (const [at, result] of results.entries()) {
    yield at === 0 ? '\n' : ',\n';
    if ('error' in result) yield stringify(result);
    else yield* objectPieces(result);
  }
  yield '\n]\n';
}

/** Any answer as JSON, an item of a list a line. Ends in a line break. */
export function formatValue(value: object): string {
  return `${[...objectPieces(value)].join('')}\n`;
}

function* objectPieces(value: object): Generator<string> {
  yield '{';
  for (const [at, [name, field]] of Object.entries(value).entries()) {
    yield `${at === 0 ? '' : ','}\n  ${stringify(name)}: `;
    yield* fieldPieces(field);
  }
  yield '\n}';
}

function* fieldPieces(value: unknown): Generator<string> {
  if (!isTable(value)) {
    yield stringify(value);
    return;
  }
  let isEmpty = true;
  for (const item of value) {
    yield isEmpty ? '[\n    ' : ',\n    ';
    yield stringify(item);
    isEmpty = false;
  }
  yield isEmpty ? '[]' : '\n  ]';
}

/** Whether it is a list of objects, or makes one as it is gone through. */
function isTable(value: unknown): value is Iterable<unknown> {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object');
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
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
