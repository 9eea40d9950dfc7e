import { copyFile, lstat, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Git } from './git.node';
import type { Located } from './locate.node';

/** Larger models cannot be one protobuf message anyway. */
const MAX_BYTES = 2 ** 31;
const MAX_POINTER_BYTES = 1024;

/**
 * Writes the content that was found to a new file that its owner alone may read. A Git LFS pointer is followed as far
 * as the content has been fetched before. Rejects, and leaves nothing behind, with a clause to stand behind "name: ".
 */
export async function writeLocated(
  git: Git,
  folder: string,
  { objectId, bytes }: Located,
  file: string,
): Promise<void> {
  if (bytes > MAX_BYTES) throw new Error('This is larger than the 2 GiB that a model file can have.');
  try {
    await git.save(['cat-file', 'blob', objectId], file);
    const { size } = await stat(file);
    if (size !== bytes) throw new Error(`Git gave ${size} of ${bytes} bytes.`);
    const pointer = bytes <= MAX_POINTER_BYTES ? readPointer(await readFile(file, 'utf8')) : null;
    if (pointer !== null) await followPointer(git, folder, pointer, file);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** What stands in a repository for a file that Git LFS keeps elsewhere. */
interface LfsPointer {
  readonly sha256: string;
  readonly bytes: number;
}

function readPointer(text: string): LfsPointer | null {
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return null;
  const sha256 = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1] ?? '';
  return { sha256, bytes: Number(/^size (\d{1,15})$/m.exec(text)?.[1] ?? -1) };
}

async function followPointer(git: Git, folder: string, pointer: LfsPointer, file: string): Promise<void> {
  const { sha256, bytes } = pointer;
  const common = (await git.text(['rev-parse', '--git-common-dir'])).replace(/\r?\n$/, '');
  const stored = join(
    resolve(folder, common),
    'lfs',
    'objects',
    sha256.slice(0, 2),
    sha256.slice(2, 4),
    sha256,
  );
  const facts = sha256 === '' ? null : await lstat(stored).catch(() => null);
  if (facts?.isFile() !== true || facts.size !== bytes)
    throw new Error(
      'This is a Git LFS pointer there, and the file itself has not been fetched: git lfs fetch with that revision gets it.',
    );
  if (bytes > MAX_BYTES) throw new Error('This is larger than the 2 GiB that a model file can have.');
  await rm(file);
  await copyFile(stored, file);
}
