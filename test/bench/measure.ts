import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { ByteSource } from '../../extension/engine/host';
import { createEngine } from '../../extension/engine/api';
import { createNodeHost } from '../../extension/host/files.node';
import { projectRoot } from '../helpers/root';

/** What one whole process took. */
export interface Run {
  readonly wallSeconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** Reads of a model file. */
export interface Reads {
  readonly bytes: number;
  readonly count: number;
}

/** What usage.cjs says of a process. */
interface Usage {
  readonly cpuMicroseconds: number;
  readonly peakKilobytes: number;
}

const BENCH = path.join(projectRoot(), 'test/bench');

/** Without what a machine lets Node do at every start: reading hundreds of certificates takes longer than the rest of it. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')),
);

/** `layercost inspect FILE --format json` in a process of its own, its output thrown away. */
export function inspect(file: string): Run {
  return runNode([path.join(projectRoot(), 'dist/cli.js'), 'inspect', file, '--format', 'json']);
}

/** `layercost rewrite` with one suggestion, in a process of its own. */
export function rewrite(file: string, id: string, out: string): Run {
  const cli = path.join(projectRoot(), 'dist/cli.js');
  return runNode([cli, 'rewrite', file, '--apply', id, '--out', out]);
}

export function readWhole(file: string): Run {
  return runNode([path.join(BENCH, 'readWhole.cjs'), file]);
}

export function decodeWhole(file: string): Run {
  return runNode([path.join(BENCH, 'decodeWhole.cjs'), file]);
}

/** Runs Node with these arguments. */
export function runNode(args: readonly string[]): Run {
  return runProcess(process.execPath, ['--require', path.join(BENCH, 'usage.cjs'), ...args]);
}

/** Runs a program that tells at its end what it used. Throws with its last words when it fails. */
export function runProcess(program: string, args: readonly string[]): Run {
  const start = performance.now();
  const child = spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: ENVIRONMENT,
  });
  const wallSeconds = (performance.now() - start) / 1000;
  if (child.status !== 0)
    throw new Error(
      `${program} ${args.join(' ')} ended with ${child.status ?? child.signal}: ${child.stderr}`,
    );
  const usage = JSON.parse(child.output[3] ?? '') as Usage;
  return { wallSeconds, cpuSeconds: usage.cpuMicroseconds / 1e6, peakBytes: usage.peakKilobytes * 1024 };
}

/** Counts what the engine reads of a model file: the same code as in the command line, between it and the file. */
export async function countReads(file: string): Promise<Reads> {
  const host = createNodeHost();
  let bytes = 0;
  let count = 0;
  const counted = (source: ByteSource): ByteSource => ({
    ...source,
    read: async (offset, length) => {
      const chunk = await source.read(offset, length);
      bytes += chunk.length;
      count++;
      return chunk;
    },
  });
  const engine = createEngine({ ...host, open: async (name) => counted(await host.open(name)) });
  await engine.analyze(file, { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} });
  return { bytes, count };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? NaN;
  return (low + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
