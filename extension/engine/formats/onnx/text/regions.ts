import type { ListingRegion } from '../../../../shared/listing';

/** A region while its end is not known. */
export interface OpenRegion {
  readonly name: string;
  readonly kind: ListingRegion['kind'];
  readonly firstLine: number;
  readonly children: ListingRegion[];
}

/**
 * Opens and closes nested regions as the lines go by: graphs, functions and subgraphs by name, module scopes by
 * the scope of each node. A scope that interleaves with others is one region per run of lines.
 */
export class RegionStack {
  readonly #done: ListingRegion[] = [];
  readonly #open: OpenRegion[] = [];

  open(name: string, kind: ListingRegion['kind'], firstLine: number): void {
    this.#open.push({ name, kind, firstLine, children: [] });
  }

  /** Closes the innermost region with all that is open in it of scopes. */
  close(lastLine: number): void {
    this.#closeScopes(0, lastLine);
    this.#closeInnermost(lastLine);
  }

  /** The node at `line` lies in this module scope: closes those that it left and opens those that it entered. */
  enterScope(scope: readonly string[], line: number): void {
    const current = this.#openScopes();
    let shared = 0;
    while (shared < current.length && current[shared] === scope[shared]) shared++;
    this.#closeScopes(shared, line - 1);
    for (const name of scope.slice(shared)) this.open(name, 'scope', line);
  }

  finished(): readonly ListingRegion[] {
    return this.#done;
  }

  #openScopes(): readonly string[] {
    const start = this.#open.findLastIndex(({ kind }) => kind !== 'scope') + 1;
    return this.#open.slice(start).map(({ name }) => name);
  }

  #closeScopes(keep: number, lastLine: number): void {
    for (let count = this.#openScopes().length; count > keep; count--) this.#closeInnermost(lastLine);
  }

  #closeInnermost(lastLine: number): void {
    const region = this.#open.pop();
    if (!region) return;
    const siblings = this.#open.at(-1)?.children ?? this.#done;
    siblings.push({ ...region, lastLine: Math.max(region.firstLine, lastLine) });
  }
}
