import { posix, sep } from 'node:path';
import { type Git, GitFailure } from './git.node';
import type { RevisionPath } from './revisionPath';
import { own } from '../../engine/own';

/** Where the content of a file at a revision lies. */
export interface Located {
  /** Id of the content: equal content has an equal one, whatever the revision. */
  readonly objectId: string;
  readonly bytes: number;
}

/**
 * Finds a file at a revision. Rejects with a clause that names neither file nor revision twice, to stand behind
 * "name: " as one sentence.
 */
export async function locate(git: Git, { revision, path, stage }: RevisionPath): Promise<Located> {
  const prefix = await prefixOf(git);
  const tree = revision === '' ? null : await treeOf(git, revision);
  const full = inRepository(path, prefix);
  const find = (file: string): Promise<Entry | null> =>
    tree === null ? findStaged(git, file, prefix, stage) : findInTree(git, tree, file);
  const entry = await find(full);
  if (entry === null) {
    const beside = prefix !== '' && full === path ? await find(prefix + full) : null;
    const hint = beside === null ? '' : `; there is ${revision}:./${path}, from this folder on`;
    throw new Error(
      `There is no file ${full} ${revision === '' ? 'in the index' : `at ${revision}`}${hint}.`,
    );
  }
  const kind = own(KINDS, entry.mode);
  if (kind !== undefined) throw new Error(`This is ${kind} there, not a model file.`);
  const bytes = Number(await git.text(['cat-file', '-s', entry.objectId]).catch(absentObject));
  return { objectId: entry.objectId, bytes };
}

/** The current folder within its repository, "" or ending in a slash. */
async function prefixOf(git: Git): Promise<string> {
  try {
    return (await git.text(['rev-parse', '--show-prefix'])).replace(/\r?\n$/, '');
  } catch (error) {
    throw noRepository(error);
  }
}

/** The folder lies in no repository. */
export class NoRepository extends Error {}

/** Why there is no repository to look into, as one sentence. */
export function noRepository(error: unknown): Error {
  if (!(error instanceof GitFailure)) return error instanceof Error ? error : new Error(String(error));
  const { kind, message } = error;
  if (kind === 'absent')
    return new Error('Git is needed for a revision, and there is none.', { cause: error });
  if (/dubious ownership|safe\.directory/.test(message))
    return new Error('The repository belongs to another user, and Git refuses it (see safe.directory).', {
      cause: error,
    });
  return new NoRepository('The folder lies in no Git repository.', { cause: error });
}

async function treeOf(git: Git, revision: string): Promise<string> {
  try {
    const spec = `${revision}^{tree}`;
    const answer = await git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', spec]);
    const id = answer.trim();
    if (!/^[0-9a-f]{40,64}$/.test(id)) throw new Error(`Git answered ${id} for a tree.`);
    return id;
  } catch (error) {
    const shallow = await git.text(['rev-parse', '--is-shallow-repository']).catch(() => '');
    const hint = shallow.startsWith('true')
      ? '; the clone is shallow: git fetch --unshallow gets the rest'
      : '';
    throw new Error(`There is no revision ${revision} in this repository${hint}.`, { cause: error });
  }
}

function inRepository(path: string, prefix: string): string {
  const slashed = sep === '\\' ? path.replaceAll('\\', '/') : path;
  const full = /^\.\.?(?:\/|$)/.test(slashed) ? posix.join(prefix, slashed) : slashed;
  if (/^\.\.(?:\/|$)/.test(full)) throw new Error('The path leads out of the repository.');
  return full;
}

interface Entry {
  /** As Git writes it: 100644 for a plain file. */
  readonly mode: string;
  readonly objectId: string;
}

const KINDS: Readonly<Record<string, string>> = {
  '040000': 'a folder',
  '120000': 'a symbolic link',
  '160000': 'a submodule',
};

async function findInTree(git: Git, tree: string, file: string): Promise<Entry | null> {
  const text = await git.text(['ls-tree', '-z', '--full-tree', tree, '--', file]).catch(absentObject);
  const [, mode, objectId] = /^(\d{6}) \w+ ([0-9a-f]+)\t/.exec(recordOf(text, file)) ?? [];
  return mode === undefined || objectId === undefined ? null : { mode, objectId };
}

async function findStaged(git: Git, file: string, prefix: string, stage: number): Promise<Entry | null> {
  const text = await git.text([
    'ls-files',
    '-z',
    '--stage',
    '--full-name',
    '--',
    posix.relative(prefix, file),
  ]);
  const wanted = text.split('\0').filter((record) => record.includes(` ${stage}\t`));
  const [, mode, objectId] = /^(\d{6}) ([0-9a-f]+) /.exec(recordOf(wanted.join('\0'), file)) ?? [];
  return mode === undefined || objectId === undefined ? null : { mode, objectId };
}

/** The record of exactly this path; a folder has those of its files in the index. */
function recordOf(text: string, file: string): string {
  return text.split('\0').find((record) => record.slice(record.indexOf('\t') + 1) === file) ?? '';
}

function absentObject(error: unknown): never {
  throw new Error('The content is not in this clone; git fetch may get it.', { cause: error });
}
