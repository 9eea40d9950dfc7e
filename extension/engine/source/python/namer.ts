import { type Binding, meaningsOf, type Names } from './names';

/** Finds names for what a rewrite needs, in the way of the call that it replaces. */
export class Namer {
  private readonly names: Names;
  /** What stands before the last dot of the callee: `nn` of `nn.Conv2d`. */
  private readonly prefix: string;
  private missing = false;

  constructor(names: Names, callee: string) {
    this.names = names;
    this.prefix = callee.includes('.') ? callee.slice(0, callee.lastIndexOf('.')) : '';
  }

  /** Whether a name was given out that needs `import torch.nn`. */
  get needsImport(): boolean {
    return this.missing;
  }

  /** A name where the call stands. */
  at(path: string): string {
    return this.likeCallee(path) ?? this.bare(path) ?? this.throughModule(path) ?? this.imported(path);
  }

  /** A name that also holds outside functions. */
  everywhere(path: string): string {
    const { bindings } = this.names;
    const first = this.prefix.split('.')[0];
    const isLocal = bindings.some((each) => each.local === first && !each.everywhere);
    return (
      (isLocal ? null : this.likeCallee(path)) ??
      this.throughModule(path) ??
      this.bare(path) ??
      this.imported(path)
    );
  }

  private likeCallee(path: string): string | null {
    const [module, name] = split(path);
    if (this.prefix === '' || !meaningsOf(this.names, this.prefix).includes(module)) return null;
    return `${this.prefix}.${name}`;
  }

  private bare(path: string): string | null {
    const [module, name] = split(path);
    const binding = this.names.bindings.find((each) => each.everywhere && each.path === path);
    return binding?.local ?? (this.names.stars.includes(module) ? name : null);
  }

  private throughModule(path: string): string | null {
    const module = split(path)[0];
    const ways = this.names.bindings
      .filter((each) => each.everywhere && leadsTo(each, module))
      .map((each) => each.local + path.slice(each.path.length))
      .sort((a, b) => a.length - b.length);
    return ways[0] ?? null;
  }

  private imported(path: string): string {
    this.missing = true;
    return path;
  }
}

function leadsTo({ path }: Binding, module: string): boolean {
  return module === path || module.startsWith(`${path}.`);
}

function split(path: string): readonly [module: string, name: string] {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
}
