import { unzipSync } from 'fflate/browser';
import { BadInput } from '../diagnostics';
import type { RuntimeTensor } from '../hostRuntime';
import { parseNpy } from './npy';

const MOST_ENTRIES = 1024;
/** All arrays of an archive, unpacked: a small file could claim any size. */
const MOST_BYTES = 2 ** 30;

/** Reads the arrays of a .npz archive, by the names they were saved under. Throws BadInput naming file and entry. */
export function parseNpz(bytes: Uint8Array, what: string): ReadonlyMap<string, RuntimeTensor> {
  const arrays = new Map<string, RuntimeTensor>();
  for (const [entry, content] of Object.entries(unpacked(bytes, what))) {
    const name = entry.replace(/\.npy$/, '');
    arrays.set(name, parseNpy(content, `${what}, array "${name}"`));
  }
  if (arrays.size === 0) throw new BadInput(`${what}: the archive holds no arrays`);
  return arrays;
}

function unpacked(bytes: Uint8Array, what: string): Readonly<Record<string, Uint8Array>> {
  let entries = 0;
  let total = 0;
  const sizes = new Map<string, number>();
  const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    entries++;
    total += originalSize;
    if (entries > MOST_ENTRIES)
      throw new BadInput(`${what}: the archive holds more than ${MOST_ENTRIES} entries`);
    if (!(total <= MOST_BYTES))
      throw new BadInput(`${what}: the arrays up to "${name}" take more than ${MOST_BYTES / 2 ** 30} GiB`);
    sizes.set(name, originalSize);
    return name.endsWith('.npy');
  };
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof BadInput) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const last = [...sizes.keys()].at(-1);
    throw new BadInput(
      `${what}: the archive is damaged or none${last === undefined ? '' : `, at "${last}"`} (${reason})`,
    );
  }
}
