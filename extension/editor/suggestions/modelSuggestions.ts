import type { OutputError, PlanAnswer, Preview, RankCurve } from '../../shared/compression';
import type { AnalyzeOptions, Engine } from '../../shared/engineCalls';
import type { Combination, Suggestion, Suggestions, WeightFact } from '../../shared/suggestions';
import { Latest } from '../latest';
import { isSamePlace, readRankId } from '../../shared/ranks';
import { type Log, logFailure } from '../log';
import { ranksToMeasure } from './ranksToMeasure';
import { own } from '../../engine/own';

/** What suggestions are asked about. */
export interface SuggestionSubject {
  readonly path: () => string;
  readonly options: () => AnalyzeOptions;
}

/** What is worked on side by side: in each slot a newer piece of work takes the place of an older one. */
type Slot = 'choice' | 'preview' | 'ranks';

/** What is the same at every rank of a factorization. */
export type SuggestionHead = Pick<Suggestion, 'id' | 'title' | 'layer' | 'exact' | 'needs'>;

/** Suggestions for one model, what the user has chosen of them, and what follows from that. */
export class ModelSuggestions {
  readonly list: Latest<Suggestions>;
  readonly #engine: Engine<AbortSignal>;
  readonly #subject: SuggestionSubject;
  readonly #changed: () => void;
  readonly #log: Log;
  readonly #work = new Map<Slot, AbortController>();
  #chosen: readonly string[] = [];
  #combined: Combination | null = null;
  #previewed: { readonly id: string; readonly preview: Preview } | null = null;
  readonly #weightFacts = new Map<string, readonly WeightFact[]>();
  #rankCurve: RankCurve | null = null;
  #rankErrors: Readonly<Record<string, OutputError>> = {};
  #measuring = '';
  #budget = '';
  #plan: PlanAnswer | null = null;
  /** What failed last, by slot: another piece of work takes none of it away. */
  readonly #failures = new Map<Slot, string>();
  #progress = '';

