import type { ChannelRun } from '../../ir/recipe';

/** Channels of one group side by side along an axis, each `repeat` elements wide. */
export type Run = Omit<ChannelRun, 'keep'>;

/**
 * Channel groups: sets of channels that can only be kept or removed together, because additions, normalizations
 * and depthwise convolutions tie them. A union-find; a group that meets something that cannot change is fixed.
 */
export class ChannelGroups {
  readonly #parents: number[] = [];
  readonly #sizes: number[] = [];
  readonly #fixed = new Set<number>();

  /** A new group of so many channels. */
  add(size: number, fixed = false): Run {
    const group = this.#parents.length;
    this.#parents.push(group);
    this.#sizes.push(size);
    if (fixed) this.#fixed.add(group);
    return { group, size, repeat: 1 };
  }

  root(group: number): number {
    let at = group;
    for (let parent = this.#parents[at]; parent !== undefined && parent !== at; parent = this.#parents[at])
      at = parent;
    this.#parents[group] = at;
    return at;
  }

  fix(runs: readonly Run[]): void {
    for (const { group } of runs) this.#fixed.add(this.root(group));
  }

  isFixed(group: number): boolean {
    return this.#fixed.has(this.root(group));
  }

  size(group: number): number {
    return this.#sizes[this.root(group)] ?? 0;
  }

  /** Ties two axes of the same width, run by run; where they are cut differently, neither can change. */
  unite(a: readonly Run[], b: readonly Run[]): void {
    const matches =
      a.length === b.length &&
      a.every(({ size, repeat }, i) => size === b[i]?.size && repeat === b[i].repeat);
    if (!matches) {
      this.fix([...a, ...b]);
      return;
    }
    a.forEach(({ group }, i) => {
      this.#join(this.root(group), this.root(b[i]?.group ?? group));
    });
  }

  #join(a: number, b: number): void {
    if (a === b) return;
    this.#parents[b] = a;
    if (this.#fixed.has(b)) this.#fixed.add(a);
  }

  /** Roots of the groups that may shrink. */
  free(): readonly number[] {
    return this.#parents.flatMap((_, group) =>
      this.root(group) === group && !this.#fixed.has(group) ? [group] : [],
    );
  }
}

/** Elements that runs take along an axis. */
export function widthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { size, repeat }) => sum + size * repeat, 0);
}
