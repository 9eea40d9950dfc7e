import type { Scene, SceneNode } from '../../extension/shared/scene';
import { type Mark, type Marks, markOf, markText } from '../graph/marks';
import { element, fill } from '../ui/dom';

/** Rows that are in the document at a time: the table follows the selection. */
const WINDOW = 120;

/** The graph as a table in program order, with the same numbers, for screen readers. */
export function showReaderTable(
  parent: HTMLElement,
  scene: Scene | null,
  selected: string | null,
  marks: Marks,
): void {
  if (!scene) {
    fill(parent);
    return;
  }
  const position = Math.max(
    0,
    scene.nodes.findIndex(({ id }) => id === selected),
  );
  const first = Math.max(0, Math.min(position - WINDOW / 2, scene.nodes.length - WINDOW));
  const rows = scene.nodes
    .slice(first, first + WINDOW)
    .map((node, i) => row(node, first + i + 2, node.id === selected, markOf(marks, node)));
  const names = ['Operator', 'Name', 'Attributes', 'Output shape', 'Cost'];
  const head = element(
    'tr',
    { attributes: { 'aria-rowindex': '1' } },
    ...names.map((name) => element('th', { attributes: { scope: 'col' } }, name)),
  );
  fill(
    parent,
    element(
      'table',
      {
        attributes: {
          'aria-rowcount': String(scene.nodes.length + 1),
          'aria-label': 'Layers in program order',
        },
      },
      element('thead', {}, head),
      element('tbody', {}, ...rows),
    ),
  );
}

function row(node: SceneNode, index: number, selected: boolean, mark: Mark): HTMLElement {
  const repeat = node.repeat > 1 ? ` x${node.repeat}` : '';
  const cost = node.unknown === null ? node.cost : `${node.cost} (${node.unknown})`;
  const cells = [
    `${node.title}${repeat}`,
    node.subtitle,
    node.detail,
    node.shape,
    cost + (node.hot ? ', hot' : '') + markText(mark),
  ];
  const attributes = { 'aria-rowindex': String(index), ...(selected ? { 'aria-current': 'true' } : {}) };
  return element('tr', { attributes }, ...cells.map((cell) => element('td', {}, cell)));
}
