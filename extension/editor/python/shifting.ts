/** What an edit does to the lines of a document: those behind `line` move by `by`. */
export interface LineShift {
  /** 0-based line in which the edit begins. */
  readonly line: number;
  /** 0-based line in which the replaced text ended. */
  readonly end: number;
  readonly by: number;
}

/** The shift of one replacement of text. */
export function shiftOf(startLine: number, endLine: number, text: string): LineShift {
  const added = text.split('\n').length - 1;
  return { line: startLine, end: endLine, by: added - (endLine - startLine) };
}

/** Where a 1-based line is after the edits, in their order: results stay beside their code while newer ones are computed. */
export function shifted(line: number, shifts: readonly LineShift[]): number {
  return shifts.reduce((at, { end, line: start, by }) => {
    if (by === 0 || at - 1 <= start) return at;
    return at - 1 >= end ? at + by : Math.max(start + 1, Math.min(at, at + by));
  }, line);
}
