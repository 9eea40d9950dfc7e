import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real repository in a temporary folder. */
export interface GitRepository {
  readonly folder: string;
  readonly at: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => void;
  readonly git: (...args: readonly string[]) => string;
  /** Commits everything and answers the commit's id. */
  readonly commit: (message: string) => string;
  remove(): void;
}

/** Makes a repository; without a folder in a temporary one. Throws where there is no Git: its tests must not be passed over. */
export function gitRepository(given?: string): GitRepository {
  const folder = given ?? realpathSync(mkdtempSync(path.join(tmpdir(), 'layercost-git-')));
  const at = (name: string): string => path.join(folder, name);
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env: ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  mkdirSync(folder, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  return {
    folder,
    at,
    git,
    write: (name, content) => {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
    },
    commit: (message) => {
      git('add', '--all');
      git('commit', '--quiet', '--no-verify', `--message=${message}`);
      return git('rev-parse', 'HEAD').trim();
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Neither the machine's settings nor those of a repository around may decide. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};
