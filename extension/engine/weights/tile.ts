/** Rows and columns of a tile, whose 16 sums are kept in registers. */
export const TILE = 4;

/** Adds the 16 inner products of a strip's four rows and a panel's four rows to the tile at `to`. */
export function addTile(
  strip: Float64Array,
  panel: Float64Array,
  at: number,
  depth: number,
  sums: Float64Array,
  to: number,
  width: number,
): void {
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c03 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c13 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  let c23 = 0;
  let c30 = 0;
  let c31 = 0;
  let c32 = 0;
  let c33 = 0;
  for (let p = 0; p < TILE * depth; p += TILE) {
    const x0 = strip[p] ?? 0;
    const x1 = strip[p + 1] ?? 0;
    const x2 = strip[p + 2] ?? 0;
    const x3 = strip[p + 3] ?? 0;
    const y0 = panel[at + p] ?? 0;
    c00 += x0 * y0;
    c10 += x1 * y0;
    c20 += x2 * y0;
    c30 += x3 * y0;
    const y1 = panel[at + p + 1] ?? 0;
    c01 += x0 * y1;
    c11 += x1 * y1;
    c21 += x2 * y1;
    c31 += x3 * y1;
    const y2 = panel[at + p + 2] ?? 0;
    c02 += x0 * y2;
    c12 += x1 * y2;
    c22 += x2 * y2;
    c32 += x3 * y2;
    const y3 = panel[at + p + 3] ?? 0;
    c03 += x0 * y3;
    c13 += x1 * y3;
    c23 += x2 * y3;
    c33 += x3 * y3;
  }
  addRow(sums, to, c00, c01, c02, c03);
  addRow(sums, to + width, c10, c11, c12, c13);
  addRow(sums, to + 2 * width, c20, c21, c22, c23);
  addRow(sums, to + 3 * width, c30, c31, c32, c33);
}

function addRow(sums: Float64Array, at: number, a: number, b: number, c: number, d: number): void {
  sums[at] = (sums[at] ?? 0) + a;
  sums[at + 1] = (sums[at + 1] ?? 0) + b;
  sums[at + 2] = (sums[at + 2] ?? 0) + c;
  sums[at + 3] = (sums[at + 3] ?? 0) + d;
}
