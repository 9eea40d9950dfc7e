import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PythonJob, PythonLimits } from '../../../../extension/engine/hostPython';
import { pythonFiles } from '../../../../extension/host/python/layout.node';
import { createPythonHost, type PythonHostOptions } from '../../../../extension/host/python/runner.node';
import { projectRoot } from '../../../helpers/root';

export const PATIENCE_MILLISECONDS = 90_000;
/** Shared with the other tests, so that most starts are from a snapshot. */
export const CACHE = path.join(tmpdir(), 'layercost-test-python');

export const MODEL = `from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 4)

    def forward(self, x):
        return self.layer(x)
`;

/** The shipped sandbox; `log` collects what it says. */
export function openHost(
  options: Partial<PythonHostOptions> = {},
): ReturnType<typeof createPythonHost> & { readonly log: readonly string[] } {
  const log: string[] = [];
  const host = createPythonHost({
    files: pythonFiles(path.join(projectRoot(), 'dist')),
    cacheFolder: CACHE,
    overlays: new Map(),
    log: (line) => {
      log.push(line);
    },
    ...options,
  });
  return { ...host, log };
}

/** Lists the entries of a file. */
export function jobOf(file: string, limits: Partial<PythonLimits> = {}): PythonJob {
  return {
    task: 'entries',
    path: file,
    entry: '',
    arguments: '',
    inputShapes: {},
    inputTypes: {},
    configured: [],
    limits: {
      packages: [],
      project: null,
      trusted: false,
      timeLimitSeconds: 30,
      memoryLimitBytes: 1 << 30,
      ...limits,
    },
  };
}

/** Ids of the entries in an answer. */
export function entriesIn(payload: unknown): readonly string[] {
  return (payload as { readonly entries: readonly { readonly id: string }[] }).entries.map(({ id }) => id);
}

/** Processes of the sandbox below this one (or another), on Linux. */
export function sandboxes(parent: number = process.pid): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isSandbox(name, parent))
    .map(Number);
}

function isSandbox(pid: string, parent: number): boolean {
  try {
    const ppid = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(ppid) === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('pythonChild');
  } catch {
    return false; // it has ended meanwhile
  }
}

/** Waits until something is so; the test's own patience is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Whether a process is there and not merely waiting to be buried. */
export function runs(pid: number): boolean {
  try {
    return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
