import type { Dim } from '../ir/dim';
import { substitute } from '../ir/substitute';
import { bytesOf, type DType } from '../ir/dtype';
import type { Holding, Shape, TensorFacts } from '../ir/tensor';

/**
 * Values of symbols, applied with one memo: equal expressions are evaluated once per pricing, and each tensor once,
 * however many nodes read it.
 */
export class Bindings {
  readonly values: ReadonlyMap<string, number>;
  readonly #memo = new Map<string, Dim>();
  readonly #shapes = new Map<Shape, Shape>();
  readonly #impossible = new Map<Shape, boolean>();
  readonly #bytes = new Map<TensorFacts, number | null>();

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
    if (shape === null) return null;
    const known = this.#shapes.get(shape);
    if (known) return known;
    const bound = shape.every((dim) => typeof dim === 'number') ? shape : shape.map((dim) => this.dim(dim));
    this.#shapes.set(shape, bound);
    return bound;
  }

  /**
   * Whether a dim comes to a negative or fractional number, because the values bound are too small for the model, or
   * all of them to more elements than a number can count.
   */
  isImpossible(shape: Shape | null): boolean {
    if (shape === null) return false;
    const told = this.#impossible.get(shape);
    if (told !== undefined) return told;
    const impossible = this.#cannotBe(this.shape(shape) ?? []);
    this.#impossible.set(shape, impossible);
    return impossible;
  }

  #cannotBe(bound: Shape): boolean {
    const known = bound.filter((dim) => typeof dim === 'number');
    return !known.every(isSize) || (known.length === bound.length && this.elements(bound) === null);
  }

  /** Elements of a shape; null where its rank or one of its dims is open or impossible. */
  elements(shape: Shape | null): number | null {
    if (shape === null) return null;
    let count = 1;
    for (const dim of this.shape(shape) ?? []) {
      if (typeof dim !== 'number' || !isSize(dim)) return null;
      count *= dim;
    }
    return count <= MOST_ELEMENTS ? count : null;
  }

  /** Bytes of a tensor; null where its type or a dim is open. Strings have no size that a graph tells. */
  bytes(facts: TensorFacts): number | null {
    const known = this.#bytes.get(facts);
    if (known !== undefined) return known;
    const bytes = facts.holds
      ? this.#heldBytes(facts.holds)
      : bytesOfElements(facts.dtype, this.elements(facts.shape));
    this.#bytes.set(facts, bytes);
    return bytes;
  }

  /** Bytes of all that a sequence or an optional holds; a map's keys are left out. */
  #heldBytes({ element, count, items }: Holding): number | null {
    if (items === null) {
      const held = count === null ? null : this.number(count);
      if (held === 0) return 0;
      const each = this.bytes(element);
      return held !== null && each !== null && held * each <= MOST_BYTES ? held * each : null;
    }
    let sum = 0;
    for (const item of items) {
      const bytes = this.bytes(item);
      if (bytes === null) return null;
      sum += bytes;
    }
    return sum;
  }
}

/** Products and sums of such counts are still finite numbers. */
export const MOST_ELEMENTS = 1e75;
/** Of sequences of sequences, likewise. */
const MOST_BYTES = 1e150;

function isSize(dim: number): boolean {
  return Number.isInteger(dim) && dim >= 0;
}

/** Bytes of `count` elements; null where the type is open. */
export function bytesOfElements(dtype: DType | null, count: number | null): number | null {
  return dtype === null || dtype === 'string' || count === null ? null : bytesOf(dtype, count);
}
