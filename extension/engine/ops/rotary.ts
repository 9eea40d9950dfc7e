import { type Dim, mul, product } from '../ir/dim';
import { elementCount } from '../ir/shape';
import type { Shape } from '../ir/tensor';
import { like, unknownInput } from './support/measure';
import type { NodeView, OpSpec, SolvedView, UnknownWork, Work } from './op';

/** Operations per rotated element: two products and their sum or difference. */
export const ROTATION = 3;

/** Elements that turn: all, or the first `rotary_embedding_dim` of each head. */
function rotated(view: NodeView, shape: Shape): Dim {
  const part = view.int('rotary_embedding_dim', 0);
  const heads = view.int('num_heads', 0);
  if (part <= 0) return elementCount(shape);
  if (shape.length === 4) return product([...shape.slice(0, 3), part]);
  return heads > 0 ? product([...shape.slice(0, 2), heads, part]) : elementCount(shape);
}

function work(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(0);
  return shape === null ? unknownInput(view, 0) : { elementOps: mul(rotated(view, shape), ROTATION) };
}

export const ROTARY_EMBEDDING: OpSpec = {
  types: ['RotaryEmbedding', 'com.microsoft:RotaryEmbedding'],
  infer: (view) => [like(view.input(0))],
  work,
};
