import { type Dim, mul, product, sum } from '../../ir/dim';
import type { Factor, OpSpec, SolvedView, UnknownWork, Work } from '../op';
import { plainOperations, type CellKind } from '../recurrentCell';
import { unknownInput } from '../support/measure';
import { asRecorded } from './products';

const GATES: Readonly<Record<CellKind, number>> = { LSTM: 4, GRU: 3, RNN: 1 };

/**
 * A stack of recurrent layers over `[T, B, I]`, `[B, T, I]` with batch_first, or `[T, I]`. MACs per layer and
 * direction `T * B * g * H * (I_l + H)`; with a projection to P the state has P features and `T * B * H * P` more.
 */
function stackWork(view: SolvedView, kind: CellKind): Work | UnknownWork {
  const x = view.input(0).shape;
  if (x === null || x.length < 2) return unknownInput(view, 0);
  const hidden = view.int('hidden_size', 0);
  const projected = view.int('proj_size', 0);
  const state = projected === 0 ? hidden : projected;
  const directions = view.int('bidirectional', 0) + 1;
  const steps: readonly Factor[] = [
    { label: 'T*B', value: product(x.slice(0, -1)) },
    { label: 'directions', value: directions },
  ];
  const gates: readonly Factor[] = [
    ...steps,
    { label: 'gates', value: GATES[kind] },
    { label: 'H', value: hidden },
  ];
  const layers = view.int('num_layers', 1);
  const weights = weightsPer(view, layers * directions);
  if (!Number.isInteger(weights) || weights < 2)
    return { unknown: `${view.inputCount} inputs are no weights of ${layers} layers` };
  const macs: (readonly Factor[])[] = [];
  for (let layer = 0; layer < layers; layer++) {
    macs.push([
      ...gates,
      { label: layer === 0 ? 'I' : 'Il', value: layer === 0 ? last(x) : state * directions },
    ]);
    macs.push([...gates, { label: 'Hstate', value: state }]);
    if (projected > 0) macs.push([...steps, { label: 'H', value: hidden }, { label: 'P', value: projected }]);
  }
  const units = product([...x.slice(0, -1), directions, hidden, layers]);
  return {
    macs,
    macOperands: [0, 3],
    ...elementWork(kind, weights > 2 + Number(projected > 0), units),
  };
}

/** One step on `[B, I]` or `[I]`: MACs `B * g * H * (I + H)`. */
function cellWork(view: SolvedView, kind: CellKind): Work | UnknownWork {
  const x = view.input(0).shape;
  if (x === null) return unknownInput(view, 0);
  const hidden = view.int('hidden_size', 0);
  const rows = product(x.slice(0, -1));
  const gates: readonly Factor[] = [
    { label: 'B', value: rows },
    { label: 'gates', value: GATES[kind] },
    { label: 'H', value: hidden },
  ];
  return {
    macs: [
      [...gates, { label: 'I', value: last(x) }],
      [...gates, { label: 'H', value: hidden }],
    ],
    macOperands: [0, kind === 'LSTM' ? 3 : 2],
    ...elementWork(kind, view.has(view.inputCount - 1), mul(rows, hidden)),
  };
}

/** Weights and biases of one layer and direction, behind the input and the two states. */
function weightsPer(view: SolvedView, stacks: number): number {
  return (view.inputCount - 3) / stacks;
}

function elementWork(
  kind: CellKind,
  bias: boolean,
  units: Dim,
): Pick<Work, 'elementOps' | 'transcendentals'> {
  const { operations, transcendentals } = plainOperations(kind, bias);
  return { elementOps: sum([mul(units, operations)]), transcendentals: mul(units, transcendentals) };
}

function last(shape: readonly Dim[]): Dim {
  return shape.at(-1) ?? 1;
}

function specs(kind: CellKind): readonly OpSpec[] {
  return [
    {
      types: [`torch:${kind}`],
      infer: asRecorded,
      work: (view) => stackWork(view, kind),
      parameterSlots: 'all',
    },
    {
      types: [`torch:${kind}Cell`],
      infer: asRecorded,
      work: (view) => cellWork(view, kind),
      parameterSlots: 'all',
    },
  ];
}

/** PyTorch's recurrent layers: whole stacks with weights per layer, and single cells. */
export const TORCH_RECURRENT_OPS: readonly OpSpec[] = [...specs('LSTM'), ...specs('GRU'), ...specs('RNN')];
