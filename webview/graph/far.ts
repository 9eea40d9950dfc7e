import { select } from 'd3';
import type { Scene, SceneNode } from '../../extension/shared/scene';
import { linePath, rectPath } from './paths';

const HEAT_STEPS = 4;

/** Draws a whole scene as a handful of paths: one per family and per step of heat, so that its size costs no elements. */
export function drawFar(parent: SVGGElement, scene: Scene): void {
  parent.replaceChildren();
  const g = select(parent);
  g.append('path').attr('class', 'far-frames').attr('d', scene.frames.map(rectPath).join(''));
  for (const hot of [false, true]) {
    const lines = scene.edges.filter((edge) => edge.hot === hot).map((edge) => linePath(edge.points));
    g.append('path')
      .attr('class', hot ? 'edge hot' : 'edge')
      .attr('d', lines.join(''));
  }
  for (const [family, nodes] of byFamily(scene.nodes))
    g.append('path').attr('class', `far-nodes family-${family}`).attr('d', nodes.map(rectPath).join(''));
  for (let step = 1; step <= HEAT_STEPS; step++) {
    const hot = scene.nodes.filter(
      (node) => Math.ceil((node.heat ?? 0) * HEAT_STEPS) === step && (node.heat ?? 0) > 0.02,
    );
    const path = g.append('path').attr('class', 'far-heat').attr('d', hot.map(heatPath).join(''));
    path.style('--heat', `${(step / HEAT_STEPS) * 100}%`);
  }
}

function heatPath(node: SceneNode): string {
  const height = node.height * 0.4;
  return rectPath({
    x: node.x,
    y: node.y + node.height - height,
    width: node.width * (node.heat ?? 0),
    height,
  });
}

function byFamily(nodes: readonly SceneNode[]): ReadonlyMap<string, readonly SceneNode[]> {
  const families = new Map<string, SceneNode[]>();
  for (const node of nodes) {
    const members = families.get(node.family);
    if (members) members.push(node);
    else families.set(node.family, [node]);
  }
  return families;
}
