import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PythonLimits } from '../../engine/hostPython';
import { isFolder } from './folders.node';
import type { Roots } from './sourceFiles.node';

const MARKS = ['.git', 'pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'layercost.json'];
const MAX_LEVELS = 32;

/** Folders that imports of a file may come from: around its package, its own, the project's and the project's `src`. */
export function rootsOf(file: string, { project, packages }: PythonLimits): Roots {
  const own = path.dirname(file);
  const outermost = outermostPackage(own, project);
  const around = isPackage(outermost) ? path.dirname(outermost) : outermost;
  const top = project ?? nearestProject(own) ?? own;
  const limit = project ?? nearestProject(outermost);
  const installed = packages.map((folder) => path.resolve(folder)).filter(isFolder);
  // A file of an installed package is read as one: its own folder is not where its imports come from.
  if (installed.includes(around)) return { project: [], packages: installed, readable: [] };
  const roots = [around, own, top, path.join(top, 'src')].filter(isFolder);
  const distinct = [...new Set(roots)].filter((folder) => !installed.includes(folder));
  // Of a project that is a package itself the folder above is a root, but nothing else there is read.
  const readable = limit === null ? [top, around] : [limit];
  return { project: distinct, packages: installed, readable: [file, ...readable] };
}

/** The outermost package that a folder belongs to, none above the project; the folder itself where it is no package. */
function outermostPackage(start: string, project: string | null): string {
  let folder = start;
  for (let level = 0; level < MAX_LEVELS && isPackage(folder) && folder !== project; level++) {
    const parent = path.dirname(folder);
    if (!isPackage(parent)) break;
    folder = parent;
  }
  return folder;
}

function isPackage(folder: string): boolean {
  return existsSync(path.join(folder, '__init__.py'));
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
