import type { Dim } from '../ir/dim';
import { familyOf } from '../ir/dtype';
import type { Content, Shape, TensorFacts } from '../ir/tensor';

/** Longer contents are told apart by object, not by value. */
const LONGEST_CONTENT = 16;
/** Floats are weights but for a few, and take long to write out. */
const MOST_FLOATS = 2;

/** Facts in a text that is the same for equal ones; null where they are told apart by object. */
export function factsText({ dtype, shape, content, holds }: TensorFacts): string | null {
  if (holds) return null;
  const most = dtype !== null && familyOf(dtype) === 'float' ? MOST_FLOATS : LONGEST_CONTENT;
  const contentPart = content === null ? '' : contentText(content, most);
  return contentPart === null ? null : `${dtype ?? '?'} ${shapeText(shape)} ${contentPart}`;
}

/** Numbers tell -0 from 0: a division by it is another one. */
export function dimText(dim: Dim): string {
  if (typeof dim !== 'number') return dim.key;
  return Object.is(dim, -0) ? '-0' : String(dim);
}

function shapeText(shape: Shape | null): string {
  if (shape === null) return '?';
  let text = '[';
  for (const dim of shape) text += `${dimText(dim)},`;
  return text;
}

function contentText(content: Content, most: number): string | null {
  if (content.kind === 'fill') return `fill ${dimText(content.value)}`;
  if (content.values.length > most) return null;
  let text = '=';
  for (const value of content.values) text += `${value === null ? '?' : dimText(value)},`;
  return text;
}
