import type { Preview } from '../shared/compression';
import type { Report, ReportLayer } from '../shared/report';
import { ROOT_GROUP, type Scene } from '../shared/scene';
import type { PricedModel } from './compress/pricing';
import type { Subject } from './compression';
import { buildReport } from './cost/report';
import type { Node } from './ir/graph';
import { buildScene } from './view/scene';

/** More layers than this are no preview: the first ones stand for the rest. */
const MOST_LAYERS = 60;

/** The layers that differ, drawn as they are and as they would be, each with its neighbours. */
export function previewOf({ path, base, profile, pricer }: Subject, after: PricedModel): Preview {
  const draw = (model: PricedModel, other: PricedModel): Scene => {
    const report = buildReport(model.model, model.shaped, {
      path,
      dims: Object.fromEntries(pricer.bindings.values),
      profile,
      findings: [],
    });
    return buildScene(part(report, model, other), { metric: 'macs', open: [ROOT_GROUP] });
  };
  return { before: draw(base, after), after: draw(after, base) };
}

/** Layers that the other model does not have, without their scopes: everything stands in the open. */
function part(report: Report, model: PricedModel, other: PricedModel): Report {
  const others = new Set<Node>(other.model.graph.nodes);
  const changed = new Set(
    model.shaped.nodes.flatMap(({ node, path, index }) => (path === '' && !others.has(node) ? [index] : [])),
  );
  const layers = report.layers.filter(({ path, index }) => path === '' && changed.has(index));
  const shown = layers.slice(0, MOST_LAYERS).map((layer): ReportLayer => ({ ...layer, scope: [] }));
  const inner = new Set(shown.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
  const stored = new Set(report.stored ?? []);
  const inputs = shown
    .flatMap((layer) => layer.inputs)
    .filter(
      ({ name }, i, all) =>
        !inner.has(name) && !stored.has(name) && all.findIndex((one) => one.name === name) === i,
    )
    .map((tensor) => ({ ...tensor, assumed: false }));
  const read = new Set(shown.flatMap((layer) => layer.inputs.map(({ name }) => name)));
  const outputs = shown.flatMap((layer) => layer.outputs.filter(({ name }) => !read.has(name)));
  return { ...report, layers: shown, inputs, outputs, diagnostics: [] };
}
