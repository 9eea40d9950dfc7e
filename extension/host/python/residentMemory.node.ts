import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/** Bytes of memory that a process holds, or null where the system does not say. */
export function residentBytes(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
    return Number(pages) * PAGE_BYTES;
  } catch {
    return null;
  }
}
