import assert from 'node:assert/strict';
import { symbol } from '../../../../extension/engine/ir/dim';
import { RECURRENT_OPS } from '../../../../extension/engine/ops/recurrent';
import { costsOf, labelsOf, macsOf } from '../../../helpers/costs';
import { conflictOf, f32, shown, solveAll } from '../../../helpers/facts';
import type { NodeSetup } from '../../../helpers/nodeView';

/** T = 5, B = 2, I = 3, H = 4. */
function cell(gates: number, directions = 1, bias = true): NodeSetup {
  const weights = [f32(directions, gates * 4, 3), f32(directions, gates * 4, 4)];
  return {
    inputs: [f32(5, 2, 3), ...weights, bias ? f32(directions, 8 * gates) : null],
    outputs: 3,
    attributes: { hidden_size: 4, direction: directions === 2 ? 'bidirectional' : 'forward' },
  };
}

function infer(op: string, setup: NodeSetup): readonly string[] {
  return solveAll(RECURRENT_OPS, op, setup).map(shown);
}

describe('LSTM, GRU, RNN', () => {
  it('infers sequence and states', () => {
    assert.deepEqual(infer('LSTM', cell(4)), ['float32 5x1x2x4', 'float32 1x2x4', 'float32 1x2x4']);
    assert.deepEqual(infer('GRU', cell(3, 2)).slice(0, 2), ['float32 5x2x2x4', 'float32 2x2x4']);
    assert.deepEqual(infer('RNN', cell(1)).slice(0, 2), ['float32 5x1x2x4', 'float32 1x2x4']);
  });
  it('puts the batch first in layout 1', () => {
    const setup = { ...cell(4), attributes: { hidden_size: 4, layout: 1 } };
    assert.deepEqual(infer('LSTM', setup), ['float32 5x2x1x4', 'float32 5x1x4', 'float32 5x1x4']);
  });
  it('counts T * B * D * g * H * (I + H)', () => {
    assert.equal(macsOf(RECURRENT_OPS, 'LSTM', cell(4)), 5 * 2 * 4 * 4 * 7);
    assert.equal(macsOf(RECURRENT_OPS, 'GRU', cell(3, 2)), 5 * 2 * 2 * 3 * 4 * 7);
    assert.equal(macsOf(RECURRENT_OPS, 'RNN', cell(1)), 5 * 2 * 4 * 7);
    assert.equal(
      labelsOf(RECURRENT_OPS, 'RNN', cell(1)),
      'T * B * directions * gates * H * I + T * B * directions * gates * H * H',
    );
  });
  it('counts the cell per hidden unit and step', () => {
    const units = 5 * 2 * 4;
    const perUnit = (op: string, setup: NodeSetup): readonly number[] => {
      const { elementOps, transcendentals } = costsOf(RECURRENT_OPS, op, setup);
      return [Number(elementOps) / units, Number(transcendentals) / units];
    };
    assert.deepEqual(perUnit('LSTM', cell(4)), [17, 5]);
    assert.deepEqual(perUnit('LSTM', cell(4, 1, false)), [13, 5]);
    assert.deepEqual(perUnit('GRU', cell(3)), [14, 3]);
    assert.deepEqual(perUnit('RNN', cell(1)), [3, 1]);
    const { attributes, ...rest } = cell(3);
    assert.deepEqual(
      perUnit('GRU', { ...rest, attributes: { ...attributes, linear_before_reset: 1 } }),
      [15, 3],
    );
    assert.deepEqual(
      perUnit('RNN', { ...cell(1), attributes: { hidden_size: 4, activations: ['Relu'] } }),
      [3, 0],
    );
    const peepholes = { ...cell(4), inputs: [...(cell(4).inputs ?? []), null, null, null, f32(1, 12)] };
    assert.deepEqual(perUnit('LSTM', peepholes), [23, 5]);
  });
  it('keeps symbols', () => {
    const inputs = [f32(symbol('t'), symbol('b'), 3), f32(1, 4, 3), f32(1, 4, 4)];
    assert.equal(infer('RNN', { inputs })[0], 'float32 tx1xbx4');
    assert.equal(macsOf(RECURRENT_OPS, 'RNN', { inputs }), '28*b*t');
  });
  it('says what does not fit', () => {
    assert.match(
      conflictOf(RECURRENT_OPS, 'RNN', { inputs: [f32(5, 3), f32(1, 4, 3), f32(1, 4, 4)] }),
      /not a sequence/,
    );
    assert.match(
      conflictOf(RECURRENT_OPS, 'RNN', { inputs: [f32(5, 2, 3), f32(1, 4, 6), f32(1, 4, 4)] }),
      /3 features and W takes 6/,
    );
  });
});
