import type { SourceShapes } from '../../shared/sourceLines';
import type { PayloadTrace } from '../formats/pytorch/payload';

const MAX_SHAPES = 4;

/** What the calls on each line of `file` return: modules first of all, else the last operation of the line. */
export function shapesByLine(trace: PayloadTrace, file: string): readonly SourceShapes[] {
  const found = new Map([...operationShapes(trace, file), ...callShapes(trace, file)]);
  return [...found].sort(([a], [b]) => a - b).map(([line, shapes]) => ({ line, shapes: distinct(shapes) }));
}

function lineOf({ sites }: PayloadTrace, site: number, file: string): number | null {
  const [place, line] = sites[site] ?? ['', 0];
  return place === file ? line : null;
}

/** Modules inside a Sequential are called on the same line as it is: what contains them replaces them. */
function callShapes(trace: PayloadTrace, file: string): ReadonlyMap<number, readonly string[]> {
  const lines = new Map<number, { readonly path: string; readonly text: string }[]>();
  for (const [module, site, shapes] of trace.calls) {
    const line = lineOf(trace, site, file);
    const path = trace.modules[module]?.path ?? '';
    if (line === null || path === '') continue;
    const known = lines.get(line) ?? [];
    while (known.at(-1)?.path.startsWith(`${path}.`) === true) known.pop();
    known.push({ path, text: shapes.map((shape) => shape.join('x')).join(', ') });
    lines.set(line, known);
  }
  return new Map([...lines].map(([line, calls]) => [line, calls.map(({ text }) => text)]));
}

function operationShapes(trace: PayloadTrace, file: string): ReadonlyMap<number, readonly string[]> {
  const lines = new Map<number, string[]>();
  trace.nodes.forEach(({ site, module, outputs }, i) => {
    const line = lineOf(trace, site, file);
    if (line === null || trace.modules[module]?.builtin === true || trace.nodes[i + 1]?.site === site) return;
    const shape = trace.tensors.get(outputs[0] ?? '')?.[1] ?? [];
    lines.set(line, [...(lines.get(line) ?? []), shape.join('x')]);
  });
  return lines;
}

function distinct(shapes: readonly string[]): readonly string[] {
  return [...new Set(shapes)].slice(0, MAX_SHAPES);
}
