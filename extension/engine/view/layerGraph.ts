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
  const producers = indexProducers(units);
  const flows: Flow[] = [];
  units.forEach((unit, to) => {
    let orphan = at(owner, to) >= 0;
    for (const tensor of consumed(unit)) {
      if (tensor.name === '') continue;
      const from = findProducer(producers, pathOf(unit), tensor.name);
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
  const reads = flows.filter(({ to }) => at(units, to).id === reader.id);
  return ({ name }) => {
    const flow = reads.find(({ tensor }) => tensor?.name === name);
    const unit = flow && at(units, flow.from);
    return unit?.kind === 'layer' ? unit.layer : undefined;
  };
}

type Producers = ReadonlyMap<string, ReadonlyMap<string, number>>;

function indexProducers(units: readonly Unit[]): Producers {
  const byPath = new Map<string, Map<string, number>>();
  units.forEach((unit, index) => {
    if (unit.kind === 'output') return;
    const path = pathOf(unit);
    const names = byPath.get(path) ?? new Map<string, number>();
    byPath.set(path, names);
    for (const tensor of unit.kind === 'layer' ? unit.layer.outputs : [unit.tensor])
      if (tensor.name !== '' && !names.has(tensor.name)) names.set(tensor.name, index);
  });
  return byPath;
}

function findProducer(producers: Producers, path: string, name: string): number | undefined {
  for (let around: string | null = path; around !== null; around = parentPath(around)) {
    const found = producers.get(around)?.get(name);
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
