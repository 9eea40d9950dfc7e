import { BadInput } from '../diagnostics';
import type { RuntimeTensor } from '../hostRuntime';
import { type DType, familyOf } from '../ir/dtype';
import type { DeclaredTensor, Graph } from '../ir/graph';
import { encodeElements } from '../weights/encode';
import { generator, normal } from '../weights/random';
import { elementCount } from '../weights/values';
import { indexLimits } from './indices';

/** Inputs of a run, by name. */
export type Feeds = ReadonlyMap<string, RuntimeTensor>;

/** A gigabyte as float32; larger inputs are not made up. */
export const MOST_ELEMENTS = 2 ** 28;

/**
 * Sample inputs at fixed shapes: floats N(0, 1), booleans, integers 0 or 1, and where an integer input picks rows of a
 * stored table any row of it. Each input has a generator of its own, so that it stays the same when others come or go.
 * Throws BadInput for an input without a type, without a shape, or of elements that cannot be made up.
 */
export function sampleFeeds(graph: Graph, shapes: ReadonlyMap<string, readonly number[]>, seed = 0): Feeds {
  const limits = indexLimits(graph);
  return new Map(
    graph.inputs.map((input) => {
      const dims = shapes.get(input.name);
      if (!dims) throw new BadInput(`input "${input.name}" has no shape: give one, or a file with inputs`);
      return [input.name, sample(input, dims, limits.get(input.name) ?? 2, seed)] as const;
    }),
  );
}

function sample(
  { name, dtype }: DeclaredTensor,
  dims: readonly number[],
  below: number,
  seed: number,
): RuntimeTensor {
  const count = elementCount(dims);
  if (count > MOST_ELEMENTS)
    throw new BadInput(`input "${name}" would have ${count} elements, too many to make up`);
  const next = generator(`${seed} ${name}`);
  const draw = dtype === null ? null : drawer(dtype, below, next);
  const values = new Float64Array(count);
  for (let i = 0; draw && i < count; i++) values[i] = draw();
  const data = draw && dtype !== null ? encodeElements(values, dtype) : null;
  if (dtype === null || data === null)
    throw new BadInput(
      `input "${name}" is of ${dtype === null ? 'no known type' : `type ${dtype}`}, for which no values can be made up: give a file with inputs`,
    );
  return { dtype, dims, data };
}

function drawer(dtype: DType, below: number, next: () => number): (() => number) | null {
  const family = familyOf(dtype);
  if (family === 'float') return () => normal(next);
  if (family === 'bool') return () => Math.floor(next() * 2);
  return family === 'int' ? () => Math.floor(next() * below) : null;
}
