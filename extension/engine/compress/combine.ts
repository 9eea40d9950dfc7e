import type { Combination } from '../../shared/suggestions';
import type { Node } from '../ir/graph';
import { mergedEdit } from './bySource';
import { estimate, layerCosts, riskScore } from './estimate';
import { ModelFacts } from './facts';
import type { PricedModel, Pricer } from './pricing';
import type { Priced } from './suggest';
import type { Proposal, Stage, Technique } from './technique';

const STAGES: readonly Stage[] = ['clean', 'structure', 'fold', 'width', 'precision'];

/** A model with some suggestions applied one after the other. */
export interface Combined {
  readonly priced: PricedModel;
  readonly combination: Combination;
}

/** How far a combination has come. */
interface State {
  readonly priced: PricedModel;
  readonly score: number;
  readonly applied: readonly string[];
  readonly conflicts: Combination['conflicts'];
  /** Nodes of the model as it was, with the structural suggestion that changed them. */
  readonly changed: ReadonlyMap<Node, string>;
}

/** States that are remembered: a planner asks for combinations that share all but their last steps. */
const REMEMBERED = 16;

/** Applies suggestions to one model, again and again; what combinations begin with in common is applied once. */
export class Combiner {
  readonly #base: PricedModel;
  readonly #pricer: Pricer;
  readonly #states = new Map<string, State>();

  constructor(base: PricedModel, pricer: Pricer) {
    this.#base = base;
    this.#pricer = pricer;
  }

  /**
   * Applies suggestions together: exact clean-ups first, then structure, folding, width and precision, each proposed
   * anew on the graph that the earlier ones left. Two that give one layer another structure exclude each other; the
   * others adapt to what they find. The result is priced as one model, never summed up.
   */
  combine(chosen: readonly Priced[]): Combined {
    const order = inOrder(chosen);
    const keys = order.map((_, i) =>
      order
        .slice(0, i + 1)
        .map(({ suggestion }) => suggestion.id)
        .join('\n'),
    );
    const done = keys.findLastIndex((key) => this.#states.has(key));
    let state = this.#states.get(keys[done] ?? '') ?? start(this.#base);
    order.slice(done + 1).forEach((one, i) => {
      state = this.#step(state, one);
      this.#remember(keys[done + 1 + i] ?? '', state);
    });
    const { priced, score, applied, conflicts } = state;
    const totals = { before: this.#base.totals, after: priced.totals };
    return { priced, combination: { applied, conflicts, ...totals, riskScore: score } };
  }

  #step(state: State, one: Priced): State {
    const { id } = one.suggestion;
    const rival = rivalOf(one, state.changed);
    const next = rival === null ? applyTo(state.priced, one, this.#pricer) : null;
    if (next === null) {
      const why = rival === null ? 'what it changes is no longer there' : `${rival} changes the same layer`;
      return { ...state, conflicts: [...state.conflicts, { id, why }] };
    }
    const own = isStructural(one) ? [...one.estimate.gone].map((node) => [node, id] as const) : [];
    return {
      priced: next.priced,
      score: state.score + next.score,
      applied: [...state.applied, id],
      conflicts: state.conflicts,
      changed: new Map([...state.changed, ...own]),
    };
  }

  #remember(key: string, state: State): void {
    this.#states.delete(key);
    this.#states.set(key, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > REMEMBERED && oldest !== undefined) this.#states.delete(oldest);
  }
}

function start(base: PricedModel): State {
  return { priced: base, score: 0, applied: [], conflicts: [], changed: new Map() };
}

/** By stage; within one, as they were chosen. */
function inOrder(chosen: readonly Priced[]): readonly Priced[] {
  const stage = ({ estimate: { technique } }: Priced): number => STAGES.indexOf(technique.stage);
  return [...chosen].sort((a, b) => stage(a) - stage(b));
}

function isStructural({ estimate: { technique } }: Priced): boolean {
  return technique.stage === 'structure';
}

function rivalOf(one: Priced, changed: ReadonlyMap<Node, string>): string | null {
  if (!isStructural(one)) return null;
  for (const node of one.estimate.gone) {
    const rival = changed.get(node);
    if (rival !== undefined) return rival;
  }
  return null;
}

/** The same technique in a proposal's places and variant; null where one of the places is not there any more. */
export function proposedAgain(
  facts: ModelFacts,
  technique: Technique,
  { target, alsoTargets = [], variant }: Proposal,
): Proposal | null {
  const again = [target, ...alsoTargets].flatMap(
    (each) =>
      technique.propose(facts, each).find((one) => one.variant === variant) ??
      technique.variantAt?.(facts, each, variant) ??
      [],
  );
  const [first] = again;
  if (!first || again.length <= alsoTargets.length) return null;
  return again.length === 1 ? first : { ...first, edit: mergedEdit(again.map(({ edit }) => edit)) };
}

/** The same technique at the same place and in the same variant, on the graph as it has become. */
function applyTo(
  current: PricedModel,
  { estimate: { technique, proposal } }: Priced,
  pricer: Pricer,
): { readonly priced: PricedModel; readonly score: number } | null {
  const facts = new ModelFacts(current);
  const same = proposedAgain(facts, technique, proposal);
  const made = same && estimate(facts, technique, same, pricer);
  if (!made) return null;
  const level = same.riskLevel ?? technique.risk;
  return { priced: made.after, score: riskScore(current, layerCosts(current, made).before, level) };
}
