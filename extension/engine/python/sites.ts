import type { ConstructionSite, SiteOf } from '../compress/bySource';
import type { PayloadModule, PayloadTrace } from '../formats/pytorch/payload';
import { stackOf } from '../formats/pytorch/trace';
import type { Model, Node } from '../ir/graph';

/** The module whose forward made a node; null for nodes that no run recorded. */
export function moduleOf(node: Node, trace: PayloadTrace): PayloadModule | null {
  const recorded = trace.nodes[Number(node.origins[0] ?? -1)];
  return (recorded && trace.modules[recorded.module]) ?? null;
}

/** Where each node's layer is constructed, for layers that the library brings; others have no constructor to rewrite. */
export function sitesOf(trace: PayloadTrace, model: Model): SiteOf {
  const sites = new Map<string, { readonly file: string; readonly line: number; readonly nodes: Node[] }>();
  const byNode = new Map<Node, ConstructionSite>();
  for (const node of model.graph.nodes) {
    const module = moduleOf(node, trace);
    const [built] = module?.builtin === true ? stackOf(module.built, trace) : [];
    if (!built) continue;
    const key = `${built.line} ${built.file}`;
    const site = sites.get(key) ?? { ...built, nodes: [] };
    sites.set(key, site);
    site.nodes.push(node);
    byNode.set(node, site);
  }
  return (node) => byNode.get(node) ?? null;
}
