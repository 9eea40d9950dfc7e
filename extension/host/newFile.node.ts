import { randomBytes } from 'node:crypto';
import { rmSync, type Stats } from 'node:fs';
import { link, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { CreateOptions, FileSink } from '../engine/host';
import { own } from '../engine/own';

/** Paths that a file is being written to in this process: two at once would be a race that one of them loses. */
const underWay = new Set<string>();
/** Files that have no name yet: who ends the process in the middle leaves none of them. */
const unnamed = new Set<string>();

let isWatching = false;

function removeAtExit(path: string): void {
  unnamed.add(path);
  if (isWatching) return;
  isWatching = true;
  process.on('exit', () => {
    for (const left of unnamed) rmSync(left, { force: true });
  });
}

/**
 * Begins a new file beside its final place, under a name that nobody knows. Rejects where there is something of that
 * name already (unless it may be replaced) or a file to keep, where another write to it is under way, or where the folder is closed.
 */
export async function createFile(path: string, { replace, keep }: CreateOptions): Promise<FileSink> {
  const target = resolve(path);
  if (underWay.has(target))
    throw new Error(`${path}: The file is being written already; wait for that to end.`);
  underWay.add(target);
  try {
    await checkTarget(path, { replace, keep });
  } catch (error) {
    underWay.delete(target);
    throw error;
  }
  const temporaryPath = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const abandon = async (): Promise<void> => {
    underWay.delete(target);
    await rm(temporaryPath, { force: true }).catch(() => undefined);
    unnamed.delete(temporaryPath);
  };
  removeAtExit(temporaryPath);
  const handle = await open(temporaryPath, 'wx').catch(async (error: unknown) => {
    await abandon();
    throw failure(path, error);
  });
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await handle.close().catch(() => undefined);
      await abandon();
      throw failure(path, error);
    }
  };
  let placed: Stats | null = null;
  return {
    temporaryPath,
    write: (bytes) =>
      guarded(async () => {
        for (let done = 0; done < bytes.length;)
          done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
      }),
    commit: () =>
      guarded(async () => {
        await handle.sync();
        const facts = await handle.stat();
        await handle.close();
        await (replace ? rename(temporaryPath, target) : place(temporaryPath, target));
        underWay.delete(target);
        unnamed.delete(temporaryPath);
        placed = facts;
      }),
    abort: async () => {
      await handle.close().catch(() => undefined);
      await abandon();
      if (placed && !replace && isThere(placed, await stat(target).catch(() => null)))
        await rm(target, { force: true }).catch(() => undefined);
    },
  };
}

async function checkTarget(path: string, { replace, keep }: CreateOptions): Promise<void> {
  if (!replace && (await exists(path)))
    throw new Error(`${path}: There is a file of that name already; choose another one.`);
  for (const kept of keep)
    if (await isSame(path, kept))
      throw new Error(`${path}: This is the model itself or its weights; choose another name.`);
}

/** Gives the file its name unless something has taken it meanwhile, which a rename would overwrite. */
async function place(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    // Some file systems know no links.
    if (await exists(to)) throw Object.assign(new Error(), { code: 'EEXIST' });
    await rename(from, to);
    return;
  }
  // The file has its name: a temporary one that stays behind is no failure.
  await rm(from, { force: true }).catch(() => undefined);
}

/** Whether two paths lead to one file, through links or another spelling. */
async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => null)));
  return a !== undefined && a !== null && isThere(a, b ?? null);
}

function isThere({ ino, dev }: Stats, other: Stats | null): boolean {
  return ino === other?.ino && dev === other.dev;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such folder',
  ENOTDIR: 'There is no such folder',
  EACCES: 'The folder may not be written to: permission denied',
  EPERM: 'The folder may not be written to: permission denied',
  EROFS: 'The disk may only be read',
  ENOSPC: 'The disk is full',
  EDQUOT: 'The disk quota is used up',
  EFBIG: 'The file is too large for this disk',
  EEXIST: 'A file of that name has come up meanwhile',
  EISDIR: 'This is a folder',
  ENAMETOOLONG: 'The path is too long',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** One sentence that names the file; nothing of it has been left behind. */
function failure(path: string, error: unknown): Error {
  const code = codeOf(error);
  const reason = own(REASONS, code) ?? `The file cannot be written${code === '' ? '' : ` (${code})`}`;
  return new Error(`${path}: ${reason}. Nothing was written.`, { cause: error });
}
