import { rmSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { type Git, gitIn } from './git.node';
import { locate, NoRepository } from './locate.node';
import { writeLocated } from './revisionFile.node';
import { parseRevisionPath, SOURCE_REFUSED } from './revisionPath';

/** A file to read in place of what was named, until it is disposed. */
export interface CheckedOut {
  readonly path: string;
  dispose(): Promise<void>;
}

/**
 * The file that an argument names: a path as it is, `REV:path` as a private copy that is gone after `dispose`, or with
 * the process. A file that exists wins over the notation. Rejects with one sentence that begins with the name.
 */
export async function checkOut(name: string, folder: string, git: Git = gitIn(folder)): Promise<CheckedOut> {
  const parsed = (await exists(resolve(folder, name))) ? null : parseRevisionPath(name);
  if (parsed === null) return { path: name, dispose: () => Promise.resolve() };
  try {
    if (/\.py$/i.test(parsed.path)) throw new Error(SOURCE_REFUSED);
    const found = await locate(git, parsed);
    const place = await mkdtemp(join(tmpdir(), 'layercost-revision-'));
    const forget = (): void => {
      rmSync(place, { recursive: true, force: true });
    };
    process.once('exit', forget);
    const dispose = async (): Promise<void> => {
      process.off('exit', forget);
      await rm(place, { recursive: true, force: true });
    };
    try {
      const path = join(place, safeName(parsed.path));
      await writeLocated(git, folder, found, path);
      return { path, dispose };
    } catch (error) {
      await dispose();
      throw error;
    }
  } catch (error) {
    throw new Error(`${name}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof NoRepository) return 'There is no such file, and no Git repository here.';
  return error instanceof Error ? error.message : String(error);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The last part of a path in a repository as a file name that every system takes and no folder is left with. */
export function safeName(path: string): string {
  const name = basename(path.replaceAll('\\', '/')).replace(/[^\w.@+ -]/g, '_');
  return /^\.*$/.test(name) ? 'model' : name.slice(-120);
}
