import { formatValue } from '../engine/report/json';
import { formatCheck, formatSuggestions, type SuggestionsDocument } from '../engine/report/suggestions';
import { analysisOptions } from './analysisOptions';
import type { CheckCommand, SuggestCommand } from './arguments';
import { loadHardware } from './hardware';
import { paintFor } from './paint';
import { createProgressLine } from './progressLine';
import { terminalWidth, type World } from './world';

const SHOWN = 20;
const EXCEEDED = 1;

/** Prints what can be changed, or with a budget the plan that meets it. Exit code 1 where no plan does. */
export async function suggest(command: SuggestCommand, world: World): Promise<number> {
  const { file, budget, trivial, techniques } = command;
  const profile = await loadHardware(command.hardware, world.host);
  const engine = world.createEngine([profile]);
  const options = analysisOptions(command, profile.id, world);
  const progress = createProgressLine(world);
  const context = { progress: progress.of(file) };
  const request = { trivial, ...(techniques.length > 0 && { techniques }) };
  const found = await engine.suggest(file, options, request, context);
  const plan = budget === null ? undefined : await engine.plan(file, options, { budget, cost: command.cost }, context);
  progress.clear();
  const document: SuggestionsDocument = { schema: 1, ...found, ...(plan && { plan }) };
  const print = { top: command.top ?? SHOWN, width: terminalWidth(world), paint: paintFor(world) };
  world.out.write(command.format === 'json' ? formatValue(document) : formatSuggestions(document, print));
  return plan?.plan.meetsBudget === false ? EXCEEDED : 0;
}

/** Says whether a model keeps to a budget. Exit code 1 where it does not; the layers that weigh most are named. */
export async function check(command: CheckCommand, world: World): Promise<number> {
  const profile = await loadHardware(command.hardware, world.host);
  const engine = world.createEngine([profile]);
  const options = analysisOptions(command, profile.id, world);
  const found = await engine.check(command.file, options, command.budget);
  const isJson = command.format === 'json';
  world.out.write(isJson ? formatValue(found) : formatCheck(command.file, found, paintFor(world)));
  return found.excesses.length > 0 ? EXCEEDED : 0;
}
