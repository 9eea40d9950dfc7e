import type { Report, ReportTensor } from '../../shared/report';
import {
  type Metric,
  ROOT_GROUP,
  type Scene,
  type SceneEdge,
  type SceneFrame,
  type SceneNode,
  type ViewState,
} from '../../shared/scene';
import { at } from './arrays';
import { boxSize, drawBoxes } from './boxes';
import { groupItem, groupOfItem } from './groups';
import { boxCost } from './heat';
import { initialView } from './initialView';
import { type Line, visibleLines } from './lines';
import { type Placement, placeNested } from './nested';
import { hotLayers } from './ranking';
import { shapeText } from './text';
import { type LayerTree, layerTree } from './tree';
import { resolveView, type Visible } from './visible';

/**
 * Everything that the graph view draws, laid out. The same report and view give the same scene. The groups that
 * are open are the ids of the scene's frames.
 */
export function buildScene(report: Report, view: ViewState): Scene {
  const { metric } = view;
  const open = view.open.includes(ROOT_GROUP) ? view.open : [...initialView(report).open, ...view.open];
  const tree = layerTree(report);
  const visible = resolveView(tree, open);
  const lines = visibleLines(tree, visible);
  const placement = placeNested(
    tree,
    visible,
    lines,
    visible.boxes.map(({ item }) => boxSize(tree, item)),
  );
  const hot = hotBoxes(report, tree, visible, metric);
  const nodes = drawBoxes(
    report,
    tree,
    visible,
    metric,
    hot,
    placement.boxes,
    leavingTensors(visible, lines),
  );
  const canvas = placement.frames.get(0);
  return {
    width: canvas?.width ?? 0,
    height: canvas?.height ?? 0,
    nodes: inReadingOrder(nodes, visible, tree),
    edges: drawEdges(lines, placement, nodes, hot),
    frames: drawFrames(report, visible, placement, metric),
  };
}

function hotBoxes(report: Report, tree: LayerTree, visible: Visible, metric: Metric): ReadonlySet<number> {
  const boxes = new Set<number>();
  for (const id of hotLayers(report, metric)) {
    const unit = tree.unitById.get(id);
    if (unit !== undefined) boxes.add(at(visible.boxOf, unit));
  }
  return boxes;
}

/** The largest tensor that leaves each box. */
function leavingTensors(visible: Visible, lines: readonly Line[]): (ReportTensor | undefined)[] {
  const leaving = new Array<ReportTensor | undefined>(visible.boxes.length).fill(undefined);
  for (const { from, tensor } of lines)
    if (tensor !== null && elements(tensor) > elements(leaving[from])) leaving[from] = tensor;
  return leaving;
}

function elements(tensor: ReportTensor | undefined): number {
  if (!tensor?.shape) return -1;
  return tensor.shape.reduce<number>((count, dim) => count * (typeof dim === 'number' ? dim : 1), 1);
}

/** Boxes in program order: group by group, each in its place among the items of the group around it. */
function inReadingOrder(nodes: readonly SceneNode[], visible: Visible, tree: LayerTree): SceneNode[] {
  const boxOf = new Map(visible.boxes.map((box, index) => [box.item, index]));
  const ordered: SceneNode[] = [];
  const stack = [groupItem(0)];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const box = boxOf.get(item);
    if (box !== undefined) ordered.push(at(nodes, box));
    else for (const inner of [...at(tree.groups, groupOfItem(item)).items].reverse()) stack.push(inner);
  }
  return ordered;
}

function drawEdges(
  lines: readonly Line[],
  placement: Placement,
  nodes: readonly SceneNode[],
  hot: ReadonlySet<number>,
): SceneEdge[] {
  const told = new Set<number>();
  const arriving = new Map<number, string>();
  for (const { to, tensor } of lines) if (tensor && !arriving.has(to)) arriving.set(to, shapeText(tensor));
  return lines.map(({ from, to, tensor }, index) => {
    const shape = tensor ? shapeText(tensor) : '';
    const changes =
      shape !== arriving.get(from) && shape !== '?' && !told.has(from) && at(nodes, from).compact !== true;
    if (changes) told.add(from);
    const [source, target] = [at(nodes, from).id, at(nodes, to).id];
    return {
      id: `${source}>${target}`,
      from: source,
      to: target,
      points: at(placement.lines, index),
      label: changes ? shape : '',
      hot: hot.has(from) && hot.has(to),
    };
  });
}

function drawFrames(report: Report, visible: Visible, placement: Placement, metric: Metric): SceneFrame[] {
  return visible.open.slice(1).flatMap((group) => {
    const rect = placement.frames.get(group.index);
    if (!rect) return [];
    const { id, title, repeat, costs, index } = group;
    const cost = boxCost(report, metric, costs).text;
    return [{ id, title, cost, repeat, depth: at(visible.depth, index) - 1, ...rect }];
  });
}
