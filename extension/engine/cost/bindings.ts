import { type Dim, substitute } from '../ir/dim';
import { bytesOf, type DType } from '../ir/dtype';
import type { Shape, TensorFacts } from '../ir/tensor';

/** Values of symbols, applied with one memo: equal expressions are evaluated once per pricing. */
export class Bindings {
  readonly values: ReadonlyMap<string, number>;
  readonly #memo = new Map<string, Dim>();

  constructor(values: ReadonlyMap<string, number>) {
    this.values = values;
  }

  dim(dim: Dim): Dim {
    return typeof dim === 'number' ? dim : substitute(dim, this.values, this.#memo);
  }

  /** The number that an expression comes to; null while a symbol in it is open. */
  number(dim: Dim): number | null {
    const value = this.dim(dim);
    return typeof value === 'number' ? value : null;
  }

  shape(shape: Shape | null): Shape | null {
    return shape?.map((dim) => this.dim(dim)) ?? null;
  }

  /** Elements of a shape; null where its rank or one of its dims is open. */
  elements(shape: Shape | null): number | null {
    if (shape === null) return null;
    let count = 1;
    for (const dim of shape) {
      const value = this.number(dim);
      if (value === null) return null;
      count *= value;
    }
    return count;
  }

  /** Bytes of a tensor; null where its type or a dim is open. Strings have no size that a graph tells. */
  bytes({ dtype, shape }: TensorFacts): number | null {
    const count = this.elements(shape);
    return dtype === null || dtype === 'string' || count === null ? null : bytesOf(dtype, count);
  }
}

/** Bytes of `count` elements; null where the type is open. */
export function bytesOfElements(dtype: DType | null, count: number | null): number | null {
  return dtype === null || dtype === 'string' || count === null ? null : bytesOf(dtype, count);
}
