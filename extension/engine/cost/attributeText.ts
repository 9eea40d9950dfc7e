import type { Attribute, Node } from '../ir/graph';

const MOST_LISTED = 16;

/** Attributes as text for display, subgraphs left out; long lists end in an ellipsis. */
export function attributeTexts(attributes: Node['attributes']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...attributes].flatMap(([name, attribute]) =>
      attribute.kind === 'graph' ? [] : [[name, attributeText(attribute)]],
    ),
  );
}

function attributeText(attribute: Attribute): string {
  switch (attribute.kind) {
    case 'int':
    case 'float':
      return number(attribute.value);
    case 'string':
      return shorten(attribute.value);
    case 'ints':
    case 'floats':
      return list(attribute.value.map(number));
    case 'strings':
      return list(attribute.value.map(shorten));
    case 'tensor':
      return `${attribute.value.dtype ?? 'unknown type'}${list(attribute.value.dims)}`;
    case 'reference':
      return `@${attribute.value}`;
    case 'graph':
    case 'other':
      return '(not shown)';
  }
}

function list(items: readonly (string | number)[]): string {
  return `[${items.slice(0, MOST_LISTED).join(', ')}${items.length > MOST_LISTED ? ', ...' : ''}]`;
}

/** Floats are stored in 32 bits: more than seven digits of them mean nothing. */
function number(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
