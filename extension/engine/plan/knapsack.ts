/** One way to treat a layer: what it takes of the budget, and the error that it brings. */
export interface Choice {
  readonly size: number;
  readonly error: number;
}

/** A choice per class, by index; null where not even the smallest choices fit. */
export interface Selection {
  readonly picks: readonly number[];
  readonly size: number;
  readonly error: number;
  /** Whether the search was complete: then no selection has a smaller error. */
  readonly optimal: boolean;
}

interface State {
  readonly size: number;
  readonly error: number;
  readonly pick: number;
  readonly parent: State | null;
}

/** More partial selections than this are thinned out, and the answer no longer claims to be the optimum. */
const MOST_STATES = 200_000;

/** Sums in another order differ by this share at most. */
const ROUNDING = 1e-10;

/**
 * Multiple-choice knapsack: one choice per class, the least total error whose total size fits. Exact: partial
 * selections are dropped only where another is no larger and no worse, or where even the relaxed rest cannot beat
 * a known selection (Dyer, Kayal and Walker, A branch and bound algorithm for the multiple-choice knapsack problem, 1984).
 */
export function selectChoices(classes: readonly (readonly Choice[])[], budget: number): Selection | null {
  const smallest = suffixSums(classes.map((choices) => Math.min(...choices.map(({ size }) => size))));
  if ((smallest[0] ?? 0) > budget) return null;
  const relaxed = classes.map((_, i) => relaxation(classes.slice(i)));
  const bound = (i: number, room: number): number => relaxed[i]?.(room) ?? 0;
  const best = greedyError(classes, budget, smallest);
  let states: readonly State[] = [{ size: 0, error: 0, pick: -1, parent: null }];
  let optimal = true;
  classes.forEach((choices, i) => {
    const next = states.flatMap((parent) =>
      choices.map(({ size, error }, pick) => ({
        size: parent.size + size,
        error: parent.error + error,
        pick,
        parent,
      })),
    );
    const rest = smallest[i + 1] ?? 0;
    const open = next.filter(
      ({ size, error }) =>
        size + rest <= budget && error + bound(i + 1, budget - size) <= best * (1 + ROUNDING),
    );
    states = undominated(open);
    if (states.length > MOST_STATES) {
      states = thinned(states);
      optimal = false;
    }
  });
  const found = states.reduce<State | null>((a, b) => (a === null || b.error < a.error ? b : a), null);
  return found && { picks: picksOf(found), size: found.size, error: found.error, optimal };
}

function suffixSums(values: readonly number[]): readonly number[] {
  const sums = new Array<number>(values.length + 1).fill(0);
  for (let i = values.length - 1; i >= 0; i--) sums[i] = (sums[i + 1] ?? 0) + (values[i] ?? 0);
  return sums;
}

/** Sorted by size with falling errors: whatever is larger must be better. */
function undominated(states: readonly State[]): readonly State[] {
  const sorted = [...states].sort((a, b) => a.size - b.size || a.error - b.error);
  const kept: State[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const state of sorted)
    if (state.error < least) {
      kept.push(state);
      least = state.error;
    }
  return kept;
}

function thinned(states: readonly State[]): readonly State[] {
  const step = Math.ceil(states.length / MOST_STATES);
  return states.filter((_, i) => i % step === 0 || i === states.length - 1);
}

function picksOf(state: State): readonly number[] {
  const picks: number[] = [];
  for (let at = state; at.parent !== null; at = at.parent) picks.unshift(at.pick);
  return picks;
}

/** A step from one choice to the next better one on the lower convex hull. */
interface Step {
  readonly size: number;
  readonly gain: number;
}

/**
 * Least error of the rest if choices could be mixed: the lower bound for any room. Errors are summed up from the
 * least one on: taking gains off the largest would leave nothing but rounding where errors differ by magnitudes.
 */
function relaxation(classes: readonly (readonly Choice[])[]): (room: number) => number {
  const hulls = classes.map(hull);
  const least = hulls.reduce((sum, [first]) => sum + (first?.size ?? 0), 0);
  const steps = hulls.flatMap(stepsOf).sort(steepestFirst);
  const errors = [hulls.reduce((sum, choices) => sum + (choices.at(-1)?.error ?? 0), 0)];
  for (const { gain } of [...steps].reverse()) errors.unshift((errors[0] ?? 0) + gain);
  return (room) => {
    let left = room - least;
    let taken = 0;
    for (let step = steps[0]; step && step.size <= left; step = steps[taken]) {
      left -= step.size;
      taken++;
    }
    const next = steps[taken];
    return next
      ? (errors[taken + 1] ?? 0) + next.gain * (1 - Math.max(0, left) / next.size)
      : (errors[taken] ?? 0);
  };
}

function steepestFirst(a: Step, b: Step): number {
  return b.gain / b.size - a.gain / a.size;
}

/** Choices on the lower convex hull of error over size, smallest first. */
function hull(choices: readonly Choice[]): readonly Choice[] {
  const sorted = [...choices].sort((a, b) => a.size - b.size || a.error - b.error);
  const kept: Choice[] = [];
  for (const choice of sorted) {
    if ((kept.at(-1)?.error ?? Number.POSITIVE_INFINITY) <= choice.error) continue;
    for (
      let last = kept.at(-1), before = kept.at(-2);
      last && before;
      last = kept.at(-1), before = kept.at(-2)
    ) {
      if (slope(before, last) < slope(last, choice)) break;
      kept.pop();
    }
    kept.push(choice);
  }
  return kept;
}

/** Change of error per size; negative, and the steeper the better. */
function slope(from: Choice, to: Choice): number {
  return (to.error - from.error) / (to.size - from.size);
}

function stepsOf(choices: readonly Choice[]): readonly Step[] {
  return choices.slice(1).map((choice, i) => {
    const from = choices[i] ?? choice;
    return { size: choice.size - from.size, gain: from.error - choice.error };
  });
}

/** Error of a selection that surely fits: from the smallest choices on, the best step that still fits. */
function greedyError(
  classes: readonly (readonly Choice[])[],
  budget: number,
  smallest: readonly number[],
): number {
  const hulls = classes.map(hull);
  const picks = new Array<number>(hulls.length).fill(0);
  let left = budget - (smallest[0] ?? 0);
  const steps = hulls.flatMap((choices, owner) => stepsOf(choices).map((step) => ({ ...step, owner })));
  const stopped = new Set<number>();
  for (const { size, owner } of steps.sort(steepestFirst)) {
    if (stopped.has(owner)) continue;
    if (size > left) stopped.add(owner);
    else {
      left -= size;
      picks[owner] = (picks[owner] ?? 0) + 1;
    }
  }
  return hulls.reduce((sum, choices, owner) => sum + (choices[picks[owner] ?? 0]?.error ?? 0), 0);
}
