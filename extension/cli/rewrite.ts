import { formatValue } from '../engine/report/json';
import { formatRewrite } from '../engine/report/rewrite';
import { analysisOptions } from './analysisOptions';
import type { RewriteCommand } from './commands';
import { loadHardware } from './hardware';
import { paintFor } from './paint';
import { createProgressLine } from './progressLine';
import type { World } from './world';

/** Writes a model with suggestions applied, and says what came of it. */
export async function rewrite(command: RewriteCommand, world: World): Promise<number> {
  const { file, ids, out, verify, inputs, replace, weights } = command;
  const profile = await loadHardware(command.hardware, world.host);
  const engine = world.createEngine([profile]);
  const options = analysisOptions(command, profile.id, world);
  const progress = createProgressLine(world);
  const request = { ids, out, replace, verify, inputs, weights };
  const answer = await engine.rewrite(file, options, request, { progress: progress.of(file) });
  progress.clear();
  world.out.write(command.format === 'json' ? formatValue(answer) : formatRewrite(answer, paintFor(world)));
  return 0;
}
