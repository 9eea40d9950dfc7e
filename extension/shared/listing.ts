/** Half-open range of columns in one line of a listing; lines and columns count from 0, columns in UTF-16 units. */
export interface ListingSpan {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A node's line in the listing. */
export interface ListingLine {
  readonly line: number;
  /** Key that {@link ReportLayer.origins} refers to. */
  readonly origin: string;
  readonly name: string;
  readonly op: string;
  readonly scope: readonly string[];
}

/** A mention of a tensor; `scope` tells apart equal names in different graphs or functions of the file. */
export interface ListingTensor extends ListingSpan {
  readonly name: string;
  readonly scope: string;
  readonly role: 'definition' | 'use';
}

/** A foldable, outlined region: a graph, a function, a subgraph, or a run of nodes that share a module scope. */
export interface ListingRegion {
  readonly name: string;
  readonly kind: 'graph' | 'function' | 'subgraph' | 'scope';
  readonly firstLine: number;
  readonly lastLine: number;
  readonly children: readonly ListingRegion[];
}

/** A model as a read-only document in ONNX's textual syntax, one node a line, with the places an editor needs. */
export interface Listing {
  readonly text: string;
  readonly lines: readonly ListingLine[];
  readonly tensors: readonly ListingTensor[];
  readonly regions: readonly ListingRegion[];
}
