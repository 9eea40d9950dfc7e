import assert from 'node:assert/strict';
import { createEngine } from '../../extension/engine/api';
import { BadInput } from '../../extension/engine/diagnostics';
import type { AnalyzeOptions } from '../../extension/shared/engineCalls';
import type { Report } from '../../extension/shared/report';
import { type MemoryFile, memoryHost } from './memoryHost';

const OPTIONS: AnalyzeOptions = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };

/** What becomes of a file: a report, or the one sentence that says what is wrong with it. */
export type Outcome = { readonly report: Report } | { readonly problem: string };

/**
 * Prices and lists a file that may be anything. Fails where anything but a {@link BadInput} of one short line is
 * thrown, where one of the steps takes longer than `milliseconds`, or where the report is not plain JSON.
 */
export async function outcomeOf(file: MemoryFile, milliseconds = 2000): Promise<Outcome> {
  const engine = createEngine(memoryHost({ 'model.onnx': file }));
  const started = performance.now();
  try {
    const report = await engine.analyze('model.onnx', OPTIONS);
    within(started, milliseconds, 'analysis');
    const listed = performance.now();
    await engine.listing('model.onnx');
    within(listed, milliseconds, 'listing');
    checkNumbers(report);
    return { report };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    within(started, milliseconds, 'refusal');
    assert.match(error.message, /^model\.onnx: [^\n\r]{1,400}$/);
    return { problem: error.message };
  }
}

export async function reportOf(file: MemoryFile, milliseconds?: number): Promise<Report> {
  const outcome = await outcomeOf(file, milliseconds);
  if ('problem' in outcome) assert.fail(outcome.problem);
  return outcome.report;
}

export async function problemOf(file: MemoryFile): Promise<string> {
  const outcome = await outcomeOf(file);
  if ('report' in outcome) assert.fail('there was a report');
  return outcome.problem;
}

function within(started: number, milliseconds: number, what: string): void {
  const took = performance.now() - started;
  assert.ok(took < milliseconds, `${what} took ${took.toFixed(0)} ms`);
}

/** No cost is negative or no number at all. */
function checkNumbers({ totals, layers }: Report): void {
  for (const [name, value] of Object.entries({ ...totals, ...totals.energy }))
    if (typeof value === 'number') assert.ok(value >= 0, `total ${name} is ${value}`);
  for (const layer of layers)
    for (const [name, value] of Object.entries(layer))
      if (typeof value === 'number') assert.ok(value >= 0, `${name} of ${layer.id} is ${value}`);
}
