import type { ReportLayer, ReportTensor } from '../../../shared/report';
import type { Derivation } from '../../../shared/webviewProtocol';
import { formatExact } from '../../units';
import { movedSum, type Movement, movementOf } from './movement';
import { allKnown, bytesTerm, elementsTerm, type Operands, sumOf, sumText, type Term } from './terms';
import { timesCalls } from './work';

/** Parameters: the elements of the stored tensors behind them, where these can be told by their sizes. */
export function paramsDerivation({ params }: ReportLayer, { weights }: Operands): Derivation {
  const terms = allKnown(weights.map(elementsTerm));
  const counted = terms && params !== null && params > 0 ? countedTerms(terms, params) : null;
  const text = counted ? sumText(counted) : '';
  return {
    formula: text === '' ? [] : [text],
    brief: text,
    convention: [
      'Elements of the stored weights, biases, scales and tables; statistics and quantization scales are none.',
    ],
    section: 'params',
  };
}

/** All tensors, those of more than one element, or the first ones: a normalization's statistics come last. */
function countedTerms(terms: readonly Term[], params: number): readonly Term[] | null {
  const candidates = [terms, terms.filter(({ value }) => value > 1)];
  return candidates.find((some) => sumOf(some) === params) ?? firstOnes(terms, params);
}

function firstOnes(terms: readonly Term[], params: number): readonly Term[] | null {
  let sum = 0;
  const last = terms.findIndex(({ value }) => (sum += value) === params);
  return last < 0 ? null : terms.slice(0, last + 1);
}

/** Bytes of the stored tensors that a layer reads: once, however often it runs. */
export function weightBytesDerivation({ weightBytes }: ReportLayer, { weights }: Operands): Derivation {
  const lines = sizeLines(weights, weightBytes, 1, '');
  return {
    formula: lines,
    brief: lines.join(' '),
    convention: ['Stored tensors that it reads, at their stored element type.'],
    section: 'bytes',
  };
}

/** Bytes of the activations that a layer reads, or writes. */
export function activationBytesDerivation(
  layer: ReportLayer,
  tensors: readonly ReportTensor[],
  bytes: number | null,
): Derivation {
  const lines = sizeLines(tensors, bytes, layer.calls, timesCalls(layer));
  return {
    formula: lines,
    brief: lines.join(' '),
    convention: ['Each distinct tensor once, whole.'],
    section: 'bytes',
  };
}

function sizeLines(
  tensors: readonly ReportTensor[],
  bytes: number | null,
  calls: number | null,
  times: string,
): readonly string[] {
  const terms = allKnown(tensors.map(bytesTerm));
  if (!terms || terms.length === 0 || calls === null || sumOf(terms) * calls !== bytes) return [];
  const sum = sumText(terms);
  return [times !== '' && terms.length > 1 ? `(${sum})${times}` : `${sum}${times}`];
}

/** Bytes moved: weights, inputs and outputs; of a gather the rows alone, of a view nothing. */
export function movedBytesDerivation(layer: ReportLayer, operands: Operands): Derivation {
  const movement = layer.movedBytes === 0 ? null : movementOf(layer, operands);
  const text = movement ? partsText(movement) : '';
  return {
    formula: text === '' ? [] : [text],
    brief: text,
    convention: [
      layer.movedBytes === 0
        ? 'A view or arithmetic of shapes: nothing moves.'
        : movement?.isWhole === false
          ? 'A gather reads only the rows that it puts out.'
          : 'Each distinct tensor once, whole; no cache is assumed.',
    ],
    section: 'bytes',
  };
}

function partsText({ weights, inputs, outputs }: Movement): string {
  const parts = [
    ['weights', weights],
    ['inputs', movedSum(inputs)],
    ['outputs', movedSum(outputs)],
  ] as const;
  return parts
    .filter(([, bytes]) => bytes > 0)
    .map(([name, bytes]) => `${formatExact(bytes)} B ${name}`)
    .join(' + ');
}

/** MACs per byte moved. */
export function intensityDerivation({ macs, movedBytes }: Quotient): Derivation {
  const numbers =
    macs === null || movedBytes === null ? '' : `${formatExact(macs)} / ${formatExact(movedBytes)} B`;
  return {
    formula: numbers === '' ? [] : ['MACs / moved bytes', `= ${numbers}`],
    brief: numbers,
    convention: ['Where it is low, memory sets the pace, not arithmetic.'],
    section: 'bytes',
  };
}

type Quotient = Pick<ReportLayer, 'macs' | 'movedBytes'>;
