import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isReallyBelow } from './folders.node';

const VIRTUAL_ENVIRONMENTS = ['.venv', 'venv', 'env'];

/** Folders of packages that a system-wide Python of Linux reads; elsewhere there is none in a known place. */
export function systemPackages(): readonly string[] {
  if (process.platform !== 'linux') return [];
  return [
    ...below('/usr/local/lib', ['site-packages', 'dist-packages']),
    '/usr/lib/python3/dist-packages',
  ].filter((folder) => existsSync(folder));
}

/** Folders of packages of an activated virtual or conda environment. */
export function environmentPackages(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return [env['VIRTUAL_ENV'], env['CONDA_PREFIX']].flatMap((folder) =>
    folder === undefined || folder === '' ? [] : packagesOfPrefix(folder),
  );
}

/** Folders of packages of the virtual environments in a project; what a link there leads out of it to is not among them. */
export function projectPackages(project: string): readonly string[] {
  return VIRTUAL_ENVIRONMENTS.flatMap((name) => packagesOfPrefix(path.join(project, name))).filter((folder) =>
    isReallyBelow(project, folder),
  );
}

/** Folders of packages below the folder that a Python environment is installed in. */
export function packagesOfPrefix(prefix: string): readonly string[] {
  const windows = path.join(prefix, 'Lib', 'site-packages');
  return [...below(path.join(prefix, 'lib'), ['site-packages']), ...(existsSync(windows) ? [windows] : [])];
}

/** `python3.*` folders, newest first, and the package folders in them. */
function below(folder: string, names: readonly string[]): readonly string[] {
  const versions = [...list(folder)].filter((name) => /^python3(\.\d+)?$/.test(name));
  const newestFirst = versions.sort((a, b) => minor(b) - minor(a));
  return newestFirst.flatMap((version) =>
    names.map((name) => path.join(folder, version, name)).filter((each) => existsSync(each)),
  );
}

function minor(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
