/**
 * A line through points: straight where it is vertical, an S-curve with vertical ends where it changes its x
 * between two rows.
 */
export function linePath(points: readonly number[]): string {
  let path = `M${round(points[0])} ${round(points[1])}`;
  for (let i = 2; i + 1 < points.length; i += 2) {
    const [x0, y0, x1, y1] = [points[i - 2] ?? 0, points[i - 1] ?? 0, points[i] ?? 0, points[i + 1] ?? 0];
    if (Math.abs(x0 - x1) < 0.5 || Math.abs(y0 - y1) < 0.5) {
      path += `L${round(x1)} ${round(y1)}`;
      continue;
    }
    const middle = round((y0 + y1) / 2);
    path += `C${round(x0)} ${middle} ${round(x1)} ${middle} ${round(x1)} ${round(y1)}`;
  }
  return path;
}

/** A rectangle as a path, for many of them in one element. */
export function rectPath(box: { x: number; y: number; width: number; height: number }): string {
  return `M${round(box.x)} ${round(box.y)}h${round(box.width)}v${round(box.height)}h${round(-box.width)}z`;
}

/** The upper part of a rounded box. */
export function headerPath(width: number, height: number, radius: number): string {
  return `M0 ${height}V${radius}A${radius} ${radius} 0 0 1 ${radius} 0H${width - radius}A${radius} ${radius} 0 0 1 ${width} ${radius}V${height}z`;
}

function round(value: number | undefined): number {
  return Math.round((value ?? 0) * 10) / 10;
}
