import path from 'node:path';
import type { PythonFiles } from './process.node';

/** Where the build puts the parts of the sandbox, below the folder of the bundles. */
export function pythonFiles(dist: string): PythonFiles {
  return {
    child: path.join(dist, 'pythonChild.mjs'),
    pyodideFolder: path.join(dist, 'pyodide'),
    sources: path.join(dist, 'python.json'),
  };
}
