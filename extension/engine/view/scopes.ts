import { at } from './arrays';
import type { LayerGraph } from './layerGraph';
import { lastStep } from './readingOrder';
import type { Unit } from './unit';

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

/** Segments that stand for no module: PyTorch's exporter writes the second where it lost track. */
const NO_MODULE: ReadonlySet<string> = new Set(['', '_empty_nn_module_stack_from_metadata_hook']);

/** Sorts units into the tree of module scopes; a body repeats neither its owner's scope nor its own name. */
export function buildScopes(graph: LayerGraph): Scopes {
  const scopes: Scope[] = [{ kind: 'root', segment: '', path: [0] }];
  const index = new Map<string, number>();
  const of = new Int32Array(graph.units.length);
  const modules = adoptedScopes(graph);
  const ownerScope = new Map<number, number>();

  graph.units.forEach((unit, u) => {
    if (unit.kind !== 'layer') return;
    const owner = at(graph.owner, u);
    const segments = at(modules, u);
    if (owner < 0) {
      of[u] = descend(0, segments);
      return;
    }
    const inside = enterOwner(owner);
    const branch = child(inside, 'branch', branchName(unit.layer.path));
    of[u] = descend(branch, segments.slice(sharedLength(segments, at(modules, owner))));
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

/**
 * Module scope of every unit. Exporters insert nodes that have none; those belong where they stand, so they get
 * what the scopes before and behind them have in common.
 */
function adoptedScopes(graph: LayerGraph): readonly (readonly string[])[] {
  const scopes = graph.units.map(ownScope);
  let before: readonly string[] = [];
  let homeless: number[] = [];
  graph.units.forEach((unit, u) => {
    if (unit.kind !== 'layer' || at(graph.owner, u) >= 0) return;
    const own = at(scopes, u);
    if (own.length === 0) {
      homeless.push(u);
      return;
    }
    const shared = own.slice(0, sharedLength(before, own));
    for (const stray of homeless) scopes[stray] = shared;
    homeless = [];
    before = own;
  });
  return scopes;
}

function ownScope(unit: Unit): readonly string[] {
  return unit.kind === 'layer' ? unit.layer.scope.filter((segment) => !NO_MODULE.has(segment)) : [];
}

/** `then_branch` of `12:If.then_branch/`. */
function branchName(path: string): string {
  const last = path.slice(lastStep(path)).replace(/\/$/, '');
  return last.slice(last.lastIndexOf('.') + 1);
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return shared;
}
