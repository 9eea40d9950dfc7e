/**
 * Names come from files that anybody may have made: control characters (escape sequences for a terminal among
 * them), invisible characters and those that turn the direction of writing are shown as `\x1b`, `\u202e`.
 */
export function plainText(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/**
 * A message as one line of bearable length: names in it may be thousands of characters long, and places in nested
 * subgraphs are. What is too long loses its middle, since messages begin with the place and end with the advice.
 */
export function oneSentence(message: string, longest = LONGEST_FINDING): string {
  // Cut before it is escaped, too: a name may be as long as the file.
  const text = plainText(cut(message, 4 * longest));
  return cut(text, longest);
}

const LONGEST_FINDING = 600;
const UNSEEN = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\u{e0000}-\u{e0fff}\ufff9-\ufffb]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor((longest - 3) / 2);
  return `${text.slice(0, half)} … ${text.slice(-half)}`;
}
