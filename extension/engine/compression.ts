import type {
  BudgetCheck,
  PlanAnswer,
  PlanRequest,
  Preview,
  RankCurve,
  SuggestRequest,
} from '../shared/compression';
import type { AnalyzeOptions, CallContext } from '../shared/engineCalls';
import type { Combination, Suggestion, Suggestions, WeightFact } from '../shared/suggestions';
import type { LoadedModel } from './loadedModel';
import { Combiner } from './compress/combine';
import type { SiteOf } from './compress/bySource';
import { ModelFacts } from './compress/facts';
import { rankCurveOf } from './compress/measured/rankCurve';
import { weightFactsOf } from './compress/measured/weightFacts';
import { WeightStore } from './compress/measured/weightStore';
import { type PricedModel, Pricer } from './compress/pricing';
import { TECHNIQUES, techniqueOf } from './compress/registry';
import { type Priced, suggest } from './compress/suggest';
import { variantOf } from './compress/variants';
import { bindSymbols } from './cost/symbols';
import { BadInput } from './diagnostics';
import type { HardwareProfile } from './hardware/profile';
import type { EngineHost } from './host';
import { inferModel } from './inference/infer';
import { resolveInputs } from './inputShapes';
import { planBits } from './plan/bitPlan';
import { budgetFor, excesses, parseBudget } from './plan/budget';
import { heaviest } from './plan/heaviest';
import { planFor } from './plan/plans';
import { designCost, EQUAL_WEIGHTS, mnasNetReward } from './plan/ranking';
import { readSensitivities } from './plan/sensitivity';
import { previewOf } from './preview';
import { Recent } from './recent';
import type { Work } from './weights/pace';

/** A model as compression needs it: read, and for source code where its layers are constructed. */
export interface CompressionSource {
  readonly loaded: LoadedModel;
  readonly siteOf?: SiteOf;
}

/** A model at fixed sizes of its inputs, with what has been found out about it. */
export interface Subject {
  readonly path: string;
  readonly source: CompressionSource;
  readonly pricer: Pricer;
  readonly base: PricedModel;
  readonly profile: HardwareProfile;
  /** Whether sizes that nobody gave were assumed. */
  readonly assumed: boolean;
}

export interface Found {
  readonly subject: Subject;
  readonly found: readonly Priced[];
  readonly trivial: number;
}

