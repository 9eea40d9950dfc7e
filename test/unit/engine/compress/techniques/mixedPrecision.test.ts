import assert from 'node:assert/strict';
import { ModelFacts } from '../../../../../extension/engine/compress/facts';
import { estimate } from '../../../../../extension/engine/compress/estimate';
import {
  MIXED_PRECISION,
  mixedPrecision,
} from '../../../../../extension/engine/compress/techniques/mixedPrecision';
import { assertCostsOfFile, describeTechnique, type Figures, subjectOf } from '../cases';
import { dense, type Network, on } from '../networks';

const [N, A, B, C, D] = [2, 16, 64, 48, 24] as const;
const network: Network = on(
  ['n', A],
  dense('a', 'x', A, B, { as: 'gemm', bias: true }),
  dense('b', 'a', B, C, { as: 'gemm-transposed' }),
  dense('y', 'b', C, D),
);
const SIZES = [A * B, B * C, C * D] as const;
const figures = (bytes: number): Figures => ({
  macs: N * (SIZES[0] + SIZES[1] + SIZES[2]),
  params: SIZES[0] + SIZES[1] + SIZES[2] + B,
  weightBytes: bytes + 4 * B,
});

describeTechnique(
  'mixed-precision',
  [
    {
      title: '8 bits at both ends, 4 with a scale per 32 inputs between them',
      network,
      dims: { n: N },
      before: figures(4 * (SIZES[0] + SIZES[1] + SIZES[2])),
      after: {
        ':inner=4': figures(SIZES[0] + 4 * B + SIZES[1] / 2 + (4 * SIZES[1]) / 32 + SIZES[2] + 4 * D),
      },
    },
  ],
  [
    { title: 'two weights', network: on([N, A], dense('a', 'x', A, B), dense('y', 'a', B, C)) },
    { title: 'operator set 20', network: { ...network, opset: 20 }, dims: { n: N } },
  ],
);

describe('mixed precision with given bits', () => {
  it('stores 2 bits from operator set 25 on, and leaves what is not named', async () => {
    const { base, pricer } = subjectOf({ ...network, opset: 25 }, { n: N });
    const facts = new ModelFacts(base);
    const proposal = mixedPrecision(facts, new Map([['b.w', 2]]));
    assert.equal(proposal.what, 'weights 1 at 2 bits, 2 as they are');
    const made = estimate(facts, MIXED_PRECISION, proposal, pricer);
    assert.ok(made);
    assert.equal(
      made.after.totals.weightBytes,
      4 * (SIZES[0] + SIZES[2] + B) + SIZES[1] / 4 + (4 * SIZES[1]) / 32,
    );
    await assertCostsOfFile(made.after, { n: N });
  });
});
