import { checkOut } from '../host/git/checkOut.node';
import { pythonFiles } from '../host/python/layout.node';
import { createPythonHost } from '../host/python/runner.node';
import { createModelRuntime, runtimeFiles } from '../host/runtime/runtime.node';
import type { PythonHost } from '../engine/hostPython';
import type { ModelRuntime } from '../engine/hostRuntime';
import type { CheckedOut } from '../host/git/checkOut.node';
import { cacheFolder } from './cacheFolder';
import type { Command } from './commands';
import { diff } from './diff';
import { rewrite } from './rewrite';
import { check, suggest } from './suggest';
import type { World } from './world';

type LateCommand = Exclude<Command, { readonly kind: 'help' | 'version' | 'inspect' }>;

/** Commands that do more than pricing. All that these need is loaded together: reading many parts takes as long as reading much. */
export async function obeyLate(command: LateCommand, world: World): Promise<number> {
  switch (command.kind) {
    case 'suggest':
      return suggest(command, world);
    case 'rewrite':
      return rewrite(command, world);
    case 'diff':
      return diff(command, world);
    case 'check':
      return check(command, world);
  }
}

/** Python in its sandbox; `dist` is the build's folder. */
export function pythonHost(
  dist: string,
  overlays: ReadonlyMap<string, string>,
): PythonHost & { dispose(): void } {
  return createPythonHost({
    files: pythonFiles(dist),
    cacheFolder: cacheFolder(process.env, process.platform),
    overlays,
    log: () => undefined,
  });
}

export function modelRuntime(dist: string): ModelRuntime {
  return createModelRuntime(runtimeFiles(dist));
}

export function checkedOut(name: string): Promise<CheckedOut> {
  return checkOut(name, process.cwd());
}
