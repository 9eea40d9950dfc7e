import type { ShapedNode } from '../../inference/shaped';
import type { Attribute } from '../../ir/graph';

/** Operators whose outputs are another draw each time. */
const RANDOM = /^(Random|Multinomial|Bernoulli|RRelu|FractionalMaxPool)|Dropout/;

/** Whether equal inputs surely give equal outputs: the operator is known, and nothing inside reaches around the inputs. */
export function isDeterministic({ node: { op, attributes }, spec }: ShapedNode): boolean {
  return (
    spec !== null &&
    !RANDOM.test(op) &&
    [...attributes.values()].every(({ kind }) => kind !== 'graph' && kind !== 'other')
  );
}

/**
 * Text that is equal for equal attributes, null where that cannot be told: a stored tensor without known elements
 * equals those that lie at the same place.
 */
export function attributeKey(attributes: ReadonlyMap<string, Attribute>): string | null {
  if ([...attributes.values()].some(isOpen)) return null;
  const entries = [...attributes].map(([name, attribute]) => [name, valueKey(attribute)] as const);
  return JSON.stringify(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)),
    exactNumber,
  );
}

function isOpen(attribute: Attribute): boolean {
  return attribute.kind === 'tensor' && !attribute.value.content && !attribute.value.payload;
}

/** JSON writes null for all numbers that are not finite, and 0 for -0. */
function exactNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

function valueKey(attribute: Attribute): unknown {
  if (attribute.kind !== 'tensor') return [attribute.kind, attribute.value];
  const { dtype, dims, content, payload } = attribute.value;
  return content ? [dtype, dims, content] : [dtype, dims, payload];
}
