import { BadInput } from '../diagnostics';
import type { RuntimeTensor } from '../hostRuntime';
import type { DeclaredTensor, Graph } from '../ir/graph';
import type { Feeds } from './feeds';
import { imageFeed, isImage, layoutOf } from './image/imageFeed';
import { parseNpy } from './npy';
import { parseNpz } from './npz';
import { parseTensorProto } from './tensorProto';

/** A file with inputs, read whole. */
export interface GivenFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Larger files with inputs are not read. */
export const LARGEST_GIVEN_FILE = 2 ** 30;

/**
 * Inputs from files, bound to the model's: arrays of .npz by their names, .pb by the name inside or of the file, .npy by
 * that of the file; a single array fits a single input whatever it is called. Arrays that name no input (recorded
 * outputs, say) are left out. Pictures go to the input that the file is named for, else to the only one of `shapes` that
 * takes pictures. Throws BadInput where an input is missing, given twice, or of another type or shape.
 */
export function givenFeeds(
  graph: Graph,
  files: readonly GivenFile[],
  shapes: ReadonlyMap<string, readonly number[]> = new Map(),
): Feeds {
  const arrays = files.filter(({ path }) => !isImage(path)).flatMap((file) => [...arraysIn(file)]);
  const [only] = graph.inputs;
  const feeds = new Map<string, RuntimeTensor>(pictureFeeds(graph, files, shapes));
  for (const { name, tensor, what } of arrays) {
    const alone = arrays.length === 1 && graph.inputs.length === 1;
    const input = graph.inputs.find((one) => one.name === name) ?? (alone ? only : undefined);
    if (!input) continue;
    if (feeds.has(input.name)) throw new BadInput(`${what}: input "${input.name}" is given twice`);
    checkFit(input, tensor, what);
    feeds.set(input.name, tensor);
  }
  const missing = graph.inputs.find(({ name }) => !feeds.has(name));
  if (missing)
    throw new BadInput(
      `input "${missing.name}" is in none of the files; they hold ${[...new Set([...arrays.map(({ name }) => name), ...feeds.keys()])].map((name) => `"${name}"`).join(', ') || 'nothing'}`,
    );
  return feeds;
}

function pictureFeeds(
  { inputs }: Graph,
  files: readonly GivenFile[],
  shapes: ReadonlyMap<string, readonly number[]>,
): readonly (readonly [string, RuntimeTensor])[] {
  const taking = inputs.filter(({ name }) => layoutOf(shapes.get(name) ?? []) !== null);
  const pictures = new Map<DeclaredTensor, GivenFile[]>();
  for (const file of files.filter(({ path }) => isImage(path))) {
    const named = taking.find(({ name }) => name === stemOf(file.path));
    const input = named ?? (taking.length === 1 ? taking[0] : undefined);
    if (!input)
      throw new BadInput(
        `${file.path}: ${taking.length === 0 ? 'no input takes pictures' : `name the file for the input that it is for: ${taking.map(({ name }) => `"${name}"`).join(', ')}`}`,
      );
    pictures.set(input, [...(pictures.get(input) ?? []), file]);
  }
  return [...pictures].map(([input, list]) => [
    input.name,
    imageFeed(input, shapes.get(input.name) ?? [], list),
  ]);
}

function stemOf(path: string): string {
  return /([^\\/]*?)(\.\w+)?$/.exec(path)?.[1] ?? '';
}

interface GivenArray {
  readonly name: string;
  readonly tensor: RuntimeTensor;
  /** File and entry, for errors. */
  readonly what: string;
}

function arraysIn({ path, bytes }: GivenFile): readonly GivenArray[] {
  if (bytes.length > LARGEST_GIVEN_FILE) throw new BadInput(`${path}: files with inputs end at 1 GiB here`);
  const stem = stemOf(path);
  switch (/\.\w+$/.exec(path)?.[0].toLowerCase()) {
    case '.npz':
      return [...parseNpz(bytes, path)].map(([name, tensor]) => ({
        name,
        tensor,
        what: `${path}, array "${name}"`,
      }));
    case '.npy':
      return [{ name: stem, tensor: parseNpy(bytes, path), what: path }];
    case '.pb': {
      const { name, tensor } = parseTensorProto(bytes, path);
      return [{ name: name === '' ? stem : name, tensor, what: path }];
    }
    default:
      throw new BadInput(`${path}: inputs are read from .npz, .npy, .pb, .png and .jpg files`);
  }
}

function checkFit({ name, dtype, shape }: DeclaredTensor, tensor: RuntimeTensor, what: string): void {
  if (dtype !== null && dtype !== tensor.dtype)
    throw new BadInput(`${what}: input "${name}" is ${dtype}, but the array is ${tensor.dtype}`);
  const { dims } = tensor;
  const fits = shape?.every((dim, axis) => typeof dim !== 'number' || dim === dims[axis]) ?? true;
  if (!fits || (shape !== null && shape.length !== dims.length))
    throw new BadInput(
      `${what}: input "${name}" is [${(shape ?? []).map((dim) => dim ?? '?').join(', ')}], but the array is [${dims.join(', ')}]`,
    );
}
