import { plainText } from '../engine/diagnosticsText';
import type { Details, Fact } from '../shared/webviewProtocol';

const MAX_FACTS = 12;
const MAX_VALUE = 200;

/** Text from a model file as Markdown that shows exactly this text: no emphasis, table cell, link or markup of its own. */
export function escapeMarkdown(text: string): string {
  return plainText(shortened(text)).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

function shortened(text: string): string {
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`;
}

/** The whole story of a layer or group, as the detail pane tells it. */
export function detailsMarkdown(details: Details): string {
  return [
    `**${escapeMarkdown(details.title)}** ${escapeMarkdown(details.subtitle)}`,
    costTable(details),
    details.formula.map((line) => `    ${plainText(line)}`).join('\n'),
    factTable('Input', details.inputs),
    factTable('Output', details.outputs),
    factTable('Attribute', details.attributes),
    details.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Costs with their shares of the model beside them. */
function costTable({ costs, shares }: Details): string {
  if (costs.length === 0) return '';
  const share = new Map(shares.map(({ label, value }) => [label, value]));
  const rows = costs.map(
    ({ label, value }) => `${row(label, value)} ${escapeMarkdown(share.get(label) ?? '')} |`,
  );
  return ['| Cost | | Share |', '| :-- | :-- | --: |', ...rows].join('\n');
}

/** A two-column table; "" without rows. */
export function factTable(heading: string, facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const rows = facts.slice(0, MAX_FACTS).map(({ label, value }) => row(label, value));
  const more = facts.length > MAX_FACTS ? [`| … | ${facts.length - MAX_FACTS} more |`] : [];
  return [`| ${heading} | |`, '| :-- | :-- |', ...rows, ...more].join('\n');
}

function row(label: string, value: string): string {
  return `| ${escapeMarkdown(label)} | ${escapeMarkdown(value)} |`;
}
