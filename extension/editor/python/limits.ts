import { extensions, type Uri, workspace } from 'vscode';
import type { PythonLimits } from '../../engine/hostPython';
import { readSettings } from '../settings';

/** What the machine says of installed Python packages. */
export interface PackageFinder {
  /** Package folders of Python environments by the folders that these are installed in. */
  packagesOf(prefixes: readonly string[]): readonly string[];
  /** Package folders of the virtual environments in a workspace folder. */
  projectPackages(project: string): readonly string[];
  /** Package folders of the system's own Python. */
  systemPackages(): readonly string[];
}

/** As much of the Python extension's API as is used. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string };
  };
}

/** Limits for a file: from the settings, its workspace folder, and the environment that is selected for it. */
export function limitsOf(uri: Uri, finder: PackageFinder): PythonLimits {
  const settings = readSettings(uri);
  const folder = workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? null;
  const absolute = settings.pythonPackages.map((each) =>
    isAbsolute(each) || folder === null ? each : `${folder}/${each}`,
  );
  return {
    packages: [
      ...absolute,
      ...finder.packagesOf(selectedEnvironment(uri)),
      ...(folder === null ? [] : finder.projectPackages(folder)),
      ...finder.systemPackages(),
    ],
    project: folder,
    trusted: workspace.isTrusted,
    timeLimitSeconds: settings.pythonTimeLimitSeconds,
    memoryLimitBytes: settings.pythonMemoryLimitMebibytes * 1024 * 1024,
  };
}

/** Folder of the environment that the Python extension has selected; nothing is started to find out. */
function selectedEnvironment(uri: Uri): readonly string[] {
  const extension = extensions.getExtension<PythonApi>('ms-python.python');
  const interpreter =
    extension?.isActive === true
      ? extension.exports.environments?.getActiveEnvironmentPath(uri).path
      : undefined;
  const python = workspace.getConfiguration('python', uri);
  // Without the Python extension nothing else keeps a workspace that is not trusted from naming a folder.
  const configured: unknown = workspace.isTrusted
    ? python.get('defaultInterpreterPath')
    : python.inspect('defaultInterpreterPath')?.globalValue;
  const path = interpreter ?? (typeof configured === 'string' ? configured : undefined);
  // An interpreter is PREFIX/bin/python or PREFIX\Scripts\python.exe; an environment may be its folder, too.
  const prefix = path?.replace(/[\\/](?:(?:bin|Scripts)[\\/])?python[\w.]*$/, '');
  return prefix === undefined || !isAbsolute(prefix) ? [] : [prefix];
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\');
}
