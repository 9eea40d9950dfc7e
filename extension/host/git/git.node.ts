import { execFile, spawn } from 'node:child_process';
import { createWriteStream, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Git in a folder. It reads: nothing is locked, fetched or asked, and no program that a repository names is run. */
export interface Git {
  /** What a short command prints. Rejects with {@link GitFailure}. */
  text(args: readonly string[]): Promise<string>;
  /** Writes what a command prints, however long, to a new file that its owner alone may read. */
  save(args: readonly string[], file: string): Promise<void>;
}

/** A command of Git that did not work out. */
export class GitFailure extends Error {
  /** `absent`: there is no Git; `failed`: it ended with an error, and the message is what it printed. */
  readonly kind: 'absent' | 'failed';

  constructor(kind: 'absent' | 'failed', message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const PATIENCE_MILLISECONDS = 60_000;
const MAX_TEXT_BYTES = 4 * 1024 * 1024;
/** Of what Git says before it gives up, this much is kept. */
const MAX_COMPLAINT = 2000;

/** Paths are never patterns; what could run a program, or take a lock, is off. */
const ALWAYS = [
  '--no-pager',
  '--literal-pathspecs',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'log.showSignature=false',
] as const;

const ENVIRONMENT = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  // A partial clone fetches what it lacks; there is no protocol of this name to do it by.
  GIT_ALLOW_PROTOCOL: 'none',
  LC_ALL: 'C',
} as const;

/** Git for the folder; without a `program` the one on the path. */
export function gitIn(folder: string, program: string | null = null): Git {
  const options = { cwd: folder, env: { ...process.env, ...ENVIRONMENT }, windowsHide: true } as const;
  const found = program ?? findGit(process.env, process.platform);
  return {
    text: (args) =>
      new Promise((resolve, reject) => {
        const limits = { timeout: PATIENCE_MILLISECONDS, maxBuffer: MAX_TEXT_BYTES };
        execFile(found, [...ALWAYS, ...args], { ...options, ...limits }, (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(failure(error, stderr));
        });
      }),
    async save(args, file) {
      const child = spawn(found, [...ALWAYS, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      let complaint = '';
      child.stderr.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString()).slice(0, MAX_COMPLAINT);
      });
      const ended = new Promise<void>((resolve, reject) => {
        child.on('error', (error) => {
          reject(failure(error, complaint));
        });
        child.on('close', (code) => {
          if (code === 0) resolve();
          else reject(new GitFailure('failed', complaint));
        });
      });
      const written = pipeline(child.stdout, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
      // A full disk must not leave Git waiting for its reader.
      written.catch(() => child.kill());
      const [saved, end] = await Promise.allSettled([written, ended]);
      for (const outcome of [saved, end]) if (outcome.status === 'rejected') throw outcome.reason;
    },
  };
}

function failure(error: Error, complaint: string): GitFailure {
  const absent = 'code' in error && error.code === 'ENOENT';
  return new GitFailure(absent ? 'absent' : 'failed', complaint, { cause: error });
}

/** Windows looks in the current folder first, where a repository could hold a `git.exe` of its own. */
function findGit(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return 'git';
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const files = folders.map((folder) => join(folder, 'git.exe'));
  return (
    files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile()) ?? 'Z:\\there is no git.exe'
  );
}
