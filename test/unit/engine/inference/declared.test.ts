import assert from 'node:assert/strict';
import { inputDimName, inputShape, reconcile } from '../../../../extension/engine/inference/declared';
import { add, call, type Dim, symbol, symbolsOf } from '../../../../extension/engine/ir/dim';
import type { DType } from '../../../../extension/engine/ir/dtype';
import { formatShape } from '../../../../extension/engine/ir/shape';
import { tensor } from '../../../../extension/engine/ir/tensor';
import { border } from '../../../helpers/graphs';

const INPUT_SYMBOLS = new Map([
  ['n', 'declared'],
  ['limit', 'value'],
] as const);
const open = symbol('boxes', 'data');

/** `float32 2x3`, and what differs. */
function merged(
  inferred: readonly [DType | null, readonly Dim[] | null],
  declared: readonly [DType | null, readonly (number | string | null)[] | null],
): readonly [string, string | null] {
  const { facts, difference } = reconcile(tensor(...inferred), border('t', ...declared), INPUT_SYMBOLS);
  return [`${facts.dtype ?? '?'} ${formatShape(facts.shape)}`, difference];
}

describe('what a file declares of a tensor', () => {
  it('fills in what inference leaves open', () => {
    assert.deepEqual(merged([null, null], ['float16', [2, 'k', null]]), ['float16 2xkxt.2', null]);
    assert.deepEqual(merged(['float32', null], [null, [4]]), ['float32 4', null]);
    assert.deepEqual(merged([null, [3]], ['int8', null]), ['int8 3', null]);
  });

  it('gives a dim of the run its declared number, or the name of an input dim', () => {
    assert.deepEqual(merged(['float32', [open, 4]], ['float32', [100, 4]]), ['float32 100x4', null]);
    assert.deepEqual(merged(['float32', [add(open, 1)]], ['float32', ['n']]), ['float32 n', null]);
    assert.deepEqual(merged(['float32', [open]], ['float32', ['other']]), ['float32 boxes', null]);
    assert.deepEqual(merged(['float32', [open]], ['float32', [null]]), ['float32 boxes', null]);
  });

  it('never replaces what follows from the inputs', () => {
    const half = call('floorDiv', [symbol('n'), 2]);
    assert.deepEqual(merged(['float32', [half]], ['float32', [112]]), ['float32 floor(n/2)', null]);
    assert.deepEqual(merged(['float32', [3]], ['float32', ['n']]), ['float32 3', null]);
  });

  it('is reported where it contradicts, and inference stands', () => {
    assert.deepEqual(merged(['float32', [2, 3]], ['float32', [2, 4]]), [
      'float32 2x3',
      'its shape follows as 2x3 but is declared as 2x4',
    ]);
    assert.deepEqual(merged(['float32', [2]], ['float32', [2, 1]]), [
      'float32 2',
      'its shape follows as 2 but is declared as 2x1',
    ]);
    const types = 'its element type follows as float32 but is declared as int64';
    assert.deepEqual(merged(['float32', [2]], ['int64', [2]]), ['float32 2', types]);
    assert.deepEqual(merged(['float32', null], ['int64', [2]]), ['float32 2', types]);
    assert.deepEqual(merged(['float32', [2]], ['int64', null]), ['float32 2', types]);
  });

  it('names the dims of inputs where they mean these', () => {
    const { facts } = reconcile(tensor(null, null), border('t', null, ['n', 'k']), INPUT_SYMBOLS);
    const symbols = (facts.shape ?? []).flatMap((dim) => [...symbolsOf(dim)]);
    assert.deepEqual(symbols, [
      ['n', 'declared'],
      ['k', 'data'],
    ]);
  });
});

describe('shapes of inputs', () => {
  it('have symbols for what is open, unnamed ones by input and axis', () => {
    assert.equal(formatShape(inputShape(border('x', null, ['n', 3, null]), undefined)), 'nx3xx.2');
    assert.equal(inputShape(border('x', null, null), undefined), null);
    assert.equal(inputDimName('x', null, 2), 'x.2');
    assert.equal(inputDimName('x', 'n', 2), 'n');
  });

  it('are those that were asked for', () => {
    assert.deepEqual(inputShape(border('x', null, null), [1, 2]), [1, 2]);
    assert.deepEqual(inputShape(border('x', null, [9, 'n']), [1, 2]), [1, 2]);
  });
});
