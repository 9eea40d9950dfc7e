import type { Scene, SceneFrame, SceneNode } from '../../extension/shared/scene';
import type { AreaIndex } from './cull';
import { FRAME_HEADER } from './frames';

/** What lies under a point: a box, or an open group's title. `toggle` means the chevron. */
export interface Hit {
  readonly id: string;
  readonly target: SceneNode | SceneFrame;
  readonly expandable: boolean;
  readonly toggle: boolean;
}

const CHEVRON = 26;

/** Finds the topmost thing at a point in scene units; null for the canvas. Inner frames lie over outer ones. */
export function pick(scene: Scene, nodes: AreaIndex, frames: AreaIndex, x: number, y: number): Hit | null {
  const point = { left: x, right: x, top: y, bottom: y };
  const [hit] = nodes.within(point);
  const node = hit === undefined ? undefined : scene.nodes[hit];
  if (node) {
    const expandable = node.kind === 'group';
    const toggle = expandable && x > node.x + node.width - CHEVRON && y < node.y + CHEVRON;
    return { id: node.id, target: node, expandable, toggle };
  }
  let inner: SceneFrame | null = null;
  for (const index of frames.within(point)) {
    const frame = scene.frames[index];
    if (frame && y <= frame.y + FRAME_HEADER && (inner === null || frame.depth > inner.depth)) inner = frame;
  }
  return inner && { id: inner.id, target: inner, expandable: true, toggle: x < inner.x + CHEVRON };
}
