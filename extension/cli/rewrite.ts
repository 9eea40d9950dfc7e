import { diffReports, formatDiff, formatDiffMarkdown } from '../engine/report/diff';
import { formatValue } from '../engine/report/json';
import { formatRewrite } from '../engine/report/rewrite';
import { analysisOptions } from './analysisOptions';
import type { DiffCommand, RewriteCommand } from './commands';
import { loadHardware } from './hardware';
import { paintFor } from './paint';
import { createProgressLine } from './progressLine';
import type { World } from './world';

/** Writes a model with suggestions applied, and says what came of it. */
export async function rewrite(command: RewriteCommand, world: World): Promise<number> {
  const { file, ids, out, verify, inputs, replace } = command;
  const profile = await loadHardware(command.hardware, world.host);
  const engine = world.createEngine([profile]);
  const options = analysisOptions(command, profile.id, world);
  const progress = createProgressLine(world);
  const request = { ids, out, replace, verify, inputs };
  const answer = await engine.rewrite(file, options, request, { progress: progress.of(file) });
  progress.clear();
  world.out.write(command.format === 'json' ? formatValue(answer) : formatRewrite(answer, paintFor(world)));
  return 0;
}

/** Prints two models layer against layer. */
export async function diff(command: DiffCommand, world: World): Promise<number> {
  const [before, after] = command.files;
  const profile = await loadHardware(command.hardware, world.host);
  const engine = world.createEngine([profile]);
  const options = analysisOptions(command, profile.id, world);
  const found = diffReports(await engine.analyze(before, options), await engine.analyze(after, options));
  if (command.format === 'json') world.out.write(formatValue(found));
  else
    world.out.write(
      command.format === 'markdown' ? formatDiffMarkdown(found) : formatDiff(found, paintFor(world)),
    );
  return 0;
}
