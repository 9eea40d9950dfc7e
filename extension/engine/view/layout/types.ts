/** Where a line ends: a vertex, and the distance of the line's end from the vertex's left side. */
export interface Port {
  readonly vertex: number;
  readonly x: number;
}

/** Everything that starts at one port: lines to several ends share their way as long as they can. */
export interface Net {
  readonly from: Port;
  readonly to: readonly Port[];
  /** Does not pull its ends into line. */
  readonly minor?: boolean;
}

/** `entry` and `exit` lie on the upper and lower rim. A line starts at the top of an entry and runs down through it. */
export type VertexKind = 'box' | 'entry' | 'exit';

/** What is laid out: vertices in topological order (entries first, exits last) and the nets between them. */
export interface LayoutInput {
  readonly kinds: readonly VertexKind[];
  readonly widths: ArrayLike<number>;
  readonly heights: ArrayLike<number>;
  readonly nets: readonly Net[];
}

export interface LayoutResult {
  readonly width: number;
  readonly height: number;
  /** Upper left corner of every vertex. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Polylines as x0, y0, x1, y1, ..., by net and then by end. */
  readonly routes: readonly (readonly (readonly number[])[])[];
}
