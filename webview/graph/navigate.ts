import type { Scene, SceneNode } from '../../extension/shared/scene';

export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

/** Neighbours in a scene, for moving the selection by keyboard. */
export interface Navigator {
  /** The box to select next; null where there is none in that direction. */
  step(from: string | null, direction: Direction): string | null;
}

/**
 * Down and up follow the lines, where there are several along the first; without a line they follow program
 * order. Left and right go to the nearest box in the same row.
 */
export function createNavigator(scene: Scene): Navigator {
  const index = new Map(scene.nodes.map((node, i) => [node.id, i]));
  const below = new Map<string, string>();
  const above = new Map<string, string>();
  for (const { from, to } of scene.edges) {
    if (!below.has(from)) below.set(from, to);
    if (!above.has(to)) above.set(to, from);
  }
  return {
    step(from, direction) {
      const position = from === null ? -1 : (index.get(from) ?? -1);
      const node = scene.nodes[position];
      if (direction === 'first' || node === undefined) return scene.nodes[0]?.id ?? null;
      if (direction === 'last') return scene.nodes.at(-1)?.id ?? null;
      if (direction === 'down') return below.get(node.id) ?? scene.nodes[position + 1]?.id ?? null;
      if (direction === 'up') return above.get(node.id) ?? scene.nodes[position - 1]?.id ?? null;
      return beside(scene.nodes, node, direction === 'right' ? 1 : -1);
    },
  };
}

function beside(nodes: readonly SceneNode[], from: SceneNode, sign: 1 | -1): string | null {
  let best: SceneNode | null = null;
  for (const node of nodes) {
    const sameRow = node.y < from.y + from.height && node.y + node.height > from.y;
    const ahead = sign * (node.x - from.x) > 0;
    if (!sameRow || !ahead) continue;
    if (best === null || sign * (best.x - node.x) > 0) best = node;
  }
  return best?.id ?? null;
}
