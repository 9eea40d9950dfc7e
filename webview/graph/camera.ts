import { zoom, zoomIdentity, type ZoomTransform } from 'd3';
import type { Viewport } from '../state';
import type { Layers } from './layers';
import { MAX_SCALE, MIN_SCALE } from './viewport';

/** Pan and zoom. Dragging and the wheel pan, the wheel with Ctrl (or a pinch) zooms, as in the editor's own views. */
export interface Camera {
  readonly viewport: Viewport;
  moveTo(viewport: Viewport): void;
  readonly zoomBy: (factor: number) => void;
  zoomTo(scale: number): void;
}

/** `onMove` runs with every change, `onRest` when a movement has ended. */
export function createCamera(svg: Layers['svg'], onMove: () => void, onRest: () => void): Camera {
  let viewport: Viewport = { x: 0, y: 0, k: 1 };
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([MIN_SCALE, MAX_SCALE])
    .filter(
      (event: MouseEvent) => event.button === 0 && (event.type !== 'wheel' || event.ctrlKey || event.metaKey),
    )
    .on('zoom', ({ transform }: { transform: ZoomTransform }) => {
      viewport = { x: transform.x, y: transform.y, k: transform.k };
      onMove();
    })
    .on('end', onRest);
  svg.call(behaviour).on('dblclick.zoom', null);
  svg.on(
    'wheel.pan',
    (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : 1;
      const sideways = event.shiftKey && event.deltaX === 0;
      const [dx, dy] = sideways ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      moveTo({ ...viewport, x: viewport.x - dx * unit, y: viewport.y - dy * unit });
    },
    { passive: false },
  );
  return {
    get viewport() {
      return viewport;
    },
    moveTo,
    zoomBy: (factor) => {
      svg.call((selection) => {
        behaviour.scaleBy(selection, factor);
      });
    },
    zoomTo: (scale) => {
      svg.call((selection) => {
        behaviour.scaleTo(selection, scale);
      });
    },
  };

  function moveTo({ x, y, k }: Viewport): void {
    svg.call((selection) => {
      behaviour.transform(selection, zoomIdentity.translate(x, y).scale(k));
    });
  }
}
