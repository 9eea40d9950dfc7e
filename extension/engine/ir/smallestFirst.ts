/** A queue of numbers that gives the smallest first: a binary heap. */
export class SmallestFirst {
  readonly #heap: number[] = [];

  push(value: number): void {
    let at = this.#heap.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#at(parent) <= value) break;
      this.#heap[at] = this.#at(parent);
      at = parent;
    }
    this.#heap[at] = value;
  }

  /** The smallest number, or undefined when there is none left. */
  pop(): number | undefined {
    const [smallest] = this.#heap;
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return smallest;
  }

  /** Puts a number in at the top and lets it sink to its place. */
  #sink(value: number): void {
    let at = 0;
    for (let child = 1; child < this.#heap.length; child = 2 * at + 1) {
      if (this.#at(child + 1) < this.#at(child)) child++;
      if (this.#at(child) >= value) break;
      this.#heap[at] = this.#at(child);
      at = child;
    }
    this.#heap[at] = value;
  }

  #at(index: number): number {
    return this.#heap[index] ?? Infinity;
  }
}