  constructor(engine: Engine<AbortSignal>, subject: SuggestionSubject, log: Log, changed: () => void) {
    this.#engine = engine;
    this.#subject = subject;
    this.#changed = changed;
    this.#log = log;
    this.list = new Latest((signal) => this.#suggest(signal), changed);
  }

  get asked(): boolean {
    return this.list.state.status !== 'idle';
  }

  /** Looks for suggestions, again where that failed. */
  ask(): void {
    if (this.list.state.status === 'failed') this.list.refresh();
    else this.list.ensure();
  }

  get chosen(): readonly string[] {
    return this.#chosen;
  }

  get combined(): Combination | null {
    return this.#combined;
  }

  get previewed(): { readonly id: string; readonly preview: Preview } | null {
    return this.#previewed;
  }

  get rankCurve(): RankCurve | null {
    return this.#rankCurve;
  }

  /** Measured errors of the curve's ranks, by id. */
  get rankErrors(): Readonly<Record<string, OutputError>> {
    return this.#rankErrors;
  }

  /** How far the measuring of ranks has come; "" when nothing is measured. */
  get measuring(): string {
    return this.#measuring;
  }

  get budget(): string {
    return this.#budget;
  }

  get plan(): PlanAnswer | null {
    return this.#plan;
  }

  /** What failed last, or how far the work has come; "" where there is nothing to say. */
  get message(): string {
    return [...this.#failures.values()].at(-1) ?? this.#progress;
  }

  /** What the weights say of a suggestion that was looked at. */
  weightFacts(id: string): readonly WeightFact[] {
    return this.#weightFacts.get(id) ?? [];
  }

  /** A suggestion that is listed, or one of another rank than the listed ones. */
  find(id: string): SuggestionHead | undefined {
    const suggestions = this.list.state.value?.suggestions ?? [];
    const listed = suggestions.find((suggestion) => suggestion.id === id);
    if (listed !== undefined || readRankId(id) === null) return listed;
    const other = suggestions.find((suggestion) => isSamePlace(suggestion.id, id));
    return other && { ...other, id };
  }

  /** Whether there is a card for it. */
  isListed(id: string): boolean {
    return this.list.state.value?.suggestions.some((suggestion) => suggestion.id === id) === true;
  }

  /** The model is another one from here on: what was chosen may not exist any more. */
  outdated(): void {
    if (!this.asked) return;
    this.#stop('choice');
    this.#stop('preview');
    this.#stop('ranks');
    this.#combined = null;
    this.#previewed = null;
    this.#forgetRanks();
    this.#plan = null;
    this.#chosen = [];
    this.#weightFacts.clear();
    this.list.refresh();
  }

  choose(ids: readonly string[]): void {
    this.#chosen = ids.filter((id) => this.find(id) !== undefined);
    this.#combined = null;
    this.#stop('choice');
    if (this.#chosen.length === 0) this.#changed();
    else
      this.#run('choice', async (path, options, signal) => {
        this.#combined = await this.#engine.combine(path, options, this.#chosen, { signal });
      });
  }

  showPreview(id: string | null): void {
    this.#previewed = null;
    this.#stop('preview');
    if (id === null) this.#changed();
    else
      this.#run('preview', async (path, options, signal) => {
        this.#previewed = { id, preview: await this.#engine.preview(path, options, [id], { signal }) };
        this.#changed();
        const facts = await this.#engine.weightFacts(path, options, [id], { signal });
        this.#weightFacts.set(id, own(facts, id) ?? []);
      });
  }

  showRanks(id: string | null): void {
    this.#forgetRanks();
    this.#stop('ranks');
    if (id === null) this.#changed();
    else
      this.#run('ranks', async (path, options, signal) => {
        const curve = await this.#engine.rankCurve(path, options, id, { signal });
        if (!signal.aborted) this.#rankCurve = curve;
      });
  }

  /** Runs the model at some of the curve's ranks; a second time it stops that. */
  measureRanks(): void {
    const curve = this.#rankCurve;
    const isRunning = this.#measuring !== '';
    this.#stop('ranks');
    this.#measuring = '';
    if (!curve || isRunning) {
      this.#changed();
      return;
    }
    this.#measuring = 'Loading the model';
    const progress = (_stage: string, done: number, total: number): void => {
      this.#measuring = `Measuring rank ${done + 1} of ${total}`;
      this.#changed();
    };
    this.#run('ranks', async (path, options, signal) => {
      try {
        const ids = ranksToMeasure(curve).map((point) => point.id);
        const errors = await this.#engine.outputErrors(path, options, ids, { signal, progress });
        if (!signal.aborted) this.#rankErrors = errors;
      } finally {
        if (!signal.aborted) this.#measuring = '';
      }
    });
  }

  makePlan(budget: string): void {
    this.#budget = budget;
    this.#plan = null;
    this.#stop('choice');
    this.#run('choice', async (path, options, signal) => {
      const plan = await this.#engine.plan(path, options, { budget }, { signal });
      this.#plan = plan;
      this.#chosen = plan.plan.applied;
      this.#combined = plan.plan;
    });
  }

  dispose(): void {
    for (const work of this.#work.values()) work.abort();
    this.list.cancel();
  }

  #forgetRanks(): void {
    this.#rankCurve = null;
    this.#rankErrors = {};
    this.#measuring = '';
  }

  #stop(slot: Slot): void {
    this.#work.get(slot)?.abort();
    this.#work.delete(slot);
    this.#failures.delete(slot);
  }

  /** What fails is said in one sentence. */
  #run(
    slot: Slot,
    work: (path: string, options: AnalyzeOptions, signal: AbortSignal) => Promise<void>,
  ): void {
    const run = new AbortController();
    const { signal } = run;
    this.#work.set(slot, run);
    this.#changed();
    work(this.#subject.path(), this.#subject.options(), signal).then(
      () => {
        if (!signal.aborted) this.#changed();
      },
      (error: unknown) => {
        if (signal.aborted) return;
        logFailure(this.#log, 'Suggestions', error);
        this.#failures.set(slot, error instanceof Error ? error.message : String(error));
        this.#changed();
      },
    );
  }

  async #suggest(signal: AbortSignal): Promise<Suggestions> {
    const progress = (_stage: string, done: number, total: number): void => {
      this.#progress = `Pricing suggestions: ${done} of ${total}`;
      this.#changed();
    };
    try {
      const context = { signal, progress };
      return await this.#engine.suggest(this.#subject.path(), this.#subject.options(), {}, context);
    } finally {
      this.#progress = '';
    }
  }
}
