/** A rectangle in scene units. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Finds what lies in an area without looking at everything. */
export interface AreaIndex {
  /** Indices of the items that touch the area, ascending. */
  within(area: Area): number[];
}

const BAND = 400;
/** Items that span more bands than this are kept apart and always looked at. */
const MAX_BANDS = 48;

/** Indexes items by horizontal bands: graphs are long and thin. */
export function indexAreas(areas: readonly Area[]): AreaIndex {
  const bands = new Map<number, number[]>();
  const tall: number[] = [];
  areas.forEach((area, index) => {
    const [first, last] = bandsOf(area);
    if (last - first > MAX_BANDS) tall.push(index);
    else for (let band = first; band <= last; band++) push(bands, band, index);
  });
  return {
    within: (area) => {
      const [first, last] = bandsOf(area);
      const found = new Set(tall);
      if (last - first > bands.size) for (const band of bands.values()) band.forEach((i) => found.add(i));
      else for (let band = first; band <= last; band++) bands.get(band)?.forEach((i) => found.add(i));
      return [...found].filter((index) => touches(areas[index], area)).sort((a, b) => a - b);
    },
  };
}

function push(bands: Map<number, number[]>, band: number, index: number): void {
  const members = bands.get(band);
  if (members) members.push(index);
  else bands.set(band, [index]);
}

function bandsOf({ top, bottom }: Area): readonly [first: number, last: number] {
  return [Math.floor(top / BAND), Math.floor(bottom / BAND)];
}

function touches(a: Area | undefined, b: Area): boolean {
  return a !== undefined && a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top;
}

/** The area of a box. */
export function areaOf(box: { x: number; y: number; width: number; height: number }): Area {
  return { left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
}

/** The area of a polyline given as x0, y0, x1, y1, ... */
export function areaOfPoints(points: readonly number[]): Area {
  const area = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  points.forEach((value, i) => {
    if (i % 2 === 0) {
      area.left = Math.min(area.left, value);
      area.right = Math.max(area.right, value);
    } else {
      area.top = Math.min(area.top, value);
      area.bottom = Math.max(area.bottom, value);
    }
  });
  return area;
}

/** An area grown on all sides. */
export function grow(area: Area, by: number): Area {
  return { left: area.left - by, top: area.top - by, right: area.right + by, bottom: area.bottom + by };
}

/** Whether one area lies in another. */
export function contains(outer: Area, inner: Area): boolean {
  return (
    outer.left <= inner.left &&
    outer.right >= inner.right &&
    outer.top <= inner.top &&
    outer.bottom >= inner.bottom
  );
}
