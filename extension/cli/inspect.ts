import { CSV_HEADER, formatCsvRows } from '../engine/report/csv';
import { formatJson, formatJsonArray } from '../engine/report/json';
import { formatMarkdown } from '../engine/report/markdown';
import { formatTable } from '../engine/report/table';
import type { Report, ReportFailure } from '../shared/report';
import { analysisOptions } from './analysisOptions';
import type { InspectCommand } from './commands';
import { CliError } from './cliError';
import { debugText, failureLine } from './failure';
import { loadHardware } from './hardware';
import { paintFor } from './paint';
import { type ProgressLine, createProgressLine } from './progressLine';
import { terminalWidth, type World } from './world';

/** Analyzes the files one after the other and prints what was asked for. Returns the exit code. */
export async function inspect(command: InspectCommand, world: World): Promise<number> {
  const profile = await loadHardware(command.hardware, world.host);
  const engine = world.createEngine([profile]);
  const progress = createProgressLine(world);
  const results: (Report | ReportFailure)[] = [];
  for (const file of command.files) {
    const options = {
      ...analysisOptions(command, profile.id, world),
      ...(command.countAs && { countAs: command.countAs }),
    };
    const result = await engine
      .analyze(file, options, { progress: progress.of(file) })
      .catch((error: unknown) => complain(error, file, world, progress));
    results.push(result);
  }
  progress.clear();
  checkDims(command, results.filter(isReport));
  world.out.write(format(results, command, world));
  return results.every(isReport) ? 0 : 2;
}

/** A dim that no file has is a slip of the pen, and would leave the right one at its assumed value. */
function checkDims({ dims }: InspectCommand, reports: readonly Report[]): void {
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

function format(results: readonly (Report | ReportFailure)[], command: InspectCommand, world: World): string {
  const reports = results.filter(isReport);
  switch (command.format) {
    case 'json':
      if (results.length > 1) return formatJsonArray(results);
      return reports.map(formatJson).join('');
    case 'csv':
      if (reports.length === 0) return '';
      return CSV_HEADER + reports.map((report) => formatCsvRows(report, command)).join('');
    case 'markdown':
      return reports.map((report) => formatMarkdown(report, command)).join('\n');
    case 'table': {
      const paint = paintFor(world);
      const width = terminalWidth(world);
      return reports.map((report) => formatTable(report, { ...command, paint, width })).join('\n');
    }
  }
}

function isReport(result: Report | ReportFailure): result is Report {
  return !('error' in result);
}
