import { CSV_HEADER, csvRows } from '../engine/report/csv';
import { jsonArrayPieces, jsonPieces } from '../engine/report/json';
import { formatMarkdown } from '../engine/report/markdown';
import { tableLines } from '../engine/report/table';
import type { AnalyzeOptions, Engine } from '../shared/engineCalls';
import type { LazyReport, Report, ReportFailure } from '../shared/report';
import { analysisOptions } from './analysisOptions';
import type { Format, InspectCommand } from './commands';
import { CliError } from './cliError';
import { debugText, failureLine } from './failure';
import { loadHardware } from './hardware';
import { paintFor } from './paint';
import { type ProgressLine, createProgressLine } from './progressLine';
import { terminalWidth, type World } from './world';

/** Analyzes the files one after the other and prints what was asked for. Returns the exit code. */
export async function inspect(command: InspectCommand, world: World): Promise<number> {
  const profile = await loadHardware(command.hardware, world.host);
  const engine = world.createEngine([profile], false);
  const options = {
    ...analysisOptions(command, profile.id, world),
    ...(command.countAs && { countAs: command.countAs }),
  };
  const { format } = command;
  if (format === 'json') {
    // Of several, all but the last wait: their layers take less memory than the models that they are made from.
    const analyze: Analyze<LazyReport> = command.files.length > 1 ? engine.analyze : engine.analyzeLazily;
    const results = await analyzed(command, world, analyze, options);
    await world.print(jsonOf(results));
    return exitCode(results);
  }
  const results = await analyzed(command, world, engine.analyze, options);
  await world.print(textOf(results.filter(isReport), { ...command, format }, world));
  return exitCode(results);
}

type Analyze<R> = (...asked: Parameters<Engine<AbortSignal>['analyze']>) => Promise<R>;

async function analyzed<R extends LazyReport>(
  command: InspectCommand,
  world: World,
  analyze: Analyze<R>,
  options: AnalyzeOptions,
): Promise<readonly (R | ReportFailure)[]> {
  const progress = createProgressLine(world);
  const results: (R | ReportFailure)[] = [];
  for (const file of command.files) {
    const result = await analyze(file, options, { progress: progress.of(file) }).catch((error: unknown) =>
      complain(error, file, world, progress),
    );
    results.push(result);
  }
  progress.clear();
  checkDims(command, results.filter(isReport));
  return results;
}

function exitCode(results: readonly (LazyReport | ReportFailure)[]): number {
  return results.every(isReport) ? 0 : 2;
}

/** A dim that no file has is a slip of the pen, and would leave the right one at its assumed value. */
function checkDims({ dims }: InspectCommand, reports: readonly LazyReport[]): void {
  const known = reports.flatMap(({ symbols }) => (symbols ?? []).map(({ name }) => name));
  const stranger = Object.keys(dims).find((name) => !known.includes(name));
  if (stranger === undefined || reports.length === 0) return;
  const there =
    known.length === 0 ? 'there are no symbolic dims' : `there is ${[...new Set(known)].join(', ')}`;
  throw new CliError(
    `There is no dim "${stranger}" in ${reports.map(({ model }) => model.path).join(', ')}; ${there}.`,
  );
}

function complain(error: unknown, file: string, world: World, progress: ProgressLine): ReportFailure {
  const line = failureLine(error, world.env, file);
  progress.clear();
  world.err.write(`layercost: ${line}\n${debugText(error, world.env)}`);
  return { model: { path: file }, error: line };
}

function* jsonOf(results: readonly (LazyReport | ReportFailure)[]): Generator<string> {
  if (results.length > 1) yield* jsonArrayPieces(results);
  else for (const report of results.filter(isReport)) yield* jsonPieces(report);
}

type TextCommand = InspectCommand & { readonly format: Exclude<Format, 'json'> };

function* textOf(reports: readonly Report[], command: TextCommand, world: World): Generator<string> {
  if (command.format === 'csv' && reports.length > 0) yield CSV_HEADER;
  for (const [at, report] of reports.entries()) yield* formatReport(report, at === 0, command, world);
}

function* formatReport(
  report: Report,
  isFirst: boolean,
  command: TextCommand,
  world: World,
): Generator<string> {
  switch (command.format) {
    case 'csv':
      yield* csvRows(report, command);
      return;
    case 'markdown':
      yield `${isFirst ? '' : '\n'}${formatMarkdown(report, command)}`;
      return;
    case 'table': {
      const [paint, width] = [paintFor(world), terminalWidth(world)];
      if (!isFirst) yield '\n';
      yield* tableLines(report, { ...command, paint, width });
    }
  }
}

function isReport<R extends LazyReport>(result: R | ReportFailure): result is R {
  return !('error' in result);
}
