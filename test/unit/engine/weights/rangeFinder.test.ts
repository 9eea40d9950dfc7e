import assert from 'node:assert/strict';
import { eigenvalues } from '../../../../extension/engine/weights/eigen';
import { gramMatrix } from '../../../../extension/engine/weights/gram';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import { findRange } from '../../../../extension/engine/weights/rangeFinder';
import { seeded } from '../../../helpers/random';
import { assertClose, identity, product, randomMatrix, transposed, withSingularValues } from './matrices';

describe('the randomized range finder', () => {
  it('gives orthonormal rows, and the matrix on them', async () => {
    const a = withSingularValues(seeded(1), 20, 12, [5, 3, 1]);
    const { basis, projected } = await findRange(a, AT_ONCE);
    // Of rank 3: the other rows are zeros, or what rounding left of the matrix.
    const gram = product(basis, transposed(basis));
    assertClose(
      gram.data,
      gram.data.map((_, i) => (i % 13 === 0 ? Math.round(gram.data[i] ?? 0) : 0)),
      1e-12,
    );
    assertClose(product(basis, a).data, transposed(projected).data, 1e-12);
    assertClose(product(transposed(basis), transposed(projected)).data, a.data, 1e-12);
  });

  it('takes all directions of a small matrix', async () => {
    const { basis } = await findRange(randomMatrix(seeded(3), 3, 5), AT_ONCE);
    assertClose(product(basis, transposed(basis)).data, identity(3).data, 1e-12);
  });

  it('finds the leading singular values of a slowly decaying spectrum, none too large', async () => {
    const chosen = Array.from({ length: 330 }, (_, i) => (i + 1) ** -0.5);
    const a = withSingularValues(seeded(2), 330, 340, chosen);
    const { projected } = await findRange(a, AT_ONCE);
    const gram = await gramMatrix(projected, AT_ONCE);
    const values = (await eigenvalues(gram.data, gram.rows, AT_ONCE)).map(Math.sqrt);
    for (let i = 0; i < 256; i++) {
      const ratio = (values[i] ?? 0) / (chosen[i] ?? 0);
      assert.ok(ratio <= 1 + 1e-9 && ratio > (i < 128 ? 0.99 : 0.9), `value ${i}: ${ratio} of it`);
    }
  }).timeout(20_000);
});
