import type { Report, ReportLayer } from '../../shared/report';
import type { SourceCosts, SourceLine } from '../../shared/sourceLines';
import type { PayloadTrace } from '../formats/pytorch/payload';
import { bytesOf, DTYPES, type DType } from '../ir/dtype';
import { itemsOf } from './items';

/** What one line stands for: indexes of modules, of parameters and of nodes. */
interface LineParts {
  readonly modules: Set<number>;
  /** Modules of the class that begins here. */
  readonly instances: Set<number>;
  readonly operations: Set<number>;
  readonly parameters: Set<number>;
}

/**
 * Costs by line of `file`. A layer's cost goes to every line on the way to its construction (the call of a helper as
 * well as the line in the helper), but for lines that lead to the whole model: those are the entry. A class has the
 * sum of its instances. Lines with neither MACs nor parameters are left out.
 */
export function costsByLine(trace: PayloadTrace, report: Report, file: string): readonly SourceLine[] {
  const lines = new Map<number, LineParts>();
  const at = (line: number): LineParts => {
    const known = lines.get(line) ?? newParts();
    lines.set(line, known);
    return known;
  };
  const whole = new Set(linesOf(trace, trace.modules[0]?.built, file));
  trace.modules.forEach(({ built, defined }, i) => {
    for (const line of linesOf(trace, built, file)) if (!whole.has(line)) at(line).modules.add(i);
    const [place, line] = trace.sites[defined] ?? ['', 0];
    if (place === file) at(line).instances.add(i);
  });
  trace.nodes.forEach(({ module, site }, i) => {
    const [place, line] = trace.sites[site] ?? ['', 0];
    if (place === file && trace.modules[module]?.builtin === false) at(line).operations.add(i);
  });
  const owners = ownersOf(trace);
  trace.parameters.forEach(({ kind, built }, i) => {
    const [line] = linesOf(trace, built, file);
    if (kind === 'parameter' && line !== undefined && trace.modules[owners[i] ?? 0]?.builtin === false)
      at(line).parameters.add(i);
  });
  const layers = new Map(
    report.layers.filter(({ path }) => path === '').map((layer) => [layer.index, layer]),
  );
  const books = { trace, layers, owners, tensors: groupBy(owners), calls: countCalls(trace) };
  return [...lines]
    .sort(([a], [b]) => a - b)
    .flatMap(([line, parts]) => [
      ...moduleLine(line, 'class', withInner(parts.instances, trace), books),
      ...moduleLine(line, 'layer', parts.modules, books),
      ...operationLine(line, parts, books),
      ...parameterLine(line, parts, books),
    ]);
}

function newParts(): LineParts {
  return { modules: new Set(), instances: new Set(), operations: new Set(), parameters: new Set() };
}

/** What figures are looked up in. */
export interface Books {
  readonly trace: PayloadTrace;
  /** By index of the node. */
  readonly layers: ReadonlyMap<number, ReportLayer>;
  /** Index of the module that holds each parameter. */
  readonly owners: readonly number[];
  /** Indexes of parameters and buffers by the module that holds them. */
  readonly tensors: ReadonlyMap<number, readonly number[]>;
  /** How often each module was called. */
  readonly calls: ReadonlyMap<number, number>;
}

function groupBy(owners: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  owners.forEach((owner, i) => {
    const known = groups.get(owner);
    if (known) known.push(i);
    else groups.set(owner, [i]);
  });
  return groups;
}

function countCalls({ calls }: PayloadTrace): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const [module] of calls) counts.set(module, (counts.get(module) ?? 0) + 1);
  return counts;
}

function linesOf(
  { stacks, sites }: PayloadTrace,
  stack: number | undefined,
  file: string,
): readonly number[] {
  const found = (stacks[stack ?? -1] ?? []).flatMap((site) => {
    const [place, line] = sites[site] ?? ['', 0];
    return place === file ? [line] : [];
  });
  return [...new Set(found)];
}

/** A parameter `layer1.0.conv1.weight` belongs to the module `layer1.0.conv1`. */
function ownersOf({ modules, parameters }: PayloadTrace): readonly number[] {
  const byPath = new Map(modules.map(({ path }, i) => [path, i]));
  return parameters.map(({ name }) => byPath.get(name.slice(0, Math.max(0, name.lastIndexOf('.')))) ?? 0);
}

/** Modules and all that they contain. */
function withInner(chosen: ReadonlySet<number>, { modules }: PayloadTrace): ReadonlySet<number> {
  if (chosen.size === 0) return chosen;
  const paths = new Set([...chosen].map((i) => modules[i]?.path ?? ''));
  const inside = (path: string): boolean =>
    paths.has('') || paths.has(path) || ancestors(path).some((each) => paths.has(each));
  return new Set(modules.flatMap(({ path }, i) => (inside(path) ? [i] : [])));
}

