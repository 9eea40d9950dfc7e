import childProcess from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** Tries what the runtime itself must refuse, and says what it did not, in words. To be asked only of a process started with its locks. */
export function openDoors(): readonly string[] {
  // A runtime that ignores the flags must not be tried out: the attempts would succeed.
  const permission: unknown = Reflect.get(process, 'permission');
  if (permission === undefined) return ['its runtime has no permission model'];
  return ATTEMPTS.filter(([, attempt]) => succeeds(attempt)).map(([what]) => what);
}

const ATTEMPTS: readonly (readonly [what: string, attempt: () => unknown])[] = [
  ['files can be read', () => fs.readdirSync(path.parse(process.cwd()).root)],
  ['files can be written', writeProbe],
  ['text can be run as code', () => Reflect.construct(Function, ['return 1'])],
  ['processes can be started', () => childProcess.spawnSync(process.execPath, ['--version'])],
  ['threads can be started', () => void new Worker('0', { eval: true }).terminate()],
];

function writeProbe(): void {
  const file = path.join(os.tmpdir(), `layercost-probe-${process.pid}`);
  fs.writeFileSync(file, '');
  fs.rmSync(file);
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
