import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Where a file lies once all links are followed; null where there is none. */
export function realPath(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}

/** Whether a path is a folder or lies below it, by name alone. */
export function isBelow(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

/** Whether something lies in a folder not by its name alone, but with all links followed. */
export function isReallyBelow(folder: string, target: string): boolean {
  const [top, place] = [realPath(folder), realPath(target)];
  return top !== null && place !== null && isBelow(top, place);
}

export function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
