import type { Report, ReportLayer, ReportTensor } from '../../shared/report';
import type { Metric, SceneNode } from '../../shared/scene';
import { at } from './arrays';
import { attributeText } from './attributes';
import { familyOf } from './families';
import type { Size } from './groupLayout';
import { groupOfItem, isUnit, type Item } from './groups';
import { METRIC_LABELS } from './metrics';
import { sumCosts } from './sums';
import { plural, shapeText, shorten } from './text';
import type { Group, LayerTree } from './tree';
import { boxCost, type BoxCost, heatOf } from './heat';
import type { Rect } from './nested';
import type { Visible } from './visible';

const LAYER: Size = { width: 208, height: 72 };
/** Layers without MACs and parameters: most need no line for attributes. */
const PLAIN: Size = { width: 208, height: 56 };
const GROUP: Size = { width: 224, height: 76 };
const PILL: Size = { width: 168, height: 26 };
const NAME_LENGTH = 32;
const TITLE_LENGTH = 26;
/** Integer tensors up to this size are shapes and indices rather than data. */
const SHAPE_ARITHMETIC_ELEMENTS = 16;

/** Size of a box: fixed per kind, so that a layout never depends on fonts. */
export function boxSize(tree: LayerTree, item: Item): Size {
  if (!isUnit(item)) return GROUP;
  const unit = at(tree.graph.units, item);
  if (isCompact(tree, item) || unit.kind !== 'layer') return PILL;
  return unit.layer.macs === 0 && unit.layer.params === 0 ? PLAIN : LAYER;
}

function isCompact(tree: LayerTree, unit: number): boolean {
  const box = at(tree.graph.units, unit);
  return box.kind !== 'layer' || isMinor(box.layer);
}

/** Constants and shape arithmetic: nothing that costs, or that one would tune. */
function isMinor(layer: ReportLayer): boolean {
  if (layer.macs !== 0 || layer.params !== 0) return false;
  if (layer.movedBytes === 0 || familyOf(layer.op) === 'constant') return true;
  return layer.outputs.every(
    ({ dtype, shape }) =>
      dtype === 'int64' &&
      shape?.every((dim) => typeof dim === 'number') === true &&
      shape.reduce((count, dim) => count * dim, 1) <= SHAPE_ARITHMETIC_ELEMENTS,
  );
}

type Words = Pick<
  SceneNode,
  'id' | 'kind' | 'title' | 'subtitle' | 'detail' | 'shape' | 'family' | 'repeat' | 'unknown'
> & {
  /** The full name, for tooltips and screen readers. */
  readonly name: string;
};

/** Boxes as the panel draws them: words, cost and heat, in the order of `visible.boxes`. */
export function drawBoxes(
  report: Report,
  tree: LayerTree,
  visible: Visible,
  metric: Metric,
  hot: ReadonlySet<number>,
  rects: readonly Rect[],
  leaving: readonly (ReportTensor | null | undefined)[],
): SceneNode[] {
  const costs = visible.boxes.map(({ item }) =>
    boxCost(
      report,
      metric,
      isUnit(item) ? sumCosts(tree.graph, [item]) : at(tree.groups, groupOfItem(item)).costs,
    ),
  );
  const heat = heatOf(metric, costs);
  return visible.boxes.map(({ item }, index) => {
    const words = isUnit(item)
      ? unitWords(tree, item)
      : groupWords(tree, at(tree.groups, groupOfItem(item)), leaving[index]);
    const { name, ...shown } = words;
    const cost = at(costs, index);
    return {
      ...shown,
      ...at(rects, index),
      heat: heat[index] ?? null,
      cost: cost.text,
      label: labelOf({ ...words, name }, metric, cost),
      hot: hot.has(index),
      compact: isUnit(item) && isCompact(tree, item),
    };
  });
}

function unitWords(tree: LayerTree, index: number): Words {
  const unit = at(tree.graph.units, index);
  if (unit.kind !== 'layer') {
    const { name } = unit.tensor;
    const title = shorten(name === '' ? unit.kind : name, TITLE_LENGTH - 8);
    const words = {
      id: unit.id,
      kind: unit.kind,
      title,
      name,
      subtitle: '',
      detail: '',
      repeat: 1,
      unknown: null,
    };
    return { ...words, shape: shapeText(unit.tensor), family: unit.kind };
  }
  const { id, op, outputs, unknown } = unit.layer;
  const name = unit.layer.name === '' ? (outputs[0]?.name ?? '') : unit.layer.name;
  return {
    id,
    kind: 'layer',
    title: shorten(op, TITLE_LENGTH),
    name,
    subtitle: shorten(name, NAME_LENGTH),
    detail: shorten(attributeText(unit.layer), NAME_LENGTH - 8),
    shape: shapeText(outputs[0]),
    family: familyOf(op),
    repeat: 1,
    unknown,
  };
}

function groupWords(tree: LayerTree, group: Group, leaving: ReportTensor | null | undefined): Words {
  const reasons = group.units.flatMap((index) => {
    const unit = at(tree.graph.units, index);
    return unit.kind === 'layer' && unit.layer.unknown !== null ? [unit.layer.unknown] : [];
  });
  const more = reasons.length > 1 ? ` (and ${plural(reasons.length - 1, 'more layer')})` : '';
  return {
    id: group.id,
    kind: 'group',
    title: shorten(group.title, TITLE_LENGTH),
    name: group.title,
    subtitle: shorten(memberText(group), NAME_LENGTH),
    detail: mainOperators(tree, group, NAME_LENGTH),
    shape: leaving ? shapeText(leaving) : '',
    family: 'group',
    repeat: group.repeat,
    unknown: reasons[0] === undefined ? null : reasons[0] + more,
  };
}

/** `132 layers`, and for a repeated block `12 x 11 layers`. */
export function memberText(group: Group): string {
  if (group.repeat === 1) return plural(group.costs.layers, 'layer');
  return `${group.repeat} x ${plural(Math.round(group.costs.layers / group.repeat), 'layer')}`;
}

/** The operators that a group is about, as many as fit: those with MACs first, then the most frequent. */
function mainOperators(tree: LayerTree, group: Group, room: number): string {
  const weights = new Map<string, number>();
  for (const index of group.units) {
    const unit = at(tree.graph.units, index);
    if (unit.kind !== 'layer' || isMinor(unit.layer)) continue;
    const weight = (unit.layer.macs ?? 0) > 0 ? 1e6 : 1;
    weights.set(unit.layer.op, (weights.get(unit.layer.op) ?? 0) + weight);
  }
  const ops = [...weights].sort((a, b) => b[1] - a[1]).slice(0, 3);
  return ops.reduce((text, [op]) => {
    const longer = text === '' ? shorten(op, room) : `${text}, ${op}`;
    return longer.length <= room ? longer : text;
  }, '');
}

function labelOf(words: Words, metric: Metric, cost: BoxCost): string {
  const count = words.repeat > 1 ? ` x${words.repeat}` : '';
  const name = words.name === '' || words.name === words.title ? '' : ` ${words.name}`;
  const price =
    cost.text === '?'
      ? `${METRIC_LABELS[metric]} unknown`
      : cost.text === ''
        ? ''
        : `${METRIC_LABELS[metric]} ${cost.text}`;
  const shape =
    words.shape === ''
      ? ''
      : `${words.kind === 'input' || words.kind === 'output' ? '' : 'output '}${words.shape}`;
  const kind = words.kind === 'layer' ? '' : `${words.kind} `;
  return [`${kind}${words.title}${count}${name}`, words.detail, shape, price, words.unknown ?? '']
    .filter((part) => part !== '')
    .join(', ');
}
