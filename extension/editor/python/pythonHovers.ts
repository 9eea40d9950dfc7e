import { type Disposable, Hover, languages, MarkdownString, Range } from 'vscode';
import { ENERGY_SCOPE } from '../../engine/report/summary';
import { formatBytes, formatCount, formatEnergy, formatExact, formatShare } from '../../engine/units';
import type { SourceItem, SourceLine, SourceLines } from '../../shared/sourceLines';
import type { Fact } from '../../shared/webviewProtocol';
import { escapeMarkdown, factTable } from '../markdown';
import type { PythonDocument } from './pythonDocument';
import type { PythonDocuments } from './pythonDocuments';
import { PYTHON_SELECTOR } from './pythonLenses';

/** What a line costs to the last digit, how that came about, and what it is made of. */
export function registerPythonHovers(documents: PythonDocuments): Disposable {
  return languages.registerHoverProvider(PYTHON_SELECTOR, {
    provideHover: (document, { line }) => {
      const known = documents.find(document.uri);
      const texts = known === undefined ? [] : hoverTexts(known, line + 1);
      if (texts.length === 0) return null;
      const range = new Range(line, 0, line, document.lineAt(line).text.length);
      return new Hover(
        texts.map((text) => new MarkdownString(text)),
        range,
      );
    },
  });
}

function hoverTexts(document: PythonDocument, line: number): readonly string[] {
  const lines = document.shown?.lines;
  if (lines === undefined) return [];
  return lines.lines
    .filter((each) => document.lineNow(each.line) === line)
    .map((each) => lineMarkdown(each, lines));
}

/** A line with every digit. */
export function lineMarkdown(line: SourceLine, { totals, entry }: SourceLines): string {
  const { costs } = line;
  const share =
    totals !== null && totals.macs > 0
      ? ` (${formatShare((costs.macs ?? 0) / totals.macs)} of ${entry?.title ?? 'all'})`
      : '';
  const bound = (text: string): string => (costs.atLeast ? `at least ${text}` : text);
  const facts: Fact[] = [
    { label: 'MACs', value: bound(formatExact(costs.macs ?? 0)) + share },
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
