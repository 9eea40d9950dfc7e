import type { Attribute, Node } from '../../ir/graph';

/** Operators whose outputs are another draw each time. */
const RANDOM = /^(Random|Multinomial|Bernoulli|Dropout|RRelu)/;

/** Whether equal inputs give equal outputs, and nothing inside reaches around the inputs. */
export function isDeterministic({ op, attributes }: Node): boolean {
  return (
    !RANDOM.test(op) && [...attributes.values()].every(({ kind }) => kind !== 'graph' && kind !== 'other')
  );
}

/** Text that is equal for equal attributes. Stored tensors are equal where they lie at the same place. */
export function attributeKey(attributes: ReadonlyMap<string, Attribute>): string {
  const entries = [...attributes].map(([name, attribute]) => [name, valueKey(attribute)] as const);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function valueKey(attribute: Attribute): unknown {
  if (attribute.kind !== 'tensor') return [attribute.kind, attribute.value];
  const { dtype, dims, content, payload } = attribute.value;
  return content ? [dtype, dims, content] : [dtype, dims, payload];
}
