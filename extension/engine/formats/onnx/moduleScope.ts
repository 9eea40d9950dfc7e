import type { SourceLocation } from '../../ir/graph';

/** Keys that PyTorch's exporter writes into a node's metadata_props. */
const NAME_SCOPES = 'pkg.torch.onnx.name_scopes';
const STACK_TRACE = 'pkg.torch.onnx.stack_trace';

/**
 * The module hierarchy of a node, outermost first: from the exporter's metadata where there is some, else from
 * a name such as `/layer1/layer1.0/conv1/Conv`, whose last part is the operator.
 */
export function scopeOf(name: string, metadata: ReadonlyMap<string, string>): readonly string[] {
  const scopes = metadata.size === 0 ? undefined : metadata.get(NAME_SCOPES);
  if (scopes !== undefined) return scopeFromList(scopes);
  const end = endOfModules(name);
  // Nodes of one module stand together.
  if (end !== latest.modules.length || !name.startsWith(latest.modules)) {
    const modules = name.slice(0, end);
    latest = { modules, scope: joinSegments(modules.split('/').filter((part) => part !== '')) };
  }
  return latest.scope;
}

/** Where the last part begins, trailing slashes aside. */
function endOfModules(name: string): number {
  let end = name.length;
  while (name.charCodeAt(end - 1) === SLASH) end--;
  return name.lastIndexOf('/', end - 1) + 1;
}

const SLASH = 0x2f;

let latest: { readonly modules: string; readonly scope: readonly string[] } = { modules: '', scope: [] };

/** The innermost frame of the stack trace outside the installed packages; without one, the innermost of all. */
export function sourceOf(metadata: ReadonlyMap<string, string>): SourceLocation | null {
  const trace = metadata.get(STACK_TRACE);
  if (trace === undefined) return null;
  const frames = [...trace.matchAll(/File "([^"\n]{1,1024})", line (\d{1,9})/g)].map(
    ([, file = '', line]) => ({
      file,
      line: Number(line),
    }),
  );
  const own = frames.filter(({ file }) => !/(^|[\\/])(site|dist)-packages[\\/]/.test(file));
  return own.at(-1) ?? frames.at(-1) ?? null;
}

/** `['', 'enc', 'enc.layers.0', 'transpose']`: qualified names of the modules, then the operation itself. */
function scopeFromList(list: string): readonly string[] {
  const names = [...list.matchAll(/'([^']*)'|"([^"]*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );
  return joinSegments(names.slice(0, -1).filter((part) => part !== ''));
}

/** Each segment may repeat the one before as a prefix: `layer1`, `layer1.0` is `layer1`, `0`. */
function joinSegments(segments: readonly string[]): readonly string[] {
  const names: string[] = [];
  let outer: string | null = null;
  for (const segment of segments) {
    const inner =
      outer !== null && segment.startsWith(`${outer}.`) ? segment.slice(outer.length + 1) : segment;
    for (const part of inner.split('.')) names.push(part);
    outer = segment;
  }
  return names;
}
