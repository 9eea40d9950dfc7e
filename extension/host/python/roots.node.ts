import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PythonLimits } from '../../engine/hostPython';
import { isBelow, isFolder, isReallyBelow } from './folders.node';
import type { Roots } from './sourceFiles.node';

const REPOSITORY = ['.git'];
const MARKS = [
  ...REPOSITORY,
  'pyproject.toml',
  'setup.py',
  'setup.cfg',
  'requirements.txt',
  'layercost.json',
];
const MAX_LEVELS = 32;

/** Folders that imports of a file may come from: around its package, its own, the project's and the project's `src`. */
export function rootsOf(file: string, { project, packages }: PythonLimits): Roots {
  const own = path.dirname(file);
  const limit = project ?? nearest(own, REPOSITORY);
  const around = aroundPackage(file, limit);
  const top = project ?? nearest(own, MARKS) ?? own;
  const installed = packages.map((folder) => path.resolve(folder)).filter(isFolder);
  // A file of an installed package is read as one: its own folder is not where its imports come from.
  if (installed.includes(around)) return { project: [], packages: installed, readable: [] };
  const roots = [around, own, top, path.join(top, 'src')].filter(isFolder);
  const distinct = [...new Set(roots)].filter((folder) => !installed.includes(folder));
  return { project: distinct, packages: installed, readable: [file, ...readable(top, around, limit)] };
}

/**
 * The project and what is around the file's package, but nothing beyond the `limit`: not where the limit is a package
 * itself and is imported from the folder above it, and not where a link leads out of it.
 */
function readable(top: string, around: string, limit: string | null): readonly string[] {
  if (limit === null) return [top, around];
  return [top, isBelow(limit, around) ? around : limit].filter((folder) => isReallyBelow(limit, folder));
}

/** The folder that holds the outermost package of a file; the limit is the last that may be such a package. */
function aroundPackage(file: string, limit: string | null): string {
  let folder = path.dirname(file);
  for (let level = 0; level < MAX_LEVELS && existsSync(path.join(folder, '__init__.py')); level++) {
    const parent = path.dirname(folder);
    if (folder === limit) return parent;
    folder = parent;
  }
  return folder;
}

/** The folder or the nearest above it that holds one of the files. */
function nearest(start: string, marks: readonly string[]): string | null {
  let folder = start;
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (marks.some((mark) => existsSync(path.join(folder, mark)))) return folder;
    const parent = path.dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
  return null;
}
