import type { ReportLayer } from '../../shared/report';
import type { SourceItem } from '../../shared/sourceLines';
import { type Books, sumUp } from './lines';

const MAX_ITEMS = 12;

/** The modules behind a line, hottest first, as many as a hover can hold. */
export function itemsOf(
  groups: ReadonlyMap<number, readonly number[]>,
  books: Books,
): { readonly items: readonly SourceItem[]; readonly itemsLeftOut: number } {
  const items = [...groups]
    .map(([module, nodes]) => itemOf(module, nodes, books))
    .sort(
      (a, b) => (b.costs.macs ?? 0) - (a.costs.macs ?? 0) || (b.costs.params ?? 0) - (a.costs.params ?? 0),
    );
  return { items: items.slice(0, MAX_ITEMS), itemsLeftOut: Math.max(0, items.length - MAX_ITEMS) };
}

function itemOf(module: number, nodes: readonly number[], books: Books): SourceItem {
  const { trace, layers } = books;
  const own = nodes.flatMap((i) => layers.get(i) ?? []);
  const hottest = own.reduce<ReportLayer | null>(
    (best, layer) => ((layer.macs ?? 0) > (best?.macs ?? -1) ? layer : best),
    null,
  );
  const described = trace.modules[module];
  const tensors = books.tensors.get(module) ?? [];
  return {
    name: described?.path === '' ? described.class : (described?.path ?? ''),
    kind: described?.builtin === true ? described.class : [...new Set(own.map(({ op }) => op))].join(', '),
    calls: Math.max(1, books.calls.get(module) ?? 0),
    costs: sumUp(nodes, tensors, books),
    output: shapeText(own.at(-1)),
    formula: hottest?.formula ?? null,
    layer: hottest?.id ?? null,
  };
}

function shapeText(layer: ReportLayer | undefined): string {
  return (layer?.outputs[0]?.shape ?? []).join('x');
}
