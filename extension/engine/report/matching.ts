import type { Report, ReportLayer } from '../../shared/report';

/** Layers of two models that are taken to be the same one, and those without a partner. */
export interface Matching {
  readonly pairs: readonly (readonly [before: ReportLayer, after: ReportLayer])[];
  readonly removed: readonly ReportLayer[];
  readonly added: readonly ReportLayer[];
}

type KeyOf = (layer: ReportLayer) => string | null;

/** From the surest sign to the weakest: name and operator, first output, and last operator with its output's shape. */
const KEYS: readonly KeyOf[] = [
  ({ path, name, op }) => (name === '' ? null : JSON.stringify([path, name, op])),
  ({ path, outputs, op }) => (outputs[0] ? JSON.stringify([path, outputs[0].name, op]) : null),
  ({ path, outputs, name }) => (outputs[0] ? JSON.stringify([path, outputs[0].name, name]) : null),
];

/** Pairs layers by each key in turn where it is unique on both sides, and what is left by order among equal structures. */
export function matchLayers(before: Report, after: Report): Matching {
  const pairs: (readonly [ReportLayer, ReportLayer])[] = [];
  let olds: readonly ReportLayer[] = before.layers;
  let news: readonly ReportLayer[] = after.layers;
  const settle = (found: readonly (readonly [ReportLayer, ReportLayer])[]): void => {
    pairs.push(...found);
    const taken = new Set(found.flat());
    olds = olds.filter((layer) => !taken.has(layer));
    news = news.filter((layer) => !taken.has(layer));
  };
  for (const key of KEYS) settle(byUniqueKey(olds, news, key));
  settle(byOrder(olds, news));
  return { pairs, removed: olds, added: news };
}

function byUniqueKey(
  olds: readonly ReportLayer[],
  news: readonly ReportLayer[],
  keyOf: KeyOf,
): readonly (readonly [ReportLayer, ReportLayer])[] {
  const partners = unique(news, keyOf);
  return [...unique(olds, keyOf)].flatMap(([key, old]) => {
    const found = partners.get(key);
    return found ? [[old, found] as const] : [];
  });
}

function unique(layers: readonly ReportLayer[], keyOf: KeyOf): ReadonlyMap<string, ReportLayer> {
  const found = new Map<string, ReportLayer>();
  const twice = new Set<string>();
  for (const layer of layers) {
    const key = keyOf(layer);
    if (key === null) continue;
    if (found.has(key)) twice.add(key);
    found.set(key, layer);
  }
  for (const key of twice) found.delete(key);
  return found;
}

/** Layers of equal operator, attributes and output shape, first with first, second with second. */
function byOrder(
  olds: readonly ReportLayer[],
  news: readonly ReportLayer[],
): readonly (readonly [ReportLayer, ReportLayer])[] {
  const waiting = new Map<string, ReportLayer[]>();
  for (const layer of news) {
    const list = waiting.get(structure(layer)) ?? [];
    list.push(layer);
    waiting.set(structure(layer), list);
  }
  return olds.flatMap((old) => {
    const found = waiting.get(structure(old))?.shift();
    return found ? [[old, found] as const] : [];
  });
}

function structure({ path, op, attributes, outputs, inputs }: ReportLayer): string {
  return JSON.stringify([
    path,
    op,
    attributes,
    outputs.map(({ shape }) => shape),
    inputs.map(({ shape }) => shape),
  ]);
}
