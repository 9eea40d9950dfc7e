import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { safeName } from './checkOut.node';
import { type Git, gitIn } from './git.node';
import { historyOf, type Revision } from './history.node';
import { locate } from './locate.node';
import { writeLocated } from './revisionFile.node';

/** A file as it was, to be looked at. */
export interface Copy {
  /** Ends in a name that tells the revision: `model@abc1234.onnx`. */
  readonly path: string;
  /** The revision in short. */
  readonly shortId: string;
}

/** Earlier versions of files, as Git has them. All reject with one sentence. */
export interface Revisions {
  /** The commits that added or changed a file, youngest first. */
  history(file: string, most: number): Promise<readonly Revision[]>;
  /** A read-only copy of the file at a revision; the same one again for the same content. */
  copyOf(file: string, revision: string): Promise<Copy>;
  /** Removes copies that nobody keeps and that are not of today. */
  clean(kept: (path: string) => boolean): Promise<void>;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Copies lie in `folder`, by the id of their content. */
export function createRevisions(folder: string): Revisions {
  return {
    history: (file, most) => historyOf(gitIn(dirname(file)), basename(file), most),
    async copyOf(file, revision) {
      const place = dirname(file);
      const git = gitIn(place);
      const found = await locate(git, { revision, path: `./${basename(file)}`, stage: 0 });
      const shortId = await shortIdOf(git, revision);
      const home = join(folder, found.objectId);
      const path = join(home, nameOf(file, shortId));
      if (await isFile(path)) await touch(path);
      else {
        await mkdir(home, { recursive: true, mode: 0o700 });
        const part = join(home, `${randomUUID()}.part`);
        await writeLocated(git, place, found, part);
        await chmod(part, 0o400);
        await rename(part, path);
      }
      return { path, shortId };
    },
    async clean(kept) {
      for (const id of await readdir(folder).catch((): string[] => [])) {
        const home = join(folder, id);
        const names = await readdir(home).catch((): string[] => []);
        const paths = names.map((name) => join(home, name));
        if (paths.some(kept) || (await Promise.all(paths.map(isOfToday))).includes(true)) continue;
        await rm(home, { recursive: true, force: true });
      }
    },
  };
}

async function shortIdOf(git: Git, revision: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--short', '--end-of-options', `${revision}^{commit}`];
  // A tree has no commit: it is told by what the user called it.
  return (await git.text(args).catch(() => '')).trim() || revision;
}

function nameOf(file: string, shortId: string): string {
  const kind = extname(file);
  return safeName(
    `${basename(file, kind).slice(0, 80)}@${shortId.slice(0, 30).replace(/[^\w.-]/g, '_')}${kind}`,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );
}

async function isOfToday(path: string): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs < DAY_MILLISECONDS,
    () => false,
  );
}

/** Keeps it from being taken for an old one. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
