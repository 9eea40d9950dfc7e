import type { Report, ReportLayer } from '../../shared/report';
import { at } from './arrays';
import type { Unit } from './unit';

interface Body {
  readonly layers: readonly number[];
  readonly owner: number;
  next: number;
}

/**
 * The order in which the model reads: layers in execution order, the body of an If or Loop right behind
 * it, an input right before its first reader, outputs last.
 */
export function readingOrder(report: Report): {
  readonly units: readonly Unit[];
  readonly owner: Int32Array;
} {
  const bodies = bodiesByOwner(report.layers);
  const pending = new Map(report.inputs.map((tensor) => [tensor.name, tensor]));
  for (const name of report.stored ?? []) pending.delete(name);
  const units: Unit[] = [];
  const owners: number[] = [];

  for (const layers of bodies.get(-1) ?? []) emitAll({ layers, owner: -1, next: 0 });
  for (const tensor of pending.values()) add({ kind: 'input', id: `in:${tensor.name}`, tensor }, -1);
  for (const tensor of report.outputs) add({ kind: 'output', id: `out:${tensor.name}`, tensor }, -1);
  return { units, owner: Int32Array.from(owners) };

  function emitAll(root: Body): void {
    const stack = [root];
    for (let body = stack.at(-1); body !== undefined; body = stack.at(-1)) {
      if (body.next === body.layers.length) {
        stack.pop();
        continue;
      }
      const index = at(body.layers, body.next++);
      const unit = emit(at(report.layers, index), body.owner);
      const inner = bodies.get(index) ?? [];
      for (const layers of [...inner].reverse()) stack.push({ layers, owner: unit, next: 0 });
    }
  }

  function emit(layer: ReportLayer, owner: number): number {
    for (const { name } of layer.inputs) {
      const tensor = pending.get(name);
      if (tensor === undefined) continue;
      pending.delete(name);
      add({ kind: 'input', id: `in:${name}`, tensor }, -1);
    }
    return add({ kind: 'layer', id: layer.id, layer }, owner);
  }

  function add(unit: Unit, owner: number): number {
    owners.push(owner);
    return units.push(unit) - 1;
  }
}

/** Layers of each subgraph, grouped by the layer that owns it; -1 for the main graph and whatever has no owner. */
function bodiesByOwner(layers: readonly ReportLayer[]): ReadonlyMap<number, readonly (readonly number[])[]> {
  const byPath = new Map<string, number[]>();
  const byPlace = new Map<string, number>();
  layers.forEach((layer, index) => {
    const members = byPath.get(layer.path);
    if (members) members.push(index);
    else byPath.set(layer.path, [index]);
    byPlace.set(`${withoutSlash(layer.path)}\n${layer.index}`, index);
  });
  const byOwner = new Map<number, number[][]>();
  for (const [path, members] of byPath) {
    const around = parentPath(path);
    const place = Number.parseInt(path.slice(lastStep(path)), 10);
    const owner = around === null ? -1 : (byPlace.get(`${withoutSlash(around)}\n${place}`) ?? -1);
    const bodies = byOwner.get(owner);
    if (bodies) bodies.push(members);
    else byOwner.set(owner, [members]);
  }
  return byOwner;
}

/** The path of the graph around a subgraph, or null for the main graph. A path may end in a slash. */
export function parentPath(path: string): string | null {
  return path === '' ? null : path.slice(0, lastStep(path));
}

/** Where the last `INDEX:Op.attribute` of a path starts. */
export function lastStep(path: string): number {
  return path.lastIndexOf('/', path.length - 2) + 1;
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
