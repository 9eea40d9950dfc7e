import { diffReports, formatDiff, formatDiffMarkdown } from '../engine/report/diff';
import { formatValue } from '../engine/report/json';
import type { CheckedOut } from '../host/git/checkOut.node';
import type { AnalyzeOptions, Engine } from '../shared/engineCalls';
import type { Report } from '../shared/report';
import { analysisOptions } from './analysisOptions';
import type { DiffCommand } from './commands';
import { loadHardware } from './hardware';
import { paintFor } from './paint';
import type { World } from './world';

/** Prints two models layer against layer; either may be a file at a Git revision. */
export async function diff(command: DiffCommand, world: World): Promise<number> {
  const profile = await loadHardware(command.hardware, world.host);
  const engine = world.createEngine([profile]);
  const options = analysisOptions(command, profile.id, world);
  const [before, after] = command.files;
  const analyzed = async (name: string): Promise<Report> => {
    const file = await world.checkOut(name);
    try {
      return await analyzeAs(name, file, engine, options);
    } finally {
      await file.dispose();
    }
  };
  const found = diffReports(await analyzed(before), await analyzed(after));
  if (command.format === 'json') world.out.write(formatValue(found));
  else
    world.out.write(
      command.format === 'markdown' ? formatDiffMarkdown(found) : formatDiff(found, paintFor(world)),
    );
  return 0;
}

/** The report under the name that the user gave, and errors too. */
async function analyzeAs(
  name: string,
  { path }: CheckedOut,
  engine: Pick<Engine<AbortSignal>, 'analyze'>,
  options: AnalyzeOptions,
): Promise<Report> {
  try {
    const report = await engine.analyze(path, options);
    return { ...report, model: { ...report.model, path: name } };
  } catch (error) {
    if (path === name || !(error instanceof Error && error.message.includes(path))) throw error;
    throw new Error(error.message.replaceAll(path, name), { cause: error });
  }
}
