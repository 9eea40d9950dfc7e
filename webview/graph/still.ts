import type { Scene } from '../../extension/shared/scene';
import { areaOf, grow } from './cull';
import { createLayers } from './layers';
import { type Level, levelFor } from './levels';
import { NO_MARKS } from './marks';
import { indexScene } from './sceneIndex';

/** Titles of boxes drawn in full are too small to read below this. */
const READABLE = 0.72;
/** Room for outlines and the edges of stacked boxes, in scene units. */
const RIM = 10;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The scale at which a scene fits a width, and a height as long as that leaves it readable. */
export function stillScale(scene: Size, room: Size, least: number): number {
  const across = room.width / Math.max(1, scene.width + 2 * RIM);
  const down = room.height / Math.max(1, scene.height + 2 * RIM);
  return Math.min(1, across, Math.max(down, least));
}

/** Draws a whole scene that nobody moves about in, with the graph's own drawing; `name` keeps its ids apart. */
export function drawStill(stage: HTMLElement, scene: Scene, scale: number, name: string): void {
  stage.replaceChildren();
  stage.style.height = `${Math.ceil((scene.height + 2 * RIM) * scale)}px`;
  const layers = createLayers(stage, name);
  const spare = stage.clientWidth - scene.width * scale;
  layers.transform({ x: Math.max(RIM * scale, spare / 2), y: RIM * scale, k: scale });
  const whole = grow(areaOf({ x: 0, y: 0, width: scene.width, height: scene.height }), RIM);
  layers.draw(scene, indexScene(scene), whole, levelAt(scale, scene), NO_MARKS);
}

function levelAt(scale: number, { nodes, edges }: Scene): Level {
  const level = levelFor(scale, nodes.length, edges.length);
  return level === 'near' && scale < READABLE ? 'middle' : level;
}
