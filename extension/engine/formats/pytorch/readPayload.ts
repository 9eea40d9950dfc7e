import { list, object, oneOf, text, whole } from './checks';
import type { EntriesPayload, PayloadEntry, PayloadFinding, TracePayload } from './payload';
import { readTrace } from './readTrace';

const ORIGINS = ['directive', 'configured', 'main', 'class', 'function', 'expression'] as const;

/** Checks an answer to task "entries". Throws BadInput where it is not one. */
export function readEntries(payload: unknown): EntriesPayload {
  const answer = versioned(payload);
  return {
    version: 1,
    entries: list(answer['entries'], 'entries', readEntry),
    findings: list(answer['findings'], 'findings', readFinding),
  };
}

/** Checks an answer to task "trace". Throws BadInput where it is not one. */
export function readTraceAnswer(payload: unknown): TracePayload {
  const answer = versioned(payload);
  return {
    version: 1,
    entry: answer['entry'] === null ? null : readEntry(answer['entry'], 'entry'),
    trace: answer['trace'] === null ? null : readTrace(answer['trace']),
    findings: list(answer['findings'], 'findings', readFinding),
  };
}

function versioned(payload: unknown): Readonly<Record<string, unknown>> {
  const answer = object(payload, 'the answer');
  whole(answer['version'], 'version', 1, 1);
  return answer;
}

function readEntry(value: unknown, place: string): PayloadEntry {
  const entry = object(value, place);
  return {
    id: text(entry['id'], `${place}.id`),
    title: text(entry['title'], `${place}.title`),
    origin: oneOf(entry['origin'], `${place}.origin`, ORIGINS),
    line: whole(entry['line'], `${place}.line`, 1),
  };
}

function readFinding(value: unknown, place: string): PayloadFinding {
  const finding = object(value, place);
  const { column, endColumn } = finding;
  return {
    code: text(finding['code'], `${place}.code`),
    message: text(finding['message'], `${place}.message`),
    file: text(finding['file'], `${place}.file`),
    line: whole(finding['line'], `${place}.line`, 1),
    module: text(finding['module'], `${place}.module`),
    ...(column !== undefined && { column: whole(column, `${place}.column`, 0) }),
    ...(endColumn !== undefined && { endColumn: whole(endColumn, `${place}.endColumn`, 0) }),
  };
}
