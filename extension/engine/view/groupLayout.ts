import { at } from './arrays';
import { layoutLayered } from './layout/layered';
import type { LayoutResult, Net, Port, VertexKind } from './layout/types';
import type { Strand, Stretch } from './lines';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The inside of one open group, from its own upper left corner. */
export interface GroupLayout extends Size {
  /** Upper left corners of the items. */
  readonly items: readonly (readonly [x: number, y: number])[];
  /** x of the rim crossings by source box. */
  readonly entries: ReadonlyMap<number, number>;
  readonly exits: ReadonlyMap<number, number>;
  /** The polyline of a stretch of a line from a source box. */
  route(source: number, stretch: Stretch): readonly number[];
}

/** Lines that enter a frame stay vertical behind its title. */
const TITLE_HEIGHT = 24;

interface Margins {
  readonly side: number;
  readonly top: number;
  readonly bottom: number;
  readonly minWidth: number;
}

/** A frame's upper margin holds its title. The canvas has margins too, so that nothing touches the panel's edge. */
const FRAME: Margins = { side: 18, top: 34, bottom: 18, minWidth: 240 };
const CANVAS: Margins = { side: 32, top: 32, bottom: 32, minWidth: 0 };

/** Lays out the items of one group; `frames` holds the layouts of those that are open groups themselves. */
export function layoutGroup(
  sizes: readonly Size[],
  frames: readonly (GroupLayout | undefined)[],
  strands: readonly Strand[],
  isRoot: boolean,
): GroupLayout {
  const entering = strands.filter((strand) => strand.start === null);
  const leaving = strands.filter((strand) => strand.leaves);
  const entryOf = new Map(entering.map((strand, index) => [strand.source, index]));
  const firstExit = entering.length + sizes.length;
  const exitOf = new Map(leaving.map((strand, index) => [strand.source, firstExit + index]));
  const rims = (vertices: readonly unknown[]): number[] => vertices.map(() => 0);
  const layout = layoutLayered({
    kinds: [...kinds(entering, 'entry'), ...kinds(sizes, 'box'), ...kinds(leaving, 'exit')],
    widths: [...rims(entering), ...sizes.map((size) => size.width), ...rims(leaving)],
    heights: [...entering.map(() => TITLE_HEIGHT), ...sizes.map((size) => size.height), ...rims(leaving)],
    nets: strands.map((strand): Net => ({
      from: startOf(strand),
      to: endsOf(strand),
      minor: strand.minor,
    })),
  });
  return describe(layout, isRoot ? CANVAS : FRAME, strands, entering, leaving);

  function startOf(strand: Strand): Port {
    if (strand.start === null) return { vertex: entryOf.get(strand.source) ?? 0, x: 0 };
    return portOf(strand.start, frames[strand.start]?.exits.get(strand.source));
  }

  function endsOf(strand: Strand): Port[] {
    const ports = [...strand.ends].map((item) => portOf(item, frames[item]?.entries.get(strand.source)));
    const exit = exitOf.get(strand.source);
    return exit === undefined ? ports : [...ports, { vertex: exit, x: 0 }];
  }

  function portOf(item: number, crossing: number | undefined): Port {
    return { vertex: entering.length + item, x: crossing ?? at(sizes, item).width / 2 };
  }
}

function kinds(vertices: readonly unknown[], kind: VertexKind): VertexKind[] {
  return vertices.map(() => kind);
}

function describe(
  layout: LayoutResult,
  margins: Margins,
  strands: readonly Strand[],
  entering: readonly Strand[],
  leaving: readonly Strand[],
): GroupLayout {
  const room = layout.width + 2 * margins.side;
  const width = Math.max(margins.minWidth, room);
  const dx = margins.side + (width - room) / 2;
  const dy = entering.length > 0 && margins === FRAME ? 0 : margins.top;
  const bottom = leaving.length > 0 ? 0 : margins.bottom;
  const firstExit = layout.x.length - leaving.length;
  const crossings = (crossing: readonly Strand[], first: number): Map<number, number> =>
    new Map(crossing.map((strand, index) => [strand.source, dx + at(layout.x, first + index)]));
  const places = indexEnds(strands);
  return {
    width,
    height: layout.height + dy + bottom,
    items: Array.from(layout.x.subarray(entering.length, firstExit), (x, item) => [
      x + dx,
      at(layout.y, entering.length + item) + dy,
    ]),
    entries: crossings(entering, 0),
    exits: crossings(leaving, firstExit),
    route: (source, { end }) => {
      const place = places.get(source);
      if (!place) throw new RangeError(`no strand from box ${source}`);
      const points = at(
        at(layout.routes, place.net),
        end === null ? place.ends.size : (place.ends.get(end) ?? 0),
      );
      return points.map((value, i) => value + (i % 2 === 0 ? dx : dy));
    },
  };
}

function indexEnds(
  strands: readonly Strand[],
): ReadonlyMap<number, { readonly net: number; readonly ends: ReadonlyMap<number, number> }> {
  return new Map(
    strands.map(({ source, ends }, net) => [
      source,
      { net, ends: new Map([...ends].map((item, index) => [item, index])) },
    ]),
  );
}
