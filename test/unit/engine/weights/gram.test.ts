import { gramMatrix } from '../../../../extension/engine/weights/gram';
import { AT_ONCE } from '../../../../extension/engine/weights/pace';
import { asStored, asTransposed, multiplyRows } from '../../../../extension/engine/weights/product';
import { seeded } from '../../../helpers/random';
import { assertClose, product, randomMatrix, transposed } from './matrices';

const SIZES = [
  [1, 1],
  [3, 5],
  [4, 4],
  [5, 3],
  [8, 300],
  [9, 513],
  [257, 6],
  [30, 31],
] as const;

describe('products', () => {
  for (const [rows, cols] of SIZES)
    it(`Gram matrix of ${rows} x ${cols} along the smaller side`, async () => {
      const a = randomMatrix(seeded(rows * cols), rows, cols);
      const expected = rows <= cols ? product(a, transposed(a)) : product(transposed(a), a);
      assertClose((await gramMatrix(a, AT_ONCE)).data, expected.data, 1e-11);
    });

  for (const [rows, cols] of SIZES)
    it(`products of ${rows} x ${cols} with others, stored and transposed`, async () => {
      const random = seeded(rows + cols);
      const a = randomMatrix(random, rows, cols);
      const b = randomMatrix(random, 7, cols);
      const c = randomMatrix(random, rows, 6);
      assertClose(
        (await multiplyRows(asStored(a), asStored(b), AT_ONCE)).data,
        product(a, transposed(b)).data,
        1e-11,
      );
      assertClose(
        (await multiplyRows(asTransposed(a), asTransposed(c), AT_ONCE)).data,
        product(transposed(a), c).data,
        1e-11,
      );
    });
});
