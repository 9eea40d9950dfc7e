import assert from 'node:assert/strict';
import { ModelFacts } from '../../../../extension/engine/compress/facts';
import { Pricer, type PricedModel } from '../../../../extension/engine/compress/pricing';
import { techniqueOf } from '../../../../extension/engine/compress/registry';
import { type Priced, suggest } from '../../../../extension/engine/compress/suggest';
import { bindSymbols } from '../../../../extension/engine/cost/symbols';
import { findProfile } from '../../../../extension/engine/hardware/builtInProfiles';
import { inferModel } from '../../../../extension/engine/inference/infer';
import type { Report } from '../../../../extension/shared/report';
import { differences } from '../../../helpers/costDifferences';
import { priceFile, reportOn, writeModel } from '../../../helpers/writeModel';
import { modelOf, type Network } from './networks';

type Dims = Readonly<Record<string, number>>;

/** Of the whole model. Without weightBytes every stored element is a parameter of four bytes. */
export interface Figures {
  readonly macs: number;
  readonly params: number;
  readonly weightBytes?: number;
}

/** A network on which a technique applies. */
export interface Applies {
  readonly title: string;
  readonly network: Network;
  readonly dims?: Dims;
  readonly before: Figures;
  /** All that is proposed, by id without the technique: `@3:rank=8`, or "" for the model as a whole. */
  readonly after: Readonly<Record<string, Figures>>;
  readonly check?: (one: Priced) => void;
}

export interface Refused {
  readonly title: string;
  readonly network: Network;
  readonly dims?: Dims;
}

export interface Subject {
  readonly base: PricedModel;
  readonly pricer: Pricer;
}

/** The network at fixed sizes, as the engine makes it. */
export function subjectOf(network: Network, dims: Dims = {}): Subject {
  const profile = findProfile('horowitz-45nm');
  assert.ok(profile);
  const model = modelOf(network);
  const pricer = new Pricer(profile, { bind: bindSymbols(inferModel(model), dims).values });
  return { base: pricer.price(model), pricer };
}

/** What techniques propose, by id. */
export function proposals(
  { base, pricer }: Subject,
  ...techniques: readonly string[]
): ReadonlyMap<string, Priced> {
  const { found } = suggest(base, pricer, { techniques, trivial: true });
  return new Map(found.map((one) => [one.suggestion.id, one]));
}

/** Fails where an estimate differs from what the edited graph costs when it is written and read again. */
export async function assertCostsOfFile(costs: PricedModel, dims: Dims = {}): Promise<void> {
  assert.deepEqual(differences(costs.totals, await priceFile(writeModel(costs.model), { dims })), []);
}

/** Tests of a technique: where it applies, with closed forms of the costs, and where it must not. */
export function describeTechnique(
  id: string,
  applies: readonly Applies[],
  refused: readonly Refused[],
): void {
  describe(`technique ${id}`, () => {
    for (const one of applies) it(one.title, () => checkApplies(id, one));
    for (const { title, network, dims } of refused)
      it(`not on ${title}`, () => {
        const subject = subjectOf(network, dims);
        assert.equal(subject.base.unknown, 0);
        assert.deepEqual([...proposals(subject, id).keys()], []);
      });
  });
}

async function checkApplies(
  id: string,
  { network, dims = {}, before, after, check }: Applies,
): Promise<void> {
  const subject = subjectOf(network, dims);
  await assertCostsOfFile(subject.base, dims);
  assert.deepEqual(figuresOf(subject.base), whole(before), 'before');
  const found = proposals(subject, id);
  assert.deepEqual(
    [...found.keys()],
    Object.keys(after).map((key) => `${id}${key}`),
  );
  const findings = await findingsOf(subject.base, dims);
  for (const [key, figures] of Object.entries(after)) {
    const one = found.get(`${id}${key}`);
    assert.ok(one);
    assert.deepEqual(figuresOf(one.estimate.after), whole(figures), `after${key}`);
    await assertCostsOfFile(one.estimate.after, dims);
    assert.deepEqual(
      await findingsOf(one.estimate.after, dims),
      findings,
      'the edited file has other findings',
    );
    assertLayersAddUp(one);
    assertFoundAgain(subject, one);
    check?.(one);
  }
}

function figuresOf({ totals: { macs, params, weightBytes } }: PricedModel): Figures {
  return { macs, params, weightBytes };
}

function whole({ macs, params, weightBytes = 4 * params }: Figures): Figures {
  return { macs, params, weightBytes };
}

async function findingsOf({ model }: PricedModel, dims: Dims): Promise<Report['diagnostics']> {
  const { diagnostics } = await reportOn(writeModel(model), { dims });
  return diagnostics.filter(({ code }) => code !== 'missing-external-file');
}

/** What the changed layers cost less is what the model costs less. */
function assertLayersAddUp({ suggestion: { before, after, layersBefore, layersAfter } }: Priced): void {
  for (const metric of ['macs', 'flops', 'movedBytes'] as const)
    assert.equal(
      before[metric] - after[metric],
      layersBefore[metric] - layersAfter[metric],
      `${metric} of the layers`,
    );
}

/** Combinations propose anew, for one place only. */
function assertFoundAgain({ base }: Subject, { estimate: { technique, proposal } }: Priced): void {
  const again = technique.propose(new ModelFacts(base), proposal.target);
  const same = again.filter(
    ({ target, variant }) => target === proposal.target && variant === proposal.variant,
  );
  assert.equal(same.length, 1);
  assert.equal(techniqueOf(technique.id), technique);
}
