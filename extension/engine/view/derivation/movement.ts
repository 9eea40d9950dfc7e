import type { ReportLayer } from '../../../shared/report';
import { own } from '../../own';
import { bytesTerm, type Operands, sumOf, allKnown } from './terms';

/** What a layer moves over all its calls. */
export interface Movement {
  readonly weights: number;
  /** Whether weights are read whole, not by rows. */
  readonly isWhole: boolean;
  readonly inputs: readonly MovedTensor[];
  readonly outputs: readonly MovedTensor[];
}

/** Bytes of an activation that move, and of the whole tensor, which decides where it lies. */
export interface MovedTensor {
  readonly moved: number;
  readonly whole: number;
}

/**
 * Splits the bytes that a layer moves into their parts: inputs and outputs are told by their sizes, the rest are weights, of
 * which a gather reads rows. Null where a size is open, or where the parts do not add up.
 */
export function movementOf(layer: ReportLayer, operands: Operands): Movement | null {
  const { movedBytes, weightBytes, calls } = layer;
  const inputs = allKnown(operands.activations.map(bytesTerm));
  const outputs = allKnown(operands.outputs.map(bytesTerm));
  if (movedBytes === null || weightBytes === null || calls === null || !inputs || !outputs) return null;
  const rest = movedBytes - (sumOf(inputs) + sumOf(outputs)) * calls;
  const stored = weightBytes * calls;
  const table = operands.activations.findIndex(({ name }) => name === layer.inputs[0]?.name);
  const rows = rest === stored ? -1 : table;
  const weights = rows < 0 ? rest : stored;
  const times = ({ value }: { readonly value: number }, more = 0): MovedTensor => ({
    moved: value * calls + more,
    whole: value,
  });
  if (weights < 0 || (rest !== stored && !readsRows(layer))) return null;
  return {
    weights,
    isWhole: rest === stored,
    inputs: inputs.map((term, at) => times(term, at === rows ? rest - stored : 0)),
    outputs: outputs.map((term) => times(term)),
  };
}

/** Operators that read of their first input only as many elements as they put out, by domain. */
export const ROW_READERS: Readonly<Record<string, readonly string[]>> = {
  '': ['Gather'],
  'com.microsoft': ['GatherBlockQuantized'],
  torch: ['Slice', 'Select', 'Index', 'Take', 'Diagonal', 'Narrow'],
};

function readsRows({ op, domain = '' }: ReportLayer): boolean {
  return own(ROW_READERS, domain)?.includes(op) === true;
}

export function movedSum(tensors: readonly MovedTensor[]): number {
  return tensors.reduce((sum, { moved }) => sum + moved, 0);
}
