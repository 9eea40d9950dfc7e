import type { ReportLayer } from '../../../shared/report';
import type { Derivation } from '../../../shared/webviewProtocol';
import { formatExact } from '../../units';
import { plural } from '../text';
import { elementsOf, type Operands } from './terms';

/** MACs: the field's formula, this layer's numbers, the open dims, and how often it runs. */
export function macsDerivation(layer: ReportLayer): Derivation {
  const { formula, macs } = layer;
  const lines = formula
    ? [
        formula.expression,
        `= ${formula.numbers}${timesCalls(layer)}`,
        ...(formula.symbolic === undefined ? [] : [`= ${formula.symbolic}`]),
      ]
    : [];
  const convention =
    formula || (macs ?? 0) > 0
      ? 'One MAC is a multiplication and its accumulation; biases have none.'
      : 'Only products that are accumulated are MACs; element operations count as FLOPs.';
  return { formula: lines, brief: lines.join(' '), convention: [convention], section: 'macs' };
}

const CAUSAL = 'L * p + L * (L + 1) / 2 of L * (p + L) scores';

/** What a causal mask leaves of the square of scores. */
export function causalDerivation({ macs, causalMacs }: ReportLayer): Derivation {
  const share = typeof causalMacs === 'number' && macs !== null && macs > 0 ? causalMacs / macs : null;
  return {
    formula: [CAUSAL],
    brief: CAUSAL,
    convention: [
      `Of L queries, query i sees p past keys and i + 1 new ones${share === null ? '' : `: ${(share * 100).toFixed(1)}% of the square`}.`,
      'Totals keep the full square, which common kernels compute.',
    ],
    section: 'macs',
  };
}

/** FLOPs: two for a MAC, and the element operations with their rate. */
export function flopsDerivation(layer: ReportLayer, operands: Operands): Derivation {
  const { macs, flops } = layer;
  const convention = ['Bias, activation, normalization and pooling count operations per element.'];
  if (macs === null || flops === null) return { formula: [], brief: '', convention, section: 'flops' };
  const elementwise = flops - 2 * macs;
  const expression = [...(macs > 0 ? ['2 * MACs'] : []), ...(elementwise > 0 ? ['element operations'] : [])];
  const numbers = [
    ...(macs > 0 ? [`2 * ${formatExact(macs)}`] : []),
    ...(elementwise > 0 ? [rate(elementwise, layer, operands)] : []),
  ];
  if (numbers.length === 0)
    return { formula: [], brief: '', convention: ['It moves data only.'], section: 'flops' };
  return {
    formula: [expression.join(' + '), `= ${numbers.join(' + ')}`],
    brief: numbers.join(' + '),
    convention: elementwise > 0 ? convention : ['Two for a MAC.'],
    section: 'flops',
  };
}

/** `5 * 802,816 output elements`, as far as a whole number of operations falls on each element. */
function rate(operations: number, { calls }: ReportLayer, { activations, outputs }: Operands): string {
  const sides = [
    ['output', outputs[0]],
    ['input', activations[0]],
  ] as const;
  const rates = sides.flatMap(([side, tensor]) => {
    const elements = (tensor ? (elementsOf(tensor) ?? 0) : 0) * (calls ?? 0);
    return elements > 0 && operations % elements === 0
      ? [{ each: operations / elements, elements, side }]
      : [];
  });
  const found = rates.find(({ each }) => each === 1) ?? rates[0];
  if (!found) return formatExact(operations);
  const { each, elements, side } = found;
  return `${each === 1 ? '' : `${each} * `}${plural(elements, `${side} element`)}`;
}

/** ` * 12 calls` where a layer runs several times. */
export function timesCalls({ calls }: ReportLayer): string {
  return calls === null || calls === 1 ? '' : ` * ${plural(calls, 'call')}`;
}
