import { createEngine } from '../../extension/engine/api';
import { BadInput } from '../../extension/engine/diagnostics';
import { CSV_HEADER, csvRows } from '../../extension/engine/report/csv';
import { jsonPieces } from '../../extension/engine/report/json';
import { formatMarkdown } from '../../extension/engine/report/markdown';
import { tableLines } from '../../extension/engine/report/table';
import type { AnalyzeOptions, Engine } from '../../extension/shared/engineCalls';
import type { Report } from '../../extension/shared/report';
import { memoryHost } from '../helpers/memoryHost';
import { reportProblem, sentenceProblem } from './reportRules';

const formatCsvRows = (...given: Parameters<typeof csvRows>): string => [...csvRows(...given)].join('');
const formatJson = (...given: Parameters<typeof jsonPieces>): string => [...jsonPieces(...given)].join('');
const formatTable = (...given: Parameters<typeof tableLines>): string => [...tableLines(...given)].join('');

const PATH = 'model.onnx';
const OPTIONS: AnalyzeOptions = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const ALL = { sort: null, top: null, all: true } as const;
/** Suggestions of very large graphs take long by nature; they are measured elsewhere. */
const MOST_LAYERS_TO_SUGGEST = 400;
const MOST_COMBINED = 6;

/** How much an input goes through beyond its report. */
export interface Depth {
  readonly pages: boolean;
  readonly suggestions: boolean;
  readonly twice: boolean;
}

export const EVERYTHING: Depth = { pages: true, suggestions: true, twice: true };

/** Most inputs are priced; every fourth is drawn and listed, too, and fewer are rewritten or done twice. */
export function depthOf(number: number): Depth {
  return { pages: number % 4 === 0, suggestions: number % 16 === 0, twice: number % 32 === 5 };
}

/** What should not be: `kind` is the same for findings that have the same cause, as far as can be told. */
export interface Finding {
  readonly kind: string;
  readonly detail: string;
}

/**
 * Takes a file through the engine as the product does; null where all is as it should be. `step` is called before each thing
 * that a user may ask for: each has its own time.
 */
export async function examine(
  bytes: Uint8Array,
  depth: Depth,
  step: () => void = () => undefined,
): Promise<Finding | null> {
  try {
    const engine = createEngine(memoryHost({ [PATH]: bytes }));
    const report = await engine.analyze(PATH, OPTIONS);
    const problem = reportProblem(report);
    if (problem !== null) return finding('report', problem);
    step();
    const json = formatJson(report);
    if (depth.pages) await openPages(engine, report, step);
    if (depth.suggestions && report.layers.length <= MOST_LAYERS_TO_SUGGEST) await suggest(engine, step);
    step();
    if (depth.twice && json !== (await secondJson(bytes))) return finding('not the same twice', '');
    return null;
  } catch (error) {
    return error instanceof BadInput ? refusal(error) : thrown(error);
  }
}

/** An error that should not have been thrown; its kind is where in the product that was. */
export function thrown(error: unknown): Finding {
  if (!(error instanceof Error)) return { kind: 'thrown', detail: String(error) };
  const place = /at (?:async )?(?:new )?([\w.#<>]+) .*?([\w-]+\.ts|fuzz\/\w+\.js|\w+\.js):/.exec(
    error.stack ?? '',
  );
  return {
    kind: `${error.name} ${place?.[1] ?? error.message.slice(0, 40)}`,
    detail: error.stack ?? error.message,
  };
}

function refusal({ message }: BadInput): Finding | null {
  const problem = message.startsWith(`${PATH}: `) ? sentenceProblem(message) : 'does not name the file';
  return problem === null ? null : finding('refusal', `${problem}: ${message.slice(0, 300)}`);
}

async function openPages(engine: Engine, report: Report, step: () => void): Promise<void> {
  const middle = report.layers[Math.floor(report.layers.length / 2)]?.id;
  const pages: readonly (() => unknown)[] = [
    () => engine.listing(PATH),
    () => engine.view(PATH, OPTIONS, { metric: 'macs', open: [] }),
    () => middle !== undefined && engine.details(PATH, OPTIONS, middle),
    () => middle !== undefined && engine.groupsAround(PATH, OPTIONS, middle),
    () => formatTable(report, { ...ALL, width: 120, paint: (text) => text }),
    () => formatMarkdown(report, ALL),
    () => `${CSV_HEADER}${formatCsvRows(report, { sort: null, top: null })}`,
  ];
  for (const page of pages) {
    step();
    await page();
  }
}

async function suggest(engine: Engine, step: () => void): Promise<void> {
  step();
  const { suggestions } = await engine.suggest(PATH, OPTIONS, { trivial: true });
  const ids = suggestions.slice(0, MOST_COMBINED).map(({ id }) => id);
  step();
  if (ids.length > 0) await engine.combine(PATH, OPTIONS, ids);
}

/** As the command line makes it. */
async function secondJson(bytes: Uint8Array): Promise<string> {
  const engine = createEngine(memoryHost({ [PATH]: bytes }), { remembers: false });
  return formatJson(await engine.analyzeLazily(PATH, OPTIONS));
}

function finding(kind: string, detail: string): Finding {
  return { kind: `${kind}: ${detail.replace(/[\d"'].*/s, '').slice(0, 60)}`, detail };
}
