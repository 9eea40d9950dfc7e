import { at } from './arrays';
import type { LayerGraph } from './layerGraph';

/** A place in the module hierarchy. An If or Loop is a place too (`owner`), with its bodies (`branch`) below. */
export interface Scope {
  readonly kind: 'root' | 'module' | 'owner' | 'branch';
  readonly segment: string;
  /** Scopes from the root down to this one, by index. */
  readonly path: readonly number[];
}

export interface Scopes {
  readonly scopes: readonly Scope[];
  /** Innermost scope of every unit. */
  readonly of: Int32Array;
}

/** Deeper hierarchies share their last level: nobody reads them, and work stays linear in the nodes. */
const MAX_DEPTH = 32;

/** Sorts units into the tree of module scopes; a body repeats neither its owner's scope nor its own name. */
export function buildScopes(graph: LayerGraph): Scopes {
  const scopes: Scope[] = [{ kind: 'root', segment: '', path: [0] }];
  const index = new Map<string, number>();
  const of = new Int32Array(graph.units.length);
  const ownerScope = new Map<number, number>();

  graph.units.forEach((unit, u) => {
    if (unit.kind !== 'layer') return;
    const owner = at(graph.owner, u);
    const segments = unit.layer.scope.filter((segment) => segment !== '');
    if (owner < 0) {
      of[u] = descend(0, segments);
      return;
    }
    const inside = enterOwner(owner);
    const branch = child(inside, 'branch', branchName(unit.layer.path));
    of[u] = descend(branch, withoutPrefix(segments, scopeOfLayer(graph, owner)));
  });
  return { scopes, of };

  function enterOwner(owner: number): number {
    const known = ownerScope.get(owner);
    if (known !== undefined) return known;
    const unit = at(graph.units, owner);
    const name = unit.kind === 'layer' ? `${unit.layer.index}:${unit.layer.op}` : '';
    const scope = child(at(of, owner), 'owner', name);
    of[owner] = scope;
    ownerScope.set(owner, scope);
    return scope;
  }

  function descend(from: number, segments: readonly string[]): number {
    return segments.reduce((scope, segment) => child(scope, 'module', segment), from);
  }

  function child(parent: number, kind: Scope['kind'], segment: string): number {
    const { path } = at(scopes, parent);
    if (path.length > MAX_DEPTH) return parent;
    const key = `${parent}\n${kind}\n${segment}`;
    const known = index.get(key);
    if (known !== undefined) return known;
    const added = scopes.length;
    scopes.push({ kind, segment, path: [...path, added] });
    index.set(key, added);
    return added;
  }
}

/** `then_branch` of `12:If.then_branch`. */
function branchName(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last.slice(last.lastIndexOf('.') + 1);
}

function scopeOfLayer(graph: LayerGraph, unit: number): readonly string[] {
  const { kind, ...rest } = at(graph.units, unit);
  return kind === 'layer' && 'layer' in rest ? rest.layer.scope.filter((segment) => segment !== '') : [];
}

function withoutPrefix(segments: readonly string[], prefix: readonly string[]): readonly string[] {
  let shared = 0;
  while (shared < prefix.length && segments[shared] === prefix[shared]) shared++;
  return segments.slice(shared);
}
