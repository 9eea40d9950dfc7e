import { displayWidth, padEnd, padStart } from './plainText';

/** A Markdown table whose columns also line up as plain text: the first to the left, the others to the right. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widths = header.map((_, column) =>
    Math.max(4, ...[header, ...rows].map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, i) => (i === 0 ? padEnd : padStart)(row[i] ?? '', width)).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(header), `| ${rule.join(' | ')} |`, ...rows.map(line)];
}
