import type { LazyReport, ReportLayer } from '../../shared/report';
import { hash } from '../ir/hash';

/** The operator of the layers that {@link convolutionsOf} tells of. */
export const CONVOLUTION = 'Conv';

/**
 * What the convolutions of a model are: weights, strides, dilations and groups, in any order, as a hash. The same for a
 * network and its export, with batch normalization folded or not, at any size of input, with any head. Null without
 * convolutions, or where a weight's shape is not known.
 */
export function convolutionsOf({ layers }: Pick<LazyReport, 'layers'>): string | null {
  const keys: (string | null)[] = [];
  for (const layer of layers) if (layer.op === CONVOLUTION) keys.push(keyOf(layer));
  if (keys.length === 0 || keys.some((key) => key === null)) return null;
  return hash(keys.sort().join(' '));
}

function keyOf({ inputs, attributes = {} }: ReportLayer): string | null {
  const weight = inputs[1]?.shape;
  if (!weight?.every((dim) => typeof dim === 'number')) return null;
  const each = (name: 'strides' | 'dilations' | 'group'): string =>
    numbersIn(attributes[name])
      .filter((n) => n !== 1)
      .join(',');
  return `${weight.join('x')}s${each('strides')}d${each('dilations')}g${each('group')}`;
}

function numbersIn(text = ''): readonly number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}
