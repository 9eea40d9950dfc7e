import type { Report, ReportLayer, ReportTensor } from '../../shared/report';
import { type Adjacency, adjacency, at } from './arrays';
import { parentPath, readingOrder } from './readingOrder';
import type { Unit } from './unit';

/** What flows into a unit. `tensor` is null for the control edge from an If or Loop into its body. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly tensor: ReportTensor | null;
  /** From a constant: exporters share those between distant layers, so such flows say little. */
  readonly minor: boolean;
}

/** Units in reading order and what flows between them; every flow runs forward in that order. */
export interface LayerGraph {
  readonly units: readonly Unit[];
  /** Unit that owns the subgraph a unit lies in (the If or Loop), or -1. */
  readonly owner: Int32Array;
  readonly flows: readonly Flow[];
  /** Indices into `flows` by receiving unit. */
  readonly incoming: Adjacency;
}

/**
 * Builds the graph from tensor names: a name is looked up in the layer's own graph, then in the graphs
 * around it. Initializers have no producer and are not drawn. A flow that would run backwards (the file is cyclic
 * or unsorted) is left out.
 */
export function buildLayerGraph(report: Report): LayerGraph {
  const { units, owner } = readingOrder(report);
  const scopes = indexProducers(units);
  const flows: Flow[] = [];
  units.forEach((unit, to) => {
    let orphan = at(owner, to) >= 0;
    for (const tensor of consumed(unit)) {
      if (tensor.name === '') continue;
      const from = findProducer(scopes.get(pathOf(unit)), tensor.name);
      if (from === undefined || from >= to) continue;
      flows.push({ from, to, tensor, minor: isConstant(at(units, from)) });
      orphan = false;
    }
    if (orphan) flows.push({ from: at(owner, to), to, tensor: null, minor: false });
  });
  const incoming = adjacency(
    units.length,
    flows.map((flow) => flow.to),
    flows.map((_, index) => index),
  );
  return { units, owner, flows, incoming };
}

/** Finds the layer that makes what a layer reads; undefined for stored tensors and inputs of the model. */
export function producerIn(
  { units, flows }: LayerGraph,
  reader: ReportLayer,
): (tensor: ReportTensor) => ReportLayer | undefined {
  const makers = new Map<string, Unit>();
  for (const { from, to, tensor } of flows)
    if (tensor && at(units, to).id === reader.id) makers.set(tensor.name, at(units, from));
  return ({ name }) => {
    const unit = makers.get(name);
    return unit?.kind === 'layer' ? unit.layer : undefined;
  };
}

/** What a graph makes, and the graph around it: paths deep in subgraphs are too long to be taken apart at every look-up. */
interface Scope {
  readonly makers: Map<string, number>;
  readonly around: Scope | null;
}

function indexProducers(units: readonly Unit[]): ReadonlyMap<string, Scope> {
  const scopes = new Map<string, Scope>();
  units.forEach((unit, index) => {
    const { makers } = scopeAt(scopes, pathOf(unit));
    if (unit.kind === 'output') return;
    for (const tensor of unit.kind === 'layer' ? unit.layer.outputs : [unit.tensor])
      if (tensor.name !== '' && !makers.has(tensor.name)) makers.set(tensor.name, index);
  });
  return scopes;
}

function scopeAt(scopes: Map<string, Scope>, path: string): Scope {
  const known = scopes.get(path);
  if (known) return known;
  const outer = parentPath(path);
  const made = { makers: new Map<string, number>(), around: outer === null ? null : scopeAt(scopes, outer) };
  scopes.set(path, made);
  return made;
}

function findProducer(scope: Scope | undefined, name: string): number | undefined {
  for (let inner = scope ?? null; inner !== null; inner = inner.around) {
    const found = inner.makers.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function consumed(unit: Unit): readonly ReportTensor[] {
  if (unit.kind === 'layer') return unit.layer.inputs;
  return unit.kind === 'output' ? [unit.tensor] : [];
}

function pathOf(unit: Unit): string {
  return unit.kind === 'layer' ? unit.layer.path : '';
}

function isConstant(unit: Unit): boolean {
  return unit.kind === 'layer' && unit.layer.op === 'Constant';
}
