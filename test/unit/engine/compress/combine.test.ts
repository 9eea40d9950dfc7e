import assert from 'node:assert/strict';
import { type Combined, Combiner } from '../../../../extension/engine/compress/combine';
import type { Priced } from '../../../../extension/engine/compress/suggest';
import { assertCostsOfFile, proposals, type Subject, subjectOf } from './cases';
import { batchNorm, conv, dense, type Network, on, op } from './networks';

const [N, CIN, A, B, H, W, OUT] = [2, 8, 32, 48, 14, 12, 64] as const;

/** Convolution and normalization, a second convolution, a classifier. */
const NETWORK: Network = on(
  ['n', CIN, H, W],
  conv('a', 'x', CIN, A),
  batchNorm('b', 'a', A),
  op('Relu', 'b', 'r'),
  conv('c', 'r', A, B, { bias: true }),
  op('GlobalAveragePool', 'c', 'p'),
  op('Flatten', 'p', 'f'),
  dense('y', 'f', B, OUT, { as: 'gemm-transposed', bias: true }),
);
const DIMS = { n: N };

/** What each of these costs in MACs of one example, as it stands in the network or rewritten. */
const MACS = {
  a: H * W * A * CIN * 9,
  aSequential: H * W * (A * CIN * 3 + A * A * 3),
  c: H * W * B * A * 9,
  cParallel: H * W * B * A * 6,
  y: B * OUT,
  yLowRank: 8 * (B + OUT),
};

const subject: Subject = subjectOf(NETWORK, DIMS);

function pick(...ids: readonly string[]): readonly Priced[] {
  const all = proposals(subject, ...ids.map((id) => id.replace(/[@:].*/, '')));
  return ids.map((id) => {
    const one = all.get(id);
    assert.ok(one, `there is no ${id}, only ${[...all.keys()].join(', ')}`);
    return one;
  });
}

/**
 * Combines in the order given and the other way round: unless two exclude each other, the same is applied and costs
 * the same. The network that comes out is priced from its file.
 */
async function combined(...ids: readonly string[]): Promise<Combined> {
  const chosen = pick(...ids);
  const made = new Combiner(subject.base, subject.pricer).combine(chosen);
  const turned = new Combiner(subject.base, subject.pricer).combine([...chosen].reverse());
  if (made.combination.conflicts.length === 0) {
    assert.deepEqual(turned.combination.after, made.combination.after);
    assert.deepEqual(new Set(turned.combination.applied), new Set(made.combination.applied));
  }
  await assertCostsOfFile(made.priced, DIMS);
  assert.deepEqual(made.combination.before, subject.base.totals);
  assert.deepEqual(made.combination.after, made.priced.totals);
  return made;
}

