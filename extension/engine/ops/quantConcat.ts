import { add, type Dim } from '../ir/dim';
import { formatShape, resolveAxis } from '../ir/shape';
import { type Shape, tensor, type TensorFacts } from '../ir/tensor';
import type { InferView } from './op';

/** Inputs Y_scale, Y_zero_point, then tensor, scale and zero point of every part; joined along `axis`. */
export function inferConcat(view: InferView): readonly TensorFacts[] {
  const { dtype } = view.input(1);
  const parts: Shape[] = [];
  for (let slot = 2; slot < view.inputCount; slot += 3) {
    const { shape } = view.input(slot);
    if (shape === null) return [tensor(dtype, null)];
    parts.push(shape);
  }
  const [first = []] = parts;
  const axis = resolveAxis(view.int('axis', 0), first.length);
  const uneven = parts.find((part) => part.length !== first.length);
  if (axis === null || uneven !== undefined)
    return view.conflict(`${parts.map(formatShape).join(', ')} cannot be joined`);
  const joined = parts.reduce<Dim>((sum, part) => add(sum, part[axis] ?? 0), 0);
  return [
    tensor(
      dtype,
      first.map((dim, i) => (i === axis ? joined : dim)),
    ),
  ];
}
