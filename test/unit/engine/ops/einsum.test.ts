import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { EINSUM_OPS } from '../../../../extension/engine/ops/einsum';
import { labelsOf, macsOf, whyUnknown } from '../../../helpers/costs';
import { conflictOf, f32, shown, solve } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

function setup(equation: string, ...shapes: readonly (readonly number[])[]): NodeSetup {
  return { inputs: shapes.map((shape) => f32(...shape)), attributes: { equation } };
}

function einsum(node: NodeSetup): string {
  return shown(solve(EINSUM_OPS, 'Einsum', node));
}

describe('Einsum', () => {
  // The first five are ONNX's own examples; shapes as numpy.einsum gives them.
  const cases: readonly [string, readonly (readonly number[])[], string, number][] = [
    ['ij->ji', [[3, 4]], '4x3', 0],
    ['ij->i', [[3, 4]], '3', 0],
    ['...ii ->...i', [[3, 5, 5]], '3x5', 0],
    ['i,i', [[5], [5]], 'scalar', 5],
    [
      'bij, bjk -> bik',
      [
        [5, 2, 3],
        [5, 3, 4],
      ],
      '5x2x4',
      120,
    ],
    [
      'ij,jk',
      [
        [2, 3],
        [3, 4],
      ],
      '2x4',
      24,
    ],
    ['ba', [[2, 3]], '3x2', 0],
    [
      '...ij,...jk->...ik',
      [
        [7, 1, 2, 3],
        [6, 3, 4],
      ],
      '7x6x2x4',
      7 * 6 * 24,
    ],
    ['...,...', [[2, 3], [3]], '2x3', 6],
    ['a,b,c->abc', [[2], [3], [5]], '2x3x5', 60],
    [
      'bhqd,bhkd->bhqk',
      [
        [2, 4, 8, 16],
        [2, 4, 8, 16],
      ],
      '2x4x8x8',
      2 * 4 * 8 * 8 * 16,
    ],
    ['i...->...', [[2, 3, 4]], '3x4', 0],
  ];
  for (const [equation, shapes, shape, macs] of cases)
    it(`solves ${equation}`, () => {
      const node = setup(equation, ...shapes);
      assert.equal(einsum(node), `float32 ${shape}`);
      assert.equal(macsOf(EINSUM_OPS, 'Einsum', node), macs);
    });
  it('multiplies once less than there are operands', () => {
    assert.equal(
      labelsOf(EINSUM_OPS, 'Einsum', setup('a,b,c->abc', [2], [3], [5])),
      'a * b * c * operands - 1',
    );
  });
  it('keeps symbols', () => {
    const inputs = [f32(symbol('n'), 3, 4), f32(4, 5)];
    assert.equal(einsum({ inputs, attributes: { equation: 'nij,jk->nik' } }), 'float32 nx3x5');
  });
  it('says what does not fit', () => {
    const cases: readonly [NodeSetup, RegExp][] = [
      [setup('ij,jk->ik', [2, 3], [4, 5]), /j is 3x4 in "ij,jk->ik"/],
      [setup('ijk->i', [2, 3]), /2x3 does not fit ijk/],
      [setup('ij->k', [2, 3]), /asks for k/],
      [setup('ij,jk', [2, 3]), /names 2 operands, not 1/],
      [setup('i->j->k', [2]), /not an Einsum equation/],
      [setup('i.j->i', [2, 3]), /not an Einsum equation/],
      [setup('......->', [2]), /not an Einsum equation/],
      [setup('...ij->ij', [2]), /does not fit/],
      [{ inputs: [f32(2)] }, /does not fit|Einsum/],
    ];
    for (const [node, message] of cases) assert.match(conflictOf(EINSUM_OPS, 'Einsum', node), message);
  });
  it('leaves the shape unknown where an operand is', () => {
    const node = { inputs: [f32(2, 3), tensor('float32', null)], attributes: { equation: 'ij,jk' } };
    assert.equal(einsum(node), 'float32 ?');
    assert.equal(whyUnknown(EINSUM_OPS, 'Einsum', node), 'the shape of in1 is not known');
  });
});
