import type { ListingLine, ListingTensor } from '../../../../shared/listing';
import { nameText } from './literals';

/** Writes a listing line by line and notes where nodes and tensors stand. */
export class ListingWriter {
  readonly #parts: string[] = [];
  readonly lines: ListingLine[] = [];
  readonly tensors: ListingTensor[] = [];
  #line = 0;
  #column = 0;

  /** The line that is being written. */
  get line(): number {
    return this.#line;
  }

  /** Text without line breaks. */
  write(text: string): this {
    this.#parts.push(text);
    this.#column += text.length;
    return this;
  }

  /** A mention of a tensor; `scope` is the graph or function that makes it. */
  tensor(name: string, scope: string, role: ListingTensor['role']): this {
    const start = this.#column;
    this.write(name === '' ? '""' : nameText(name));
    if (name !== '') this.tensors.push({ name, scope, role, line: this.#line, start, end: this.#column });
    return this;
  }

  endLine(): this {
    this.#parts.push('\n');
    this.#line++;
    this.#column = 0;
    return this;
  }

  text(): string {
    return this.#parts.join('');
  }
}
