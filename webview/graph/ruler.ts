import { select } from 'd3';
import type { Scene } from '../../extension/shared/scene';
import type { Area } from './cull';

/** A narrow overview at the stage's edge: where the heat lies in the whole model, and which part is in sight. */
export interface Ruler {
  readonly element: SVGSVGElement;
  show(scene: Scene, height: number): void;
  mark(area: Area): void;
}

const WIDTH = 14;
const STEPS = 4;

/** `onJump` receives the y in scene units that was pressed. */
export function createRuler(onJump: (y: number) => void): Ruler {
  const svg = select(document.createElementNS('http://www.w3.org/2000/svg', 'svg'))
    .attr('class', 'ruler')
    .attr('width', WIDTH)
    .attr('aria-hidden', 'true');
  const ticks = svg.append('g');
  const window = svg.append('rect').attr('class', 'window').attr('width', WIDTH);
  let scale = 1;
  const jump = (event: PointerEvent): void => {
    if ((event.buttons & 1) === 1) onJump(event.offsetY / scale);
  };
  svg.on('pointerdown', jump).on('pointermove', jump);
  return {
    element: svg.node() ?? document.createElementNS('http://www.w3.org/2000/svg', 'svg'),
    show: (scene, height) => {
      scale = height / Math.max(1, scene.height);
      svg.attr('height', height);
      ticks.selectChildren().remove();
      for (let step = 1; step <= STEPS; step++) {
        const path = ticks
          .append('path')
          .attr('class', 'tick')
          .attr('d', tickPath(scene, step, scale));
        path.style('--heat', `${(step / STEPS) * 100}%`);
      }
    },
    mark: ({ top, bottom }) => {
      window
        .attr('y', Math.max(0, top * scale))
        .attr('height', Math.max(4, (bottom - Math.max(0, top)) * scale));
    },
  };
}

function tickPath(scene: Scene, step: number, scale: number): string {
  return scene.nodes
    .filter((node) => node.heat !== null && node.heat > 0.02 && Math.ceil(node.heat * STEPS) === step)
    .map((node) => {
      const height = Math.max(2, node.height * scale);
      return `M1 ${(node.y * scale).toFixed(1)}h${(2 + (WIDTH - 4) * (node.heat ?? 0)).toFixed(1)}v${height.toFixed(1)}H1z`;
    })
    .join('');
}
