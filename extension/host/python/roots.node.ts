import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { PythonLimits } from '../../engine/hostPython';
import type { Roots } from './sourceFiles.node';

const MARKS = ['.git', 'pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'layercost.json'];
const MAX_LEVELS = 32;

/** Folders that imports of a file may come from: around its package, its own, the project's and the project's `src`. */
export function rootsOf(file: string, { project, packages }: PythonLimits): Roots {
  const around = aroundPackage(file);
  const top = project ?? nearestProject(path.dirname(file)) ?? path.dirname(file);
  const installed = packages.map((folder) => path.resolve(folder)).filter(isFolder);
  const own = [around, path.dirname(file), top, path.join(top, 'src')].filter(isFolder);
  const distinct = [...new Set(own)].filter((folder) => !installed.includes(folder));
  // A file of an installed package is read as one: its own folder is not where its imports come from.
  const inside = installed.some((folder) => around === folder);
  return { project: inside ? [] : distinct, packages: installed };
}

/** The folder that holds the outermost package of a file. */
function aroundPackage(file: string): string {
  let folder = path.dirname(file);
  for (let level = 0; level < MAX_LEVELS && existsSync(path.join(folder, '__init__.py')); level++)
    folder = path.dirname(folder);
  return folder;
}

function nearestProject(start: string): string | null {
  let folder = start;
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (MARKS.some((mark) => existsSync(path.join(folder, mark)))) return folder;
    const parent = path.dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
  return null;
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
