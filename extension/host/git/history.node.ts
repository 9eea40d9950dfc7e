import type { Git } from './git.node';
import { noRepository } from './locate.node';

/** A commit that changed a file. */
export interface Revision {
  readonly id: string;
  /** As short as it may be in this repository. */
  readonly shortId: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly author: string;
  /** First line of the message. */
  readonly subject: string;
}

const FIELDS = ['%H', '%h', '%ct', '%an', '%s'] as const;

/** The commits that added or changed a file, youngest first; none for a file that was never committed. */
export async function historyOf(git: Git, file: string, most: number): Promise<readonly Revision[]> {
  // A repository without commits has no HEAD: that is no failure.
  const head = await git.text(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => null);
  if (head === null) {
    await git.text(['rev-parse', '--git-dir']).catch((error: unknown) => {
      throw noRepository(error);
    });
    return [];
  }
  const format = `--format=${FIELDS.join('%x00')}`;
  const text = await git.text([
    'log',
    '-z',
    '--encoding=UTF-8',
    `--max-count=${most}`,
    '--diff-filter=ACMRT',
    format,
    'HEAD',
    '--',
    file,
  ]);
  const values = text.split('\0');
  const count = Math.floor(values.length / FIELDS.length);
  return Array.from({ length: count }, (_, at): Revision => {
    const [id = '', shortId = '', time = '', author = '', subject = ''] = values.slice(at * FIELDS.length);
    return { id, shortId, time: Number(time), author, subject };
  });
}
