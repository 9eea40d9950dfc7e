import assert from 'node:assert/strict';
import {
  inputUnfolding,
  linearMatrix,
  outputUnfolding,
  spatialMatrix,
  spatialWeights,
} from '../../../../extension/engine/weights/unfold';
import type { Weights } from '../../../../extension/engine/weights/values';
import { seeded } from '../../../helpers/random';
import { assertClose, at, identity, known, matrix, randomValues } from './matrices';

const [OUTS, INS, HEIGHT, WIDTH] = [4, 3, 2, 5];
const conv: Weights = {
  values: randomValues(seeded(1), OUTS * INS * HEIGHT * WIDTH),
  dims: [OUTS, INS, HEIGHT, WIDTH],
};

function element(weights: Weights, ...place: readonly number[]): number {
  const index = place.reduce((sum, i, axis) => sum * (weights.dims[axis] ?? 1) + i, 0);
  return weights.values[index] ?? NaN;
}

function eachPlace(visit: (o: number, c: number, i: number, j: number) => void): void {
  for (let o = 0; o < OUTS; o++)
    for (let c = 0; c < INS; c++)
      for (let i = 0; i < HEIGHT; i++) for (let j = 0; j < WIDTH; j++) visit(o, c, i, j);
}

describe('unfoldings', () => {
  it('of linear weights are out x in, however stored', () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    assert.deepEqual(linearMatrix({ values, dims: [2, 3] }, 'out-in'), { data: values, rows: 2, cols: 3 });
    assert.deepEqual(linearMatrix({ values, dims: [3, 2] }, 'in-out'), {
      data: Float32Array.of(1, 3, 5, 2, 4, 6),
      rows: 2,
      cols: 3,
    });
    assert.equal(linearMatrix({ values, dims: [6] }, 'out-in'), null);
  });

  it('put every element of a convolution where they say', () => {
    const spatial = known(spatialMatrix(conv));
    const output = known(outputUnfolding(conv));
    const input = known(inputUnfolding(conv));
    assert.deepEqual([spatial.rows, spatial.cols], [INS * HEIGHT, WIDTH * OUTS]);
    assert.deepEqual([output.rows, output.cols], [OUTS, INS * HEIGHT * WIDTH]);
    assert.deepEqual([input.rows, input.cols], [INS, OUTS * HEIGHT * WIDTH]);
    eachPlace((o, c, i, j) => {
      const expected = element(conv, o, c, i, j);
      assert.equal(at(spatial, c * HEIGHT + i, j * OUTS + o), expected);
      assert.equal(at(output, o, (c * HEIGHT + i) * WIDTH + j), expected);
      assert.equal(at(input, c, (o * HEIGHT + i) * WIDTH + j), expected);
    });
  });

  it('are not there for tensors of another rank', () => {
    const vector = { values: Float32Array.of(1, 2), dims: [2] };
    assert.equal(spatialMatrix(vector), null);
    assert.equal(outputUnfolding(vector), null);
    assert.equal(inputUnfolding(vector), null);
  });

  it('two convolutions made of factors compose to the product of the factors', () => {
    const random = seeded(2);
    const rank = 3;
    const left = matrix(INS * HEIGHT, rank, () => random.next());
    const right = matrix(rank, WIDTH * OUTS, () => random.next());
    const [vertical, horizontal] = spatialWeights(left, right, conv.dims);
    assert.deepEqual(vertical.dims, [rank, INS, HEIGHT, 1]);
    assert.deepEqual(horizontal.dims, [OUTS, rank, 1, WIDTH]);
    eachPlace((o, c, i, j) => {
      let composed = 0;
      let expected = 0;
      for (let r = 0; r < rank; r++) {
        composed += element(vertical, r, c, i, 0) * element(horizontal, o, r, 0, j);
        expected += at(left, c * HEIGHT + i, r) * at(right, r, j * OUTS + o);
      }
      assert.equal(composed, expected);
    });
  });

  it('factors I and the matrix itself give the convolution back', () => {
    const spatial = known(spatialMatrix(conv));
    const [, horizontal] = spatialWeights(identity(spatial.rows), spatial, conv.dims);
    const back = new Float32Array(conv.values.length);
    let place = 0;
    eachPlace((o, c, i, j) => {
      back[place++] = element(horizontal, o, c * HEIGHT + i, 0, j);
    });
    assertClose(back, conv.values, 0);
  });
});
