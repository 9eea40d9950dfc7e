import { formatValue } from '../engine/report/json';
import { formatCheck, formatSuggestions, type SuggestionsDocument } from '../engine/report/suggestions';
import type { PlanRequest } from '../shared/compression';
import { analysisOptions } from './analysisOptions';
import type { CheckCommand, SuggestCommand } from './commands';
import { CliError } from './cliError';
import { loadHardware } from './hardware';
import { paintFor } from './paint';
import { createProgressLine } from './progressLine';
import { terminalWidth, type World } from './world';
import { own } from '../engine/own';

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
  const { ranking, cost } = command;
  const request = { trivial, ranking, cost, ...(techniques.length > 0 && { techniques }) };
  const found = await engine.suggest(file, options, request, context);
  const plan =
    budget === null
      ? undefined
      : await engine.plan(file, options, await planRequest(command, budget, world), context);
  const top = command.top ?? SHOWN;
  const ids = command.weights ? found.suggestions.slice(0, top).map(({ id }) => id) : [];
  const facts = ids.length === 0 ? {} : await engine.weightFacts(file, options, ids, context);
  progress.clear();
  const suggestions = found.suggestions.map((one) => ({ ...one, weightFacts: own(facts, one.id) ?? [] }));
  const document: SuggestionsDocument = { schema: 1, ...found, suggestions, ...(plan && { plan }) };
  const print = { top, width: terminalWidth(world), paint: paintFor(world) };
  world.out.write(command.format === 'json' ? formatValue(document) : formatSuggestions(document, print));
  return plan?.plan.meetsBudget === false ? EXCEEDED : 0;
}

const MOST_SENSITIVITY_BYTES = 16 * 1024 * 1024;

async function planRequest(command: SuggestCommand, budget: string, world: World): Promise<PlanRequest> {
  const { cost, mixedPrecision, techniques, sensitivities: path } = command;
  const request = { budget, cost, mixedPrecision, ...(techniques.length > 0 && { techniques }) };
  if (path === null) return request;
  const file = await world.host.open(path);
  if (file.size > MOST_SENSITIVITY_BYTES)
    throw new CliError(`${path}: ${file.size} bytes are too many for a sensitivity file.`);
  return { ...request, sensitivities: new TextDecoder().decode(await file.read(0, file.size)) };
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
