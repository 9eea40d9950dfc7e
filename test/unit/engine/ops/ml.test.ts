import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { ML_OPS } from '../../../../extension/engine/ops/ml';
import { f32, ints, shown, solve, solveAll } from '../../../helpers/facts';
import { viewOf, workWith } from '../../../helpers/nodeView';

const domain = 'ai.onnx.ml';
const rows = symbol('rows');

describe('ai.onnx.ml', () => {
  it('scales and extracts features', () => {
    assert.equal(
      shown(solve(ML_OPS, 'Scaler', { domain, inputs: [tensor('int64', [rows, 4])] })),
      'float32 rowsx4',
    );
    const picked = { domain, inputs: [f32(rows, 4), ints(0, 2)] };
    assert.equal(shown(solve(ML_OPS, 'ArrayFeatureExtractor', picked)), 'float32 rowsx2');
  });

  it('replaces labels', () => {
    const setup = { domain, inputs: [tensor('string', [rows])], attributes: { values_int64s: [1, 2] } };
    assert.equal(shown(solve(ML_OPS, 'LabelEncoder', { ...setup, opset: 2 })), 'int64 rows');
    assert.equal(
      shown(solve(ML_OPS, 'LabelEncoder', { domain, opset: 1, inputs: setup.inputs })),
      'int64 rows',
    );
  });

  it('prices linear models and says what it cannot price', () => {
    const linear = {
      domain,
      inputs: [f32(10, 4)],
      attributes: { coefficients: [1, 2, 3, 4, 5, 6, 7, 8], targets: 2 },
    };
    assert.equal(shown(solve(ML_OPS, 'LinearRegressor', linear)), 'float32 10x2');
    const work = workWith(ML_OPS, viewOf('LinearRegressor', linear));
    assert.ok(!('unknown' in work));
    assert.deepEqual(
      work.macs?.[0]?.map(({ value }) => value),
      [10, 2, 4],
    );
    const trees = {
      domain,
      inputs: [f32(10, 4)],
      attributes: { classlabels_strings: ['a', 'b', 'c'] },
      outputs: 2,
    };
    const shapes = solveAll(ML_OPS, 'TreeEnsembleClassifier', trees).map(shown);
    assert.deepEqual(shapes, ['string 10', 'float32 10x3']);
    assert.ok('unknown' in workWith(ML_OPS, viewOf('TreeEnsembleClassifier', trees)));
  });
});
