import type { ReportFormula } from '../../shared/report';
import { type Dim, product, sum } from '../ir/dim';
import { formatDim } from '../ir/dimText';
import type { Factor, Work } from '../ops/op';
import type { Bindings } from './bindings';

/** How a node's MACs came about: the field's notation, this layer's numbers, and the symbols where there are any. */
export function formulaOf(work: Work, bindings: Bindings): ReportFormula | null {
  const { macs } = work;
  if (!macs || macs.length === 0) return null;
  const symbolic: Dim = sum(macs.map((factors) => product(factors.map(({ value }) => value))));
  return {
    expression: write(macs, ({ label }) => label),
    numbers: write(macs, ({ value }) => formatDim(bindings.dim(value))),
    ...(typeof symbolic !== 'number' && { symbolic: formatDim(symbolic) }),
  };
}

function write(products: readonly (readonly Factor[])[], text: (factor: Factor) => string): string {
  return products.map((factors) => factors.map((factor) => wrap(text(factor))).join(' * ')).join(' + ');
}

/** A factor that is itself a sum or a quotient needs brackets in a product. */
function wrap(text: string): string {
  return /[ /]/.test(text) && !/^[([].*[)\]]$/.test(text) ? `(${text})` : text;
}
