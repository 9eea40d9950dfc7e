import { plainText } from '../diagnosticsText';

/** Text as text: characters that Markdown, HTML or a forge's mentions give a meaning are escaped. */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/[&<>|`\\#@$]|:(?=\/\/)|(?<=www)\./gi, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[*_[\]~!]/g, '\\$&');
}

/** Text in code type, exactly: nothing is escaped there, so the fence is longer than any run of backticks within. */
export function codeSpan(text: string): string {
  const code = plainText(text);
  if (code === '') return '';
  const runs = [...code.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  // One space at either end is not shown; it keeps backticks and spaces of the text's own apart from the fence.
  const padding = /^[` ]|[` ]$/.test(code) && code.trim() !== '' ? ' ' : '';
  return fence + padding + code + padding + fence;
}

/** The same for a cell of a table: its bars are told from those between cells by a backslash, in code too. */
export function codeCell(text: string): string {
  // A bar that has a backslash of its own is read differently by different readers; HTML is not.
  if (text.includes('\\|')) return `<code>${escapeMarkdown(text)}</code>`;
  return codeSpan(text).replaceAll('|', '\\|');
}
