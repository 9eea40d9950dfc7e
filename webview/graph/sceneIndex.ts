import type { Scene } from '../../extension/shared/scene';
import { type AreaIndex, areaOf, areaOfPoints, indexAreas } from './cull';

/** Finds what a scene holds in an area. */
export interface SceneIndex {
  readonly nodes: AreaIndex;
  readonly edges: AreaIndex;
  readonly frames: AreaIndex;
}

export const EMPTY_SCENE: Scene = { width: 0, height: 0, nodes: [], edges: [], frames: [] };

export function indexScene(scene: Scene): SceneIndex {
  return {
    nodes: indexAreas(scene.nodes.map(areaOf)),
    edges: indexAreas(scene.edges.map((edge) => areaOfPoints(edge.points))),
    frames: indexAreas(scene.frames.map(areaOf)),
  };
}

/** The items at these indices. */
export function pickItems<T>(items: readonly T[], indices: readonly number[]): T[] {
  return indices.flatMap((index) => items[index] ?? []);
}
