import type { Difference, Differing } from '../../shared/diff';
import type { Report } from '../../shared/report';
import { at } from './arrays';
import { layerTree } from './tree';

const NONE: Readonly<Record<Difference, number>> = { changed: 0, added: 0, removed: 0 };

/** How many of these layers every group holds, by id; groups that hold none are left out, and so are unknown layers. */
export function groupDifferences(report: Report, layers: Differing['layers']): Differing['groups'] {
  const { groups, groupOf, unitById } = layerTree(report);
  const counts = new Map<string, Record<Difference, number>>();
  for (const [layer, difference] of Object.entries(layers)) {
    const unit = unitById.get(layer);
    let group = unit === undefined ? -1 : at(groupOf, unit);
    for (; group > 0; group = at(groups, group).parent) {
      const { id } = at(groups, group);
      const known = counts.get(id) ?? { ...NONE };
      known[difference]++;
      counts.set(id, known);
    }
  }
  return Object.fromEntries(counts);
}
