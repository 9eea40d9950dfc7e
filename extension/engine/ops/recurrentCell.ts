import type { NodeView } from './op';

export type CellKind = 'LSTM' | 'GRU' | 'RNN';

interface UnitOperations {
  readonly operations: number;
  readonly transcendentals: number;
}

interface Cell {
  /** Gates per hidden unit; each adds the two matrix products (1), a bias (1), and an activation (1). */
  readonly gates: number;
  /** Element operations behind the gates. */
  readonly update: number;
  /** How often the activation functions f, g, h are applied per unit, and what they are by default. */
  readonly uses: readonly { readonly times: number; readonly fallback: string }[];
}

const CELLS: Readonly<Record<CellKind, Cell>> = {
  // c' = f * c + i * g (3); h = o * tanh(c') (2)
  LSTM: {
    gates: 4,
    update: 5,
    uses: [
      { times: 3, fallback: 'Sigmoid' },
      { times: 1, fallback: 'Tanh' },
      { times: 1, fallback: 'Tanh' },
    ],
  },
  // r * h, or r * (R h) (1); h' = (1 - z) * n + z * h (4)
  GRU: {
    gates: 3,
    update: 5,
    uses: [
      { times: 2, fallback: 'Sigmoid' },
      { times: 1, fallback: 'Tanh' },
    ],
  },
  RNN: { gates: 1, update: 0, uses: [{ times: 1, fallback: 'Tanh' }] },
};

/** Operations per hidden unit and step of a plain cell, as PyTorch has them: default activations, no peepholes. */
export function plainOperations(kind: CellKind, bias: boolean): UnitOperations {
  const { gates, update, uses } = CELLS[kind];
  return {
    operations: gates * (2 + Number(bias)) + update,
    transcendentals: uses.reduce((sum, { times }) => sum + times, 0),
  };
}

const WITHOUT_EXP = new Set(['relu', 'leakyrelu', 'thresholdedrelu', 'hardsigmoid', 'affine', 'softsign']);

/**
 * Element operations per hidden unit and step, the equations of ONNX's documentation counted out: LSTM 17, GRU 14, RNN 3
 * with a bias (the two halves of B sum up ahead of time). LSTM's peepholes add 6 (three products, three sums), GRU's
 * linear_before_reset keeps the recurrent bias apart: 1 more.
 */
export function unitOperations(view: NodeView, kind: CellKind): UnitOperations {
  const { gates, update, uses } = CELLS[kind];
  const bias = Number(view.has(3));
  const peepholes = kind === 'LSTM' && view.has(7) ? 6 : 0;
  const recurrentBias = kind === 'GRU' && view.int('linear_before_reset', 0) === 1 ? bias : 0;
  const names = view.strings('activations') ?? [];
  const smooth = uses.map(({ times, fallback }, i) =>
    WITHOUT_EXP.has((names[i] ?? fallback).toLowerCase()) ? 0 : times,
  );
  return {
    operations: gates * (2 + bias) + update + peepholes + recurrentBias,
    transcendentals: smooth.reduce((sum, times) => sum + times, 0),
  };
}