/** Suggestions, their combinations and plans, each computed once per content of the model and options. */
export class Compression {
  readonly #subjects = new Recent<Subject>(4);
  readonly #found = new Recent<Found>(4);
  readonly #stores = new WeakMap<Subject, WeightStore>();
  readonly #host: EngineHost;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  async suggestions(subject: Subject, request: SuggestRequest, context: CallContext): Promise<Suggestions> {
    const { found, trivial } = this.find(subject, request, context);
    const { base, path, profile, assumed } = subject;
    const { format, name } = base.model;
    return Promise.resolve({
      model: { path, format, name },
      hardware: profile.id,
      before: base.totals,
      suggestions: ranked(found, request),
      trivial,
      remarks: remarksOn(base, assumed),
    });
  }

  /** Prices chosen suggestions together. Throws BadInput for an id that there is none of. */
  combined(subject: Subject, ids: readonly string[], context: CallContext): Combination {
    return new Combiner(subject.base, subject.pricer).combine(this.chosen(subject, ids, context)).combination;
  }

  preview(subject: Subject, ids: readonly string[], context: CallContext): Preview {
    const chosen = this.chosen(subject, ids, context);
    const { priced } = new Combiner(subject.base, subject.pricer).combine(chosen);
    return previewOf(subject, priced);
  }

  async plan(subject: Subject, request: PlanRequest, context: CallContext): Promise<PlanAnswer> {
    const { base, pricer } = subject;
    const budget = budgetFor(parseBudget(request.budget), base.totals);
    const weights = request.cost ?? EQUAL_WEIGHTS;
    if (request.mixedPrecision === true) {
      const sensitivities = readSensitivities(request.sensitivities ?? '{"layers":{}}');
      const on = { base, pricer, store: this.#store(subject), work: this.#work(context) };
      return planBits(on, budget, sensitivities, weights);
    }
    const { techniques } = request;
    const { found } = this.find(subject, { ...(techniques && { techniques }) }, context);
    return { budget, ...planFor(base, found, budget, pricer, weights, context) };
  }

  /** Figures that only the weights tell, by id of the suggestion. Throws Cancelled. */
  async weightFacts(
    subject: Subject,
    ids: readonly string[],
    context: CallContext,
  ): Promise<Readonly<Record<string, readonly WeightFact[]>>> {
    const facts = new ModelFacts(subject.base);
    const store = this.#store(subject);
    const work = this.#work(context);
    const found = new Map<string, readonly WeightFact[]>();
    for (const { suggestion, estimate } of this.chosen(subject, ids, context))
      found.set(suggestion.id, await weightFactsOf(facts, estimate.proposal, store, work));
    return Object.fromEntries(found);
  }

  /** What the ranks of a factorization come to; null for suggestions without one. Throws Cancelled. */
  async rankCurve(subject: Subject, id: string, context: CallContext): Promise<RankCurve | null> {
    const [one] = this.chosen(subject, [id], context);
    const { base, pricer } = subject;
    const on = { base, pricer, store: this.#store(subject), work: this.#work(context) };
    return one ? rankCurveOf(on, one) : null;
  }

  #store(subject: Subject): WeightStore {
    const store = this.#stores.get(subject) ?? new WeightStore(this.#host, subject.path);
    this.#stores.set(subject, store);
    return store;
  }

  #work(context: CallContext): Work {
    return { pause: () => this.#host.pause?.() ?? Promise.resolve(), ...context };
  }

  check({ base }: Subject, text: string): BudgetCheck {
    const budget = budgetFor(parseBudget(text), base.totals);
    const over = excesses(budget, base.totals);
    return {
      costs: base.totals,
      budget,
      excesses: over.map((excess) => ({ ...excess, layers: heaviest(base, excess.metric) })),
      complete: base.unknown === 0,
    };
  }

  chosen(subject: Subject, ids: readonly string[], context: CallContext): readonly Priced[] {
    // Who has asked for the trivial ones, too, has had all there are.
    const listed = byId(this.#found.get(foundKey(subject, true)) ?? this.find(subject, {}, context));
    // Trivial ones are priced anew only where somebody asks for one.
    const variant = (id: string): Priced | undefined =>
      variantOf(subject.base, subject.pricer, id, subject.source.siteOf);
    const all = ids.every((id) => listed.has(id) || variant(id))
      ? listed
      : byId(this.find(subject, { trivial: true }, context));
    return ids.map((id) => {
      const one = all.get(id) ?? variant(id);
      if (!one)
        throw new BadInput(`${subject.path}: there is no suggestion "${id}"; layercost suggest lists them`);
      return one;
    });
  }

  /** Throws BadInput for a technique that there is none of. */
  find(subject: Subject, { trivial = false, techniques }: SuggestRequest, context: CallContext): Found {
    const stranger = techniques?.find((id) => techniqueOf(id) === undefined);
    if (stranger !== undefined)
      throw new BadInput(
        `there is no technique "${stranger}"; there is ${TECHNIQUES.map(({ id }) => id).join(', ')}`,
      );
    const key = foundKey(subject, trivial, techniques);
    const known = this.#found.get(key);
    if (known) return known;
    const { siteOf } = subject.source;
    const options = { trivial, ...context, ...(techniques && { techniques }), ...(siteOf && { siteOf }) };
    const made = { subject, ...suggest(subject.base, subject.pricer, options) };
    this.#found.set(key, made);
    return made;
  }

  /** Infers and prices a model with every open dim at its value. Throws BadInput where a shape does not fit an input. */
  subject(
    path: string,
    source: CompressionSource,
    options: AnalyzeOptions,
    profile: HardwareProfile,
    context: CallContext,
  ): Subject {
    const { fingerprint, inlined } = source.loaded;
    const key = JSON.stringify([path, fingerprint, options.dims, options.inputShapes, profile]);
    const known = this.#subjects.get(key);
    if (known) return known;
    const given = source.loaded.run ? { ...options, inputShapes: {} } : options;
    const { dims, overrides } = resolveInputs(inlined.graph, given);
    const inputs = { inputShapes: overrides, ...context };
    const { values, symbols } = bindSymbols(inferModel(inlined, inputs), dims);
    const pricer = new Pricer(profile, { inputShapes: overrides, bind: values });
    const assumed = symbols.some((symbol) => symbol.assumed);
    const made = { path, source, pricer, base: pricer.price(inlined), profile, assumed };
    keys.set(made, key);
    this.#subjects.set(key, made);
    return made;
  }
}

function foundKey(subject: Subject, trivial: boolean, techniques?: readonly string[]): string {
  return JSON.stringify([keyOf(subject), trivial, techniques]);
}

function byId({ found }: Found): ReadonlyMap<string, Priced> {
  return new Map(found.map((one) => [one.suggestion.id, one]));
}

function ranked(
  found: readonly Priced[],
  { ranking = 'cost', cost = EQUAL_WEIGHTS }: SuggestRequest,
): readonly Suggestion[] {
  const suggestions = found.map(({ suggestion }): Suggestion => {
    const { before, after, risk } = suggestion;
    return {
      ...suggestion,
      cost: designCost(before, after, risk.score, cost),
      reward: mnasNetReward(before, after, risk.score, 1),
    };
  });
  return suggestions.sort((a, b) => (ranking === 'cost' ? a.cost - b.cost : b.reward - a.reward));
}

const keys = new WeakMap<Subject, string>();

function keyOf(subject: Subject): string {
  return keys.get(subject) ?? '';
}

function remarksOn(base: PricedModel, assumed: boolean): readonly string[] {
  return [
    ...(assumed
      ? ['Open sizes of the inputs are taken as 1: give real ones (--dim, --input) for figures that hold.']
      : []),
    ...(base.unknown > 0
      ? [
          `The cost of ${base.unknown} ${base.unknown === 1 ? 'layer is' : 'layers are'} not known: totals are lower bounds.`,
        ]
      : []),
  ];
}
