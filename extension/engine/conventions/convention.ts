import type { ReportLayer } from '../../shared/report';
import { own } from '../own';

/** What another tool counts for a layer, and why that is not our number of MACs; "" where it is. */
export interface Recount {
  readonly count: number;
  readonly why: string;
}

/** How a tool counts layers of a kind. Null where its rule is not followed here, or a shape is open. */
export type Rule = (layer: ReportLayer) => Recount | null;

/** How another tool counts. Add one: a file that exports it, and a line in registry.ts. */
export interface Convention {
  readonly id: string;
  /** With its version. */
  readonly tool: string;
  /** What the tool's number is, as it calls it: `MACs`, `FLOPs`. */
  readonly unit: string;
  /** Null where the tool's rule is not followed here. */
  readonly recount: Rule;
}

/** Rules by operator, and one for all others. */
export const byOperator =
  (rules: Readonly<Record<string, Rule>>, others: Rule): Rule =>
  (layer) =>
    (own(rules, layer.op) ?? others)(layer);

export const asWeCount: Rule = ({ macs }) => (macs === null ? null : { count: macs, why: '' });

/** None, which needs a reason where we count some. */
export const none =
  (why: string): Rule =>
  ({ macs }) => ({ count: 0, why: macs === 0 ? '' : why });

/** A cheaper order of three and more operands is not followed. */
export const einsum: Rule = (layer) => (layer.inputs.length > 2 ? null : asWeCount(layer));

/** Elements of the first operand times columns of the second: less than all where the first is repeated for a batch. */
export const matmul: Rule = (layer) => {
  const [left, right] = [dimsOf(layer, 'inputs', 0), dimsOf(layer, 'inputs', 1)];
  const columns = right?.at(-1);
  if (!left || columns === undefined || (right?.length ?? 0) < 2) return null;
  const count = product(left) * columns;
  return { count, why: count === layer.macs ? '' : 'it misses the repetitions of an operand' };
};

/** Our MACs, and one for each element of the output where the layer has a bias. */
export const withBias: Rule = (layer) => {
  const outputs = elementsOf(layer, 'outputs');
  if (layer.macs === null || outputs === null) return null;
  return layer.inputs.length > 2
    ? { count: layer.macs + outputs, why: 'it counts the bias' }
    : { count: layer.macs, why: '' };
};

/** As many for each element of the first input or output. */
export const perElement =
  (times: number, why: string, side: 'inputs' | 'outputs' = 'inputs'): Rule =>
  (layer) => {
    const elements = elementsOf(layer, side);
    return elements === null ? null : { count: times * elements, why };
  };

/** A normalization, which counts otherwise where it has no scale and shift. */
export const normalization =
  (affine: number, plain: number): Rule =>
  (layer) => {
    const times = isAffine(layer) ? affine : plain;
    return perElement(times, `a normalization counts ${times} an element`)(layer);
  };

/** Interpolation by mode and number of scaled dims (`linear 2`), times an element of the output; others count none. */
export const interpolation =
  (times: Readonly<Record<string, number>>): Rule =>
  (layer) => {
    const each = own(times, `${interpolationMode(layer)} ${(layer.outputs[0]?.shape?.length ?? 0) - 2}`) ?? 0;
    if (each === 0) return { count: 0, why: '' };
    return perElement(each, `this interpolation counts ${each} an element`, 'outputs')(layer);
  };

/** Where a tool's rule is not followed here. */
export const notFollowed: Rule = () => null;

/** Recurrent layers and their cells. */
export const RECURRENT: readonly string[] = ['LSTM', 'GRU', 'RNN', 'LSTMCell', 'GRUCell', 'RNNCell'];

export const RECURRENT_NOT_FOLLOWED: Readonly<Record<string, Rule>> = Object.fromEntries(
  RECURRENT.map((op) => [op, notFollowed]),
);

/** `nearest`, `linear` or `cubic`, of ONNX's Resize and of PyTorch's interpolate, which say bilinear and bicubic. */
export function interpolationMode({ attributes }: ReportLayer): string {
  return (attributes?.['mode'] ?? 'nearest').replace(/^(bi|tri)(?=linear$|cubic$)/, '');
}

/** Whether a normalization has scale and shift; the statistics of a batch normalization are inputs, too. */
export function isAffine({ op, inputs }: ReportLayer): boolean {
  return inputs.length > (op === 'BatchNormalization' ? 3 : 1);
}

/** Dims of an input or output, if it has one and all are known. */
export function dimsOf(layer: ReportLayer, side: 'inputs' | 'outputs', index = 0): readonly number[] | null {
  const shape = layer[side][index]?.shape;
  return shape?.every((dim): dim is number => typeof dim === 'number') ? shape : null;
}

/** Elements of an input or output of a layer; null where its shape is open. */
export function elementsOf(layer: ReportLayer, side: 'inputs' | 'outputs', index = 0): number | null {
  const dims = dimsOf(layer, side, index);
  return dims && product(dims);
}

export function product(dims: readonly number[]): number {
  return dims.reduce((all, dim) => all * dim, 1);
}
