import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { PythonFiles } from './process.node';

/** Where the build puts the parts of the sandbox, below the folder of the bundles. */
export function pythonFiles(dist: string): PythonFiles {
  const folder = withoutLinks(dist);
  return {
    child: path.join(folder, 'pythonChild.mjs'),
    pyodideFolder: path.join(folder, 'pyodide'),
    sources: path.join(folder, 'python.json'),
  };
}

/** The locked process may not look at what lies above its files, links included. */
function withoutLinks(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
