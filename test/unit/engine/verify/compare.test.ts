import assert from 'node:assert/strict';
import type { RuntimeTensor } from '../../../../extension/engine/hostRuntime';
import { compareOutput } from '../../../../extension/engine/verify/compare';
import { agrees, disagreements } from '../../../../extension/engine/verify/agreement';
import { encodeElements } from '../../../../extension/engine/weights/encode';
import type { DType } from '../../../../extension/engine/ir/dtype';

function tensor(values: readonly number[], dims = [values.length], dtype: DType = 'float32'): RuntimeTensor {
  return { dtype, dims, data: encodeElements(values, dtype) ?? assert.fail() };
}

describe('comparison of outputs', () => {
  it('finds no difference between equals', () => {
    const one = tensor([1, -2, 3, 4], [2, 2]);
    assert.deepEqual(compareOutput('y', one, one), {
      name: 'y',
      dtype: 'float32',
      shape: [2, 2],
      maxAbsoluteError: 0,
      maxElementError: 0,
      maxRelativeError: 0,
      cosine: 1,
      signalToNoise: Infinity,
      comparable: true,
      topOneAgreement: 1,
      mismatch: null,
    });
  });

  it('measures errors in closed form', () => {
    // Noise 1 + 4 of a signal of 9 + 16: 10 log10 5 dB.
    const found = compareOutput('y', tensor([3, 4]), tensor([4, 2]));
    assert.equal(found.maxAbsoluteError, 2);
    assert.equal(found.maxElementError, 0.5);
    assert.equal(found.maxRelativeError, 0.5);
    assert.ok(Math.abs((found.cosine ?? 0) - 20 / (5 * Math.sqrt(20))) < 1e-12);
    assert.ok(Math.abs(found.signalToNoise - 10 * Math.log10(5)) < 1e-12);
    assert.equal(found.topOneAgreement, null);
  });

  it('tells an error at a small element from one at the largest', () => {
    const found = compareOutput('y', tensor([100, 1]), tensor([100, 2]));
    assert.equal(found.maxElementError, 0.5);
    assert.equal(found.maxRelativeError, 0.01);
  });

  it('takes what differs from nothing but zeros for wholly wrong, not for infinitely', () => {
    const found = compareOutput('y', tensor([0, 0]), tensor([0, 2]));
    assert.deepEqual([found.maxAbsoluteError, found.maxRelativeError, found.cosine], [2, 1, null]);
  });

  it('compares nothing where no number is finite', () => {
    const none = tensor([NaN, Infinity]);
    assert.deepEqual(
      [compareOutput('y', none, none).comparable, compareOutput('y', none, none).mismatch],
      [false, null],
    );
    const broken = compareOutput('y', tensor([1, 2]), none);
    assert.deepEqual([broken.comparable, broken.maxRelativeError], [true, Infinity]);
  });

  it('counts rows whose largest element moved', () => {
    const before = tensor([0, 1, 5, 4, 2, 3, 9, 8], [4, 2]);
    const after = tensor([1, 0, 5, 4, 2, 3, 9, 8], [4, 2]);
    assert.equal(compareOutput('y', before, after).topOneAgreement, 0.75);
    const threeDeep = compareOutput('y', { ...before, dims: [2, 2, 2] }, { ...after, dims: [2, 2, 2] });
    assert.equal(threeDeep.topOneAgreement, 0.75);
    const image = compareOutput('y', { ...before, dims: [1, 2, 2, 2] }, { ...after, dims: [1, 2, 2, 2] });
    assert.equal(image.topOneAgreement, null);
  });

  it('takes NaN for NaN and infinite for itself, and nothing else for either', () => {
    const odd = tensor([NaN, Infinity, 1]);
    assert.equal(compareOutput('y', odd, odd).maxAbsoluteError, 0);
    assert.equal(compareOutput('y', odd, odd).cosine, 1);
    for (const other of [
      [0, Infinity, 1],
      [NaN, -Infinity, 1],
      [NaN, Infinity, NaN],
    ]) {
      const found = compareOutput('y', odd, tensor(other));
      assert.equal(found.maxRelativeError, Infinity);
      assert.equal(found.signalToNoise, -Infinity);
      assert.equal(found.cosine, null);
    }
  });

  it('has no direction of zeros', () => {
    const zeros = tensor([0, 0]);
    assert.equal(compareOutput('y', zeros, zeros).cosine, null);
    assert.equal(compareOutput('y', zeros, zeros).maxRelativeError, 0);
  });

  it('says why outputs cannot be compared', () => {
    const one = tensor([1, 2]);
    assert.equal(compareOutput('y', one, null).mismatch, 'is missing');
    const other = compareOutput('y', one, tensor([1, 2], [1, 2]));
    assert.equal(other.mismatch, 'has shape [1, 2] instead of [2]');
    assert.equal(other.maxAbsoluteError, Infinity);
    const half = compareOutput('y', one, tensor([1, 2], [2], 'float16'));
    assert.equal(half.mismatch, 'is float16 instead of float32');
    assert.equal(half.maxAbsoluteError, 0);
  });

  it('compares integers and booleans, too', () => {
    const found = compareOutput('y', tensor([3, 1], [2], 'int64'), tensor([5, 1], [2], 'int64'));
    assert.equal(found.maxAbsoluteError, 2);
    const flags = compareOutput('y', tensor([0, 1], [2], 'bool'), tensor([1, 1], [2], 'bool'));
    assert.equal(flags.maxAbsoluteError, 1);
    assert.equal(flags.topOneAgreement, null);
  });

  it('judges by a tolerance, the worst output first', () => {
    const outputs = [
      compareOutput('a', tensor([100]), tensor([101])),
      compareOutput('b', tensor([100]), tensor([110])),
      compareOutput('c', tensor([1]), tensor([1])),
    ];
    const verification = { outputs, latency: { before: 1, after: 1 }, layers: [], inputs: 'random' };
    assert.ok(agrees(verification, 0.2));
    assert.deepEqual(
      disagreements(verification, 1e-3).map(({ name }) => name),
      ['b', 'a'],
    );
  });
});
