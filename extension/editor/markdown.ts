import { plainText } from '../engine/diagnosticsText';
import type { DocSection } from '../shared/documentation';
import type { Details, Fact, Figure } from '../shared/webviewProtocol';

const MAX_FACTS = 12;
const MAX_VALUE = 200;

/** Text from a model file as Markdown that shows exactly this text: no emphasis, table cell, link or markup of its own. */
export function escapeMarkdown(text: string): string {
  return plainText(shortened(text)).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

function shortened(text: string): string {
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`;
}

/** A layer for a hover, compactly: what it costs and why, then its tensors; the detail pane tells the rest. */
export function detailsMarkdown(details: Details): string {
  return [
    `**${escapeMarkdown(details.title)}** ${escapeMarkdown(details.subtitle)}`,
    costTable(details),
    sectionLinks(details.costs),
    factTable('Input', details.inputs),
    factTable('Output', details.outputs),
    factTable('Attribute', details.attributes),
    details.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Few lines of a hover are seen without scrolling: sizes are in the bytes moved, ratios and details in the pane. */
const NOT_IN_HOVER = new Set([
  'Weight bytes',
  'Input bytes',
  'Output bytes',
  'Intensity',
  'of them transcendental',
]);

/** Columns of a hover stand close to each other. */
const GAP = '&ensp;';
const MAX_UNBROKEN = 32;

/** A short cell on one line, however narrow the hover. */
function unbroken(text: string): string {
  return text.length <= MAX_UNBROKEN ? text.replaceAll(' ', '\u00a0') : text;
}

/** Costs with their shares of the model, and how they came about. */
function costTable({ costs, shares }: Details): string {
  const told = costs.filter(({ label }) => !NOT_IN_HOVER.has(label));
  if (told.length === 0) return '';
  const share = new Map(shares.map(({ label, value }) => [label, value]));
  const rows = told.map(({ label, value, remark, derivation }) => {
    const why = [remark ?? '', derivation?.brief ?? ''].filter((text) => text !== '').join(' ');
    const cells = [label, value, share.get(label) ?? ''].map((text) => escapeMarkdown(unbroken(text)));
    return `| ${[...cells, `${GAP}${escapeMarkdown(why)}`].join(' | ')} |`;
  });
  return ['| Cost | | Share | |', '| :-- | --: | --: | :-- |', ...rows].join('\n');
}

/** The one command that a hover may run; its argument is the name of a section. */
export const DOCUMENTATION_COMMAND = 'layercost.openDocumentation';

function sectionLinks(costs: readonly Figure[]): string {
  const sections = new Map<DocSection, string>();
  for (const { label, derivation } of costs)
    if (derivation && !NOT_IN_HOVER.has(label) && !sections.has(derivation.section))
      sections.set(derivation.section, label);
  const links = [...sections].map(([section, label]) => {
    const argument = encodeURIComponent(JSON.stringify([section]));
    return `[${escapeMarkdown(label)}](command:${DOCUMENTATION_COMMAND}?${argument})`;
  });
  return links.length === 0 ? '' : `How it is counted: ${links.join(' · ')}`;
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
