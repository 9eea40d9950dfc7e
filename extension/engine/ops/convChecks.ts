import { type Dim, mul } from '../ir/dim';
import { formatShape } from '../ir/shape';
import type { Shape } from '../ir/tensor';
import type { NodeView } from './op';

/** Why an input and a weight cannot be convolved; null where nothing speaks against it. */
export function convProblem(view: NodeView, x: Shape, w: Shape): string | null {
  const shapes = `input ${formatShape(x)} and weight ${formatShape(w)}`;
  if (x.length !== w.length || x.length < 3) return `the ranks of ${shapes} do not fit a convolution`;
  const kernel = view.ints('kernel_shape');
  if (kernel !== undefined && kernel.length > 0 && !fits(kernel, w.slice(2)))
    return `kernel_shape ${formatShape(kernel)} differs from the weight's ${formatShape(w.slice(2))}`;
  const group = view.int('group', 1);
  if (!Number.isSafeInteger(group) || group < 1) return `group is ${group}`;
  const [, cin = 1] = x;
  const [cout = 1, perGroup = 1] = w;
  if (differ(cin, mul(perGroup, group))) return `the channels of ${shapes} differ (${group} groups)`;
  if (typeof cout === 'number' && cout % group !== 0)
    return `${cout} output channels do not divide into ${group} groups`;
  return null;
}

function fits(kernel: readonly number[], spatial: Shape): boolean {
  return kernel.length === spatial.length && !kernel.some((size, i) => differ(size, spatial[i] ?? size));
}

function differ(a: Dim, b: Dim): boolean {
  return typeof a === 'number' && typeof b === 'number' && a !== b;
}