describe('combination of suggestions', () => {
  it('of none is the model', async () => {
    const { combination, priced } = await combined();
    assert.deepEqual([combination.applied, combination.riskScore], [[], 0]);
    assert.equal(priced, subject.base);
  });

  it('applies structures of different layers as they were chosen', async () => {
    const ids = ['low-rank@6:rank=8', 'spatial-parallel@3', 'spatial-sequential@0'];
    const { combination } = await combined(...ids);
    assert.deepEqual(combination.applied, ids);
    assert.deepEqual(combination.conflicts, []);
    assert.equal(combination.after.macs, N * (MACS.aSequential + MACS.cParallel + MACS.yLowRank));
    const scores = pick(...ids).map(({ suggestion }) => suggestion.risk.score);
    assert.ok(combination.riskScore > Math.max(...scores));
  });

  it('applies one technique to several layers', async () => {
    const ids = ['spatial-parallel@0', 'spatial-parallel@3'];
    const { combination } = await combined(...ids);
    assert.deepEqual(combination.applied, ids);
    assert.equal(combination.after.macs, N * (H * W * A * CIN * 6 + MACS.cParallel + MACS.y));
  });

  for (const [first, second] of [
    ['spatial-parallel@3', 'depthwise-separable@3'],
    ['depthwise-separable@3', 'spatial-parallel@3'],
    ['spatial-svd@3:rank=24', 'spatial-svd@3:rank=8'],
  ] as const)
    it(`refuses ${second} behind ${first}, and says why`, async () => {
      const { combination } = await combined(first, second, 'low-rank@6:rank=8');
      assert.deepEqual(combination.applied, [first, 'low-rank@6:rank=8']);
      assert.deepEqual(combination.conflicts, [{ id: second, why: `${first} changes the same layer` }]);
      const [alone] = pick(first);
      const saved = subject.base.totals.macs - (alone?.suggestion.after.macs ?? 0);
      assert.equal(combination.after.macs, subject.base.totals.macs - saved - N * (MACS.y - MACS.yLowRank));
    });

  it('goes on from what another combination began with', async () => {
    const chosen = pick('spatial-sequential@0', 'spatial-parallel@3', 'fold-batch-norm@1', 'float16');
    const combiner = new Combiner(subject.base, subject.pricer);
    for (let count = chosen.length; count >= 0; count--) {
      const again = combiner.combine(chosen.slice(0, count));
      const fresh = new Combiner(subject.base, subject.pricer).combine(chosen.slice(0, count));
      assert.deepEqual(again.combination, fresh.combination);
      await assertCostsOfFile(again.priced, DIMS);
    }
  });

  it('quantizes the factors of a low-rank layer, not the weight that they replace', async () => {
    const { combination, priced } = await combined('int8-weights', 'low-rank@6:rank=8');
    assert.deepEqual(combination.applied, ['low-rank@6:rank=8', 'int8-weights']);
    const elements = A * CIN * 9 + B * A * 9 + 8 * (B + OUT);
    const scales = A + B + 8 + OUT;
    const floats = 4 * A + B + OUT;
    assert.equal(combination.after.weightBytes, elements + 4 * (scales + floats));
    assert.deepEqual(combination.conflicts, []);
    assert.equal(priced.model.graph.initializers.has('y.w'), false);
  });

  it('folds a normalization into what a factorization made of the convolution before it', async () => {
    const { combination, priced } = await combined('fold-batch-norm@1', 'spatial-sequential@0');
    assert.deepEqual(combination.applied, ['spatial-sequential@0', 'fold-batch-norm@1']);
    assert.deepEqual(combination.conflicts, []);
    const operators = priced.model.graph.nodes.map((node) => node.op);
    assert.equal(operators.includes('BatchNormalization'), false);
    const kernels = A * CIN * 3 + A * A * 3 + B * A * 9;
    assert.equal(combination.after.params, kernels + A + B + B * OUT + OUT);
    assert.equal(combination.after.macs, N * (MACS.aSequential + MACS.c + MACS.y));
  });

  it('prunes and casts on top of structures; what is smaller then costs less', async () => {
    const { combination } = await combined('float16', 'width-multiplier:width=0.5', 'spatial-sequential@0');
    assert.deepEqual(combination.applied, ['spatial-sequential@0', 'width-multiplier:width=0.5', 'float16']);
    // The rows between 1x3 and 3x1 are channels like all others.
    const [a, b] = [A / 2, B / 2];
    const macs = H * W * (a * CIN * 3 + a * a * 3 + b * a * 9) + b * OUT;
    assert.equal(combination.after.macs, N * macs);
    const params = a * CIN * 3 + a * a * 3 + b * a * 9 + 2 * a + b + b * OUT + OUT;
    assert.equal(combination.after.params, params);
    assert.equal(combination.after.weightBytes, 2 * (params + 2 * a));
  });

  it('says so where an earlier one took away what another is about', async () => {
    const { combination } = await combined('width-multiplier:width=0.25', 'filter-pruning@3:keep=24');
    assert.deepEqual(combination.applied, ['width-multiplier:width=0.25']);
    assert.deepEqual(combination.conflicts, [
      { id: 'filter-pruning@3:keep=24', why: 'what it changes is no longer there' },
    ]);
  });
});
