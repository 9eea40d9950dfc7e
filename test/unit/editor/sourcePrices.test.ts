import assert from 'node:assert/strict';
import { shiftOf } from '../../../extension/editor/python/shifting';
import { SourcePrices, type SourceQuestions } from '../../../extension/editor/python/sourcePrices';
import { Cancelled } from '../../../extension/host/channel';
import type { Report, ReportTotals } from '../../../extension/shared/report';
import type { SourceEntry, SourceLine, SourceLines } from '../../../extension/shared/sourceLines';

const NEVER = new AbortController().signal;
/** A line more at the top of the file. */
const LINE_ABOVE = shiftOf(0, 0, '\n');

function entryAt(id: string, line: number): SourceEntry {
  return { id, title: id, origin: 'class', line };
}

/** An entry's costs; `macs` null is one that does not run. */
function linesOf(id: string, line: number, macs: number | null): SourceLines {
  return {
    entry: entryAt(id, line),
    inputs: [],
    totals: macs === null ? null : ({ macs } as ReportTotals),
    complete: true,
    lines: [{ line: line + 1 } as SourceLine],
    shapes: [],
    findings: [],
  };
}

/** Answers about a file with the entries A and B, which begin at these lines. */
function file(a: number, b: number, macs: number | null = 1): SourceQuestions {
  return {
    setText: () => Promise.resolve(),
    lines: () => Promise.resolve(linesOf('A', a, macs)),
    report: () => Promise.resolve({} as Report),
    entries: () => Promise.resolve({ entries: [entryAt('A', a), entryAt('B', b)], findings: [] }),
    linesOf: (id) => Promise.resolve(linesOf(id, id === 'A' ? a : b, macs)),
  };
}

async function priced(ask: SourceQuestions): Promise<SourcePrices> {
  const prices = new SourcePrices();
  await prices.price(ask, NEVER);
  await prices.priceOthers(ask);
  return prices;
}

/** Where the entries and the first lines of B are said to be. */
function placesOf(prices: SourcePrices): readonly (number | undefined)[] {
  const b = prices.other('B')?.lines;
  const lines = [...prices.entries.entries.map(({ line }) => line), b?.entry?.line, b?.lines[0]?.line];
  return lines.map((line) => line && prices.lineNow(line));
}

describe('figures of a source file that is typed in', () => {
  it('of all entries stay beside their code: after an edit, after the run, after the others', async () => {
    const prices = await priced(file(1, 10));
    assert.deepEqual(placesOf(prices), [1, 10, 10, 11]);
    prices.edited(shiftOf(4, 4, '\n\n'));
    assert.deepEqual(placesOf(prices), [1, 12, 12, 13]);
    await prices.price(file(1, 12), NEVER);
    assert.deepEqual(placesOf(prices), [1, 12, 12, 13]);
    prices.edited(shiftOf(4, 4, '\n'));
    await prices.priceOthers(file(1, 12));
    assert.deepEqual(placesOf(prices), [1, 13, 13, 14]);
  });

  it('stay when the text does not run', async () => {
    const prices = await priced(file(1, 10));
    const { shown } = prices;
    prices.edited(LINE_ABOVE);
    assert.equal((await prices.price(file(2, 11, null), NEVER)).report, null);
    assert.equal(prices.shown, shown);
    assert.ok(prices.moved);
    assert.deepEqual(placesOf(prices).slice(1), [11, 11, 12]);
  });

  it('are not touched by a run that was cancelled, however late it answers', async () => {
    const prices = await priced(file(1, 10));
    const { shown } = prices;
    const run = new AbortController();
    prices.edited(LINE_ABOVE);
    const report = (): Promise<Report> => {
      run.abort();
      return Promise.resolve({} as Report);
    };
    await assert.rejects(prices.price({ ...file(2, 11), report }, run.signal), Cancelled);
    assert.equal(prices.shown, shown);
    assert.ok(prices.moved);
  });

  it('of other entries are not taken from a text that came later', async () => {
    const prices = await priced(file(1, 10));
    const ask: SourceQuestions = {
      ...file(1, 10),
      linesOf: async () => {
        // The next run begins while this one is asked.
        await prices.price(file(1, 10, null), NEVER);
        return linesOf('A', 1, null);
      },
    };
    await assert.rejects(prices.priceOthers(ask), Cancelled);
    const listed = prices.entries;
    const entries: SourceQuestions['entries'] = async () => {
      await prices.price(file(1, 10, null), NEVER);
      return { entries: [], findings: [] };
    };
    await assert.rejects(prices.priceOthers({ ...file(1, 10), entries }), Cancelled);
    assert.equal(prices.entries.entries.length, listed.entries.length);
    assert.deepEqual(prices.other('B'), { lines: linesOf('B', 10, 1), stale: false });
  });

  it('of an entry that does not run any more stay, marked stale', async () => {
    const prices = await priced(file(1, 10));
    await prices.priceOthers(file(1, 10, null));
    assert.deepEqual(prices.other('B'), { lines: linesOf('B', 10, 1), stale: true });
    await prices.priceOthers(file(1, 10, 2));
    assert.deepEqual(prices.other('B'), { lines: linesOf('B', 10, 2), stale: false });
  });

  it('go with their entry', async () => {
    const prices = await priced(file(1, 10));
    const entries = { entries: [entryAt('A', 1)], findings: [] };
    await prices.priceOthers({ ...file(1, 10), entries: () => Promise.resolve(entries) });
    assert.equal(prices.other('B'), undefined);
  });
});
