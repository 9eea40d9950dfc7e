import { rmSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeHole } from './modelFile';

const TRIAL_BYTES = 64 * 1024 * 1024;

/**
 * Why files with `denseBytes` of spelled-out bytes and `holeBytes` of holes do not fit into a folder, as a
 * sentence; null where they do. Holes take no room on file systems that have such.
 */
export function lackOfRoom(folder: string, denseBytes: number, holeBytes: number): string | null {
  const needed = denseBytes + (hasHoles(folder) ? 0 : holeBytes);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= needed) return null;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  return `the benchmark's files need ${gigabytes(needed)} in ${folder}, where ${gigabytes(free)} are free; set TMPDIR to a folder with more room.`;
}

function hasHoles(folder: string): boolean {
  const trial = path.join(folder, 'trial');
  writeHole(trial, TRIAL_BYTES);
  const { blocks } = statSync(trial);
  rmSync(trial);
  return blocks * 512 < TRIAL_BYTES / 2;
}
