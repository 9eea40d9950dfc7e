/** Columns that a terminal takes for the text: two for East Asian wide characters and emoji, none for marks. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** At most `width` columns: the front is cut, because the end of a layer's name tells layers apart. */
export function shortenFront(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const kept = takeColumns(Array.from(text.slice(-4 * width)).reverse(), width - 1);
  return `…${kept.reverse().join('')}`;
}

/** At most `width` columns: the end is cut. */
export function shortenEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return `${takeColumns(Array.from(text.slice(0, 4 * width)), width - 1).join('')}…`;
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

function takeColumns(characters: readonly string[], columns: number): string[] {
  let left = columns;
  const end = characters.findIndex((character) => (left -= characterWidth(character)) < 0);
  return characters.slice(0, end < 0 ? characters.length : end);
}

function characterWidth(character: string): number {
  if (/\p{Mn}|\p{Me}/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** East Asian Width W and F (Unicode Standard Annex 11), by block, and characters drawn as emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
