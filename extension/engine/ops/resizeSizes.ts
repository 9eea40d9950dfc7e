import type { Dim } from '../ir/dim';
import { formatShape } from '../ir/shape';
import type { Shape } from '../ir/tensor';
import type { InferView } from './op';

/** The shape that `sizes` asks for on `axes`; sizes that are not known are left to the run. A sentence where they do not fit. */
export function givenSizes(
  view: InferView,
  x: Shape,
  axes: readonly number[],
  sizes: readonly (Dim | null)[] | null,
): Shape | string {
  if (sizes !== null && sizes.length !== axes.length)
    return `${sizes.length} sizes do not fit the ${axes.length} axes of ${formatShape(x)}`;
  const policy = view.string('keep_aspect_ratio_policy', 'stretch');
  const asked = policy === 'stretch' ? sizes : keepRatio(x, axes, sizes, policy === 'not_larger');
  return x.map((dim, axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? dim : (asked?.[at] ?? view.dataDim(0, `size${axis}`));
  });
}

/** One scale for all axes, the smallest or largest that the sizes ask for; needs numbers. Rounds halves up, as ONNX says. */
function keepRatio(
  x: Shape,
  axes: readonly number[],
  sizes: readonly (Dim | null)[] | null,
  notLarger: boolean,
): readonly (Dim | null)[] | null {
  const inputs = axes.map((axis) => x[axis]).filter((dim) => typeof dim === 'number');
  const outputs = sizes?.filter((size) => typeof size === 'number') ?? [];
  if (inputs.length !== axes.length || outputs.length !== axes.length || axes.length === 0) return null;
  const ratios = outputs.map((size, i) => Math.fround(size / (inputs[i] ?? 1)));
  const scale = ratios.reduce((a, b) => (notLarger ? Math.min(a, b) : Math.max(a, b)));
  return inputs.map((dim) => Math.floor(Math.fround(dim * scale) + 0.5));
}
