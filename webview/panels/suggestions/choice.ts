/** What the user has chosen, ahead of the extension's answers. */
export interface Choice {
  readonly ids: readonly string[];
  /** Whether the extension has not answered the newest choice yet. */
  readonly pending: boolean;
  /** The user's doing. */
  set(ids: readonly string[]): void;
  /** The extension's word: adopted, unless it only repeats what the user has left behind. */
  hear(ids: readonly string[]): void;
}

/** An extension that has not answered for this long has taken another road, in milliseconds. */
const PATIENCE = 3000;

/**
 * Keeps fast clicks together: while answers to older choices come in, the newest one stays, so that a further click
 * adds to it and nothing flickers.
 */
export function createChoice(now: () => number = Date.now): Choice {
  let ids: readonly string[] = [];
  /** What was chosen before and has not been answered yet, oldest first. */
  let left: readonly (readonly string[])[] = [];
  let since = 0;
  return {
    get ids() {
      return ids;
    },
    get pending() {
      return left.length > 0;
    },
    set(next) {
      left = [...left, ids];
      ids = next;
      since = now();
    },
    hear(said) {
      const current = sameIds(said, ids) || now() - since > PATIENCE;
      const answered = current ? -1 : left.findIndex((older) => sameIds(older, said));
      left = answered < 0 ? [] : left.slice(answered);
      if (answered < 0) ids = said;
    },
  };
}

/** Whether two lists hold the same ids, in whatever order. */
export function sameIds(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a);
  return known.size === new Set(b).size && b.every((id) => known.has(id));
}
