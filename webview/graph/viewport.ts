import type { Scene } from '../../extension/shared/scene';
import type { Viewport } from '../state';
import { type Area, areaOf } from './cull';

export const MIN_SCALE = 0.02;
export const MAX_SCALE = 3;
const MARGIN = 24;
const READABLE = 0.75;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The whole scene, no larger than life. */
export function fitAll(scene: Size, stage: Size): Viewport {
  const k = clamp(Math.min((stage.width - MARGIN) / scene.width, (stage.height - MARGIN) / scene.height, 1));
  return { k, x: (stage.width - scene.width * k) / 2, y: (stage.height - scene.height * k) / 2 };
}

/** The first sight of a model: its beginning, as wide as it is but never too small to read. */
export function fitStart(scene: Scene, stage: Size): Viewport {
  const whole = fitAll(scene, stage);
  if (whole.k >= READABLE) return whole;
  const k = Math.min(1, Math.max(READABLE, (stage.width - MARGIN) / scene.width));
  const first = scene.nodes.find(({ kind }) => kind === 'input') ?? scene.nodes[0];
  const fits = scene.width * k <= stage.width || !first;
  const centre = fits ? scene.width / 2 : first.x + first.width / 2;
  return { k, x: stage.width / 2 - centre * k, y: 0 };
}

/** The part of the scene that the stage shows. */
export function visibleArea({ x, y, k }: Viewport, stage: Size): Area {
  return { left: -x / k, top: -y / k, right: (stage.width - x) / k, bottom: (stage.height - y) / k };
}

/** Brings a box into sight: no change where it is, else centred at a readable scale. */
export function reveal(viewport: Viewport, stage: Size, box: Area): Viewport {
  const area = visibleArea(viewport, stage);
  const pad = 16 / viewport.k;
  const inside =
    box.left >= area.left + pad &&
    box.right <= area.right - pad &&
    box.top >= area.top + pad &&
    box.bottom <= area.bottom - pad;
  if (inside && viewport.k >= READABLE / 2) return viewport;
  const k = viewport.k < READABLE ? 1 : viewport.k;
  const tall = (box.bottom - box.top) * k > stage.height - 2 * MARGIN;
  return {
    k,
    x: stage.width / 2 - ((box.left + box.right) / 2) * k,
    y: tall ? MARGIN - box.top * k : stage.height / 2 - ((box.top + box.bottom) / 2) * k,
  };
}

/** Keeps the upper left corner of an anchor where it is on the screen while the scene around it changes. */
export function keepAnchor(viewport: Viewport, before: Area, after: Area): Viewport {
  const { x, y, k } = viewport;
  return { k, x: x + (before.left - after.left) * k, y: y + (before.top - after.top) * k };
}

/** The box, or else the frame, with this id. */
export function findArea(scene: Scene, id: string): Area | null {
  const found = scene.nodes.find((node) => node.id === id) ?? scene.frames.find((frame) => frame.id === id);
  return found ? areaOf(found) : null;
}

/** Something that both scenes show and that lies closest to a point of the first one. */
export function commonAnchor(before: Scene, after: Scene, x: number, y: number): string | null {
  const known = new Set(after.nodes.map((node) => node.id));
  let best: string | null = null;
  let nearest = Infinity;
  for (const node of before.nodes) {
    const distance = Math.hypot(node.x + node.width / 2 - x, node.y + node.height / 2 - y);
    if (distance >= nearest || !known.has(node.id)) continue;
    nearest = distance;
    best = node.id;
  }
  return best;
}

function clamp(k: number): number {
  return Number.isFinite(k) ? Math.max(MIN_SCALE, Math.min(MAX_SCALE, k)) : 1;
}
