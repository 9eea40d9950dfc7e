import { generator, normal } from '../../weights/random';
import type { Made } from './elements';

/**
 * Starting values of a layer that has none: normal with variance 2 / fan-in (He et al. 2015), vectors 0. The name is the
 * seed, so that the same rewrite of the same model gives the same file.
 */
export function initialValues(name: string, dims: readonly number[], fan: number): Made {
  const values = new Float32Array(dims.reduce((a, b) => a * b, 1));
  if (dims.length <= 1) return { values, dims };
  const next = generator(name);
  const deviation = Math.sqrt(2 / Math.max(1, fan));
  for (let i = 0; i < values.length; i++) values[i] = deviation * normal(next);
  return { values, dims };
}
