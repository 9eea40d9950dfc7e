import { type CancellationToken, type Disposable, Hover, languages, Range } from 'vscode';
import { ENERGY_SCOPE } from '../../engine/report/summary';
import { formatBytes, formatCount, formatEnergy, formatExact, formatShare } from '../../engine/units';
import { recountedSum } from '../../engine/view/derivation/recounted';
import type { Engine } from '../../shared/engineCalls';
import type { CountedAs } from '../../shared/report';
import type { SourceItem, SourceLine, SourceLines } from '../../shared/sourceLines';
import type { Fact } from '../../shared/webviewProtocol';
import { layerStory, untrusted } from '../layerStory';
import { escapeMarkdown, factTable } from '../markdown';
import type { PythonDocument } from './pythonDocument';
import type { PythonDocuments } from './pythonDocuments';
import { PYTHON_SELECTOR } from './pythonLenses';
import type { PricedSource } from './sourcePrices';
import { onlyLayer } from './sourceText';

/** What a line costs to the last digit, how that came about, and what it is made of. */
export function registerPythonHovers(documents: PythonDocuments, engine: Engine<AbortSignal>): Disposable {
  return languages.registerHoverProvider(PYTHON_SELECTOR, {
    provideHover: async (document, { line }, token) => {
      const known = documents.find(document.uri);
      const shown = known?.shown;
      if (!known || !shown) return null;
      const range = new Range(line, 0, line, document.lineAt(line).text.length);
      const texts = await Promise.all(
        linesAt(known, shown, line + 1).map(
          async (each) =>
            (await storyOf(known, shown, each, engine, token)) ??
            lineMarkdown(each, shown.lines, shown.report?.countedAs),
        ),
      );
      return texts.length === 0 ? null : new Hover(texts.map(untrusted), range);
    },
  });
}

function linesAt(document: PythonDocument, { lines }: PricedSource, line: number): readonly SourceLine[] {
  return lines.lines.filter((each) => document.lineNow(each.line) === line);
}

/** A line that is one layer, as the engine tells that, while the text is the one that was run; null for others. */
async function storyOf(
  document: PythonDocument,
  { report }: PricedSource,
  line: SourceLine,
  engine: Engine<AbortSignal>,
  token: CancellationToken,
): Promise<string | null> {
  const { model, stale } = document;
  // Of an older analysis, or one of another entry, the layer's id may be another one's.
  const layer = stale || model.analysis.state.status !== 'ready' ? null : onlyLayer(line, report);
  return layer && layerStory(model, layer, engine, token);
}

/** A line with every digit. */
export function lineMarkdown(line: SourceLine, { totals, entry }: SourceLines, counted?: CountedAs): string {
  const { costs } = line;
  const share =
    totals !== null && totals.macs > 0
      ? ` (${formatShare((costs.macs ?? 0) / totals.macs)} of ${entry?.title ?? 'all'})`
      : '';
  const bound = (text: string): string => (costs.atLeast ? `at least ${text}` : text);
  const facts: Fact[] = [
    { label: 'MACs', value: bound(formatExact(costs.macs ?? 0)) + share },
    ...(counted && line.kind !== 'parameter' ? [recountedSum(counted, line.layers)] : []),
    { label: 'FLOPs', value: bound(formatExact(costs.flops ?? 0)) },
    { label: 'Params', value: formatExact(costs.params ?? 0) },
    { label: 'Weights', value: formatBytes(costs.weightBytes ?? 0) },
    { label: 'Moved', value: bound(formatBytes(costs.movedBytes ?? 0)) },
    { label: 'Energy', value: `${bound(formatEnergy(costs.energyPj ?? 0))} (${ENERGY_SCOPE})` },
  ];
  const count = line.count > 1 ? ` x${line.count}` : '';
  return [
    `**${escapeMarkdown(line.title)}**${count}`,
    factTable('Cost', facts),
    ...formulaOf(line.items[0]),
    ...itemTable(line),
  ].join('\n\n');
}

function formulaOf(item: SourceItem | undefined): readonly string[] {
  if (!item?.formula) return [];
  return [
    `${escapeMarkdown(item.name)}: ${escapeMarkdown(item.formula.expression)} = ${escapeMarkdown(item.formula.numbers)}`,
  ];
}

function itemTable({ items, itemsLeftOut }: SourceLine): readonly string[] {
  if (items.length < 2) return [];
  const rows = items.map(
    ({ name, kind, costs, output, calls }) =>
      `| ${escapeMarkdown(name)} | ${escapeMarkdown(kind)}${calls > 1 ? ` x${calls}` : ''} | ${formatCount(costs.macs ?? 0)} | ${formatCount(costs.params ?? 0)} | ${escapeMarkdown(output)} |`,
  );
  const left = itemsLeftOut > 0 ? [`${itemsLeftOut} more`] : [];
  return [
    ['| module | kind | MACs | params | output |', '| --- | --- | ---: | ---: | --- |', ...rows].join('\n'),
    ...left,
  ];
}