function moduleLine(
  line: number,
  kind: 'layer' | 'class',
  modules: ReadonlySet<number>,
  books: Books,
): readonly SourceLine[] {
  if (modules.size === 0) return [];
  const { trace, layers, owners } = books;
  const nodes = trace.nodes.flatMap(({ module }, i) => (modules.has(module) ? [i] : []));
  const parameters = owners.flatMap((owner, i) => (modules.has(owner) ? [i] : []));
  const costs = sumUp(nodes, parameters, books);
  if (isFree(costs)) return [];
  const tops = outermost(trace, modules);
  const items = itemsOf(groupByModule(nodes, trace), books);
  return [
    {
      line,
      kind,
      title: [...new Set(tops.map((i) => trace.modules[i]?.class ?? ''))].join(', '),
      costs,
      count: tops.length,
      ...items,
      layers: nodes.flatMap((i) => layers.get(i)?.id ?? []),
    },
  ];
}

/** Modules that no other one of the set contains. */
function outermost({ modules }: PayloadTrace, chosen: ReadonlySet<number>): readonly number[] {
  const paths = new Set([...chosen].map((i) => modules[i]?.path ?? ''));
  if (paths.has('')) return [...chosen].filter((i) => modules[i]?.path === '');
  return [...chosen].filter((i) => !ancestors(modules[i]?.path ?? '').some((path) => paths.has(path)));
}

function ancestors(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, count) => parts.slice(0, count + 1).join('.'));
}

function groupByModule(
  nodes: readonly number[],
  { nodes: all }: PayloadTrace,
): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const i of nodes) {
    const module = all[i]?.module ?? 0;
    const known = groups.get(module);
    if (known) known.push(i);
    else groups.set(module, [i]);
  }
  return groups;
}

function operationLine(line: number, { operations }: LineParts, books: Books): readonly SourceLine[] {
  const { trace, layers } = books;
  const nodes = [...operations].filter((i) => (layers.get(i)?.macs ?? 0) > 0);
  if (nodes.length === 0) return [];
  return [
    {
      line,
      kind: 'operation',
      title: [...new Set(nodes.map((i) => trace.nodes[i]?.op ?? ''))].join(', '),
      costs: sumUp(nodes, [], books),
      count: nodes.length,
      ...itemsOf(groupByModule(nodes, trace), books),
      layers: nodes.flatMap((i) => layers.get(i)?.id ?? []),
    },
  ];
}

function parameterLine(line: number, { parameters }: LineParts, books: Books): readonly SourceLine[] {
  if (parameters.size === 0) return [];
  const costs = sumUp([], [...parameters], books);
  if (isFree(costs)) return [];
  const readers = new Set([...parameters].map((i) => books.trace.parameters[i]?.name ?? ''));
  const nodes = books.trace.nodes.flatMap(({ inputs }, i) =>
    inputs.some((name) => readers.has(name)) ? [i] : [],
  );
  return [
    {
      line,
      kind: 'parameter',
      title: 'Parameter',
      costs,
      count: parameters.size,
      items: [],
      itemsLeftOut: 0,
      layers: nodes.flatMap((i) => books.layers.get(i)?.id ?? []),
    },
  ];
}

function isFree({ macs, params }: SourceCosts): boolean {
  return !macs && !params;
}

/** Sums over nodes, and over the tensors that modules hold, each once however often it is read. */
export function sumUp(nodes: readonly number[], tensors: readonly number[], books: Books): SourceCosts {
  const layers = nodes.flatMap((i) => books.layers.get(i) ?? []);
  const sum = (pick: (layer: ReportLayer) => number | null): number =>
    layers.reduce((total, layer) => total + (pick(layer) ?? 0), 0);
  const sizes = tensors.map((i) => sizeOf(i, books.trace));
  return {
    macs: sum(({ macs }) => macs),
    flops: sum(({ flops }) => flops),
    params: sizes.reduce((total, { params }) => total + params, 0),
    weightBytes: sizes.reduce((total, { bytes }) => total + bytes, 0),
    movedBytes: sum(({ movedBytes }) => movedBytes),
    energyPj: sum(({ energyPj }) => energyPj),
    atLeast: layers.some(({ unknown }) => unknown !== null),
  };
}

function sizeOf(
  i: number,
  { parameters, tensors }: PayloadTrace,
): { readonly params: number; readonly bytes: number } {
  const parameter = parameters[i];
  const [dtype, shape] = tensors.get(parameter?.name ?? '') ?? ['', [0]];
  const elements = shape.reduce((a, b) => a * b, 1);
  const bytes = Object.hasOwn(DTYPES, dtype) ? bytesOf(dtype as DType, elements) : 0;
  return { params: parameter?.kind === 'parameter' ? elements : 0, bytes };
}
