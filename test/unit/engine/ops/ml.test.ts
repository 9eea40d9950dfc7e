import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { ML_OPS } from '../../../../extension/engine/ops/ml';
import { costsOf, whyUnknown } from '../../../helpers/costs';
import { f32, ints, shown, solve, solveAll } from '../../../helpers/facts';
import { type NodeSetup, viewOf, workWith } from '../../../helpers/nodeView';

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
    const odd = { ...linear, inputs: [f32(10, 3)] };
    assert.deepEqual(workWith(ML_OPS, viewOf('LinearRegressor', odd)), {
      unknown: '8 coefficients do not fit 3 features',
    });
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

  const cost = (op: string, setup: NodeSetup): unknown => costsOf(ML_OPS, op, { domain, ...setup });

  it('prices support vectors by features and results', () => {
    // 10 rows, 5 vectors of 4 features.
    const vectors = Array.from({ length: 20 }, () => 0.5);
    const rbf = { kernel_type: 'RBF', support_vectors: vectors, coefficients: [1, 2, 3, 4, 5.5] };
    assert.deepEqual(cost('SVMRegressor', { inputs: [f32(10, 4)], attributes: { ...rbf, n_supports: 5 } }), {
      macs: 10 * 5 * (4 + 1),
      elementOps: 10 * 5 * (4 + 2),
      transcendentals: 50,
    });
    // 3 classes of 2, 2 and 1 vectors: each votes twice.
    const classes = {
      ...rbf,
      kernel_type: 'LINEAR',
      vectors_per_class: [2, 2, 1],
      classlabels_ints: [0, 1, 2],
    };
    assert.deepEqual(cost('SVMClassifier', { inputs: [f32(10, 4)], attributes: classes }), {
      macs: 10 * 5 * (4 + 2),
      elementOps: 0,
      transcendentals: 0,
    });
    const linear = { coefficients: [0.5, 1, 2, 3, 4, 5, 6, 7] };
    assert.deepEqual(cost('SVMClassifier', { inputs: [f32(10, 4)], attributes: linear }), {
      macs: 80,
      elementOps: 0,
      transcendentals: 0,
    });
  });

  it('scales in two operations and normalizes in five', () => {
    const inputs = [f32(10, 4)];
    assert.deepEqual(cost('Scaler', { inputs }), { macs: 0, elementOps: 80, transcendentals: 0 });
    assert.deepEqual(cost('Normalizer', { inputs }), { macs: 0, elementOps: 200, transcendentals: 10 });
  });

  it('says how large the trees are that it cannot price', () => {
    const attributes = { nodes_treeids: [0, 0, 0, 1], nodes_featureids: [1, 0, 0, 2] };
    assert.match(
      whyUnknown(ML_OPS, 'TreeEnsembleRegressor', { domain, inputs: [f32(10, 4)], attributes }),
      /through the trees \(2 of 4 nodes in all\)/,
    );
  });

  it('joins features, and goes into maps and out of them', () => {
    const joined = {
      domain,
      inputs: [f32(10, 4), tensor('int64', [10, 2])],
      attributes: { inputdimensions: [4, 2] },
    };
    assert.equal(shown(solve(ML_OPS, 'FeatureVectorizer', joined)), 'float32 10x6');
    const zipped = solve(ML_OPS, 'ZipMap', {
      domain,
      inputs: [f32(10, 3)],
      attributes: { classlabels_strings: ['a', 'b', 'c'] },
    });
    assert.equal(zipped.holds?.count, 10);
    const map = zipped.holds.element;
    assert.equal(map.holds?.count, 3);
    assert.equal(shown(map.holds.element), 'float32 scalar');
    const listed = { domain, inputs: [map], attributes: { string_vocabulary: ['a', 'b', 'c', 'd'] } };
    assert.equal(shown(solve(ML_OPS, 'DictVectorizer', listed)), 'float32 1x4');
    assert.equal(shown(solve(ML_OPS, 'CastMap', { domain, inputs: [map] })), 'float32 1x3');
    const sparse = {
      domain,
      inputs: [map],
      attributes: { map_form: 'SPARSE', max_map: 9, cast_to: 'TO_INT64' },
    };
    assert.equal(shown(solve(ML_OPS, 'CastMap', sparse)), 'int64 1x9');
  });
});
