import type { Difference, DifferenceCounts } from '../../extension/shared/diff';

/** How a box differs from the other model, as its badge tells it. */
export interface Badge {
  /** Decides colour and glyph; of a group that differs in several ways, `changed`. */
  readonly kind: Difference;
  /** On the badge: `changed`, `2 added`, `3 differ`. */
  readonly label: string;
  /** The same in full: `changed`, `2 changed and 1 added`. */
  readonly words: string;
}

const KINDS = ['changed', 'added', 'removed'] as const;

export function layerBadge(kind: Difference): Badge {
  return { kind, label: kind, words: kind };
}

/** Of a group, for the layers in it; null where none differs. */
export function groupBadge(counts: DifferenceCounts): Badge | null {
  const kinds = KINDS.filter((kind) => counts[kind] > 0);
  const [kind, ...others] = kinds;
  if (kind === undefined) return null;
  const texts = kinds.map((each) => `${counts[each]} ${each}`);
  if (others.length === 0) return { kind, label: texts.join(), words: texts.join() };
  const total = kinds.reduce((sum, each) => sum + counts[each], 0);
  const words = `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
  return { kind: 'changed', label: `${total} differ`, words };
}
