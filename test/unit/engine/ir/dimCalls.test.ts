import assert from 'node:assert/strict';
import { CALLS } from '../../../../extension/engine/ir/dimCalls';

/** Indices that a slice takes, one by one, after ONNX's clamping of start and end. */
function sliced(dim: number, start: number, end: number, step: number): number {
  const from = start < 0 ? start + dim : start;
  const to = end < 0 ? end + dim : end;
  const first = step > 0 ? Math.min(Math.max(from, 0), dim) : Math.min(Math.max(from, 0), dim - 1);
  let taken = 0;
  for (
    let at = first;
    at >= 0 && at < dim && (step > 0 ? at < to : at > (end < 0 && to < 0 ? -1 : to));
    at += step
  )
    taken++;
  return taken;
}

describe('calls in dims', () => {
  it('count the elements of a slice as taking them one by one does', () => {
    for (const step of [-3, -2, -1, 1, 2, 3])
      for (let dim = 0; dim <= 6; dim++)
        for (let start = -8; start <= 8; start++)
          for (let end = -8; end <= 8; end++)
            assert.equal(
              CALLS.sliceLength.apply([dim, start, end, step]),
              sliced(dim, start, end, step),
              `${dim} elements from ${start} to ${end} by ${step}`,
            );
  });

  it('take open ends of slices', () => {
    const most = 2 ** 63;
    assert.equal(CALLS.sliceLength.apply([10, 0, most, 1]), 10);
    assert.equal(CALLS.sliceLength.apply([10, 3, most, 2]), 4);
    assert.equal(CALLS.sliceLength.apply([10, -1, -most, -1]), 10);
    assert.equal(CALLS.sliceLength.apply([10, most, -most, -3]), 4);
  });

  it('round halves to the even neighbour', () => {
    const rounded = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 2.4999, -1.2].map((x) => CALLS.round.apply([x]));
    assert.deepEqual(
      rounded.map((x) => x + 0),
      [-2, -2, 0, 0, 2, 2, 4, 2, -1],
    );
    assert.deepEqual(CALLS.round.bounds([[2.5, 4.5]]), [2, 4]);
  });

  it('divide towards minus infinity, towards plus infinity, and leave the remainder with the sign of the divisor', () => {
    assert.equal(CALLS.floorDiv.apply([-7, 2]), -4);
    assert.equal(CALLS.ceilDiv.apply([-7, 2]), -3);
    assert.equal(CALLS.mod.apply([-7, 3]), 2);
    assert.equal(CALLS.mod.apply([7, -3]), -2);
  });

  it('round to single precision', () => {
    assert.equal(CALLS.float32.apply([0.1]), Math.fround(0.1));
    assert.equal(CALLS.float32.apply([2 ** 24 + 1]), 2 ** 24);
  });

  it('choose and compare', () => {
    assert.equal(CALLS.select.apply([0, 4, 5]), 5);
    assert.equal(CALLS.select.apply([2, 4, 5]), 4);
    assert.equal(CALLS.broadcast.apply([1, 5]), 5);
    assert.equal(CALLS.broadcast.apply([5, 1]), 5);
    assert.equal(CALLS.less.apply([1, 2]), 1);
    assert.equal(CALLS.equal.apply([2, 2]), 1);
  });

  it('know the range of a quotient', () => {
    assert.deepEqual(
      CALLS.floorDiv.bounds([
        [1, Infinity],
        [2, 2],
      ]),
      [0, Infinity],
    );
    assert.deepEqual(
      CALLS.floorDiv.bounds([
        [-7, 7],
        [2, 4],
      ]),
      [-4, 3],
    );
    assert.deepEqual(
      CALLS.floorDiv.bounds([
        [1, 9],
        [-1, 4],
      ]),
      [-Infinity, Infinity],
    );
  });
});
