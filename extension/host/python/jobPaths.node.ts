import path from 'node:path';
import type { PythonJob } from '../../engine/hostPython';
import type { Roots } from './sourceFiles.node';

/** The job as the harness reads it, with its roots; Python joins paths with slashes on every platform. */
export function jobText(job: PythonJob, { project, packages }: Roots): string {
  const posix = (file: string): string => file.split(path.sep).join('/');
  const roots = { project: project.map(posix), packages: packages.map(posix) };
  return JSON.stringify({ ...job, path: posix(job.path), roots });
}

/** The answer, parsed. File names that were `asked` for come back with slashes and get their own separators again. */
export function parseAnswer(text: string, asked: Iterable<string>): unknown {
  if (path.sep === '/') return JSON.parse(text) as unknown;
  const native = new Map([...asked].map((file) => [file, path.normalize(file)]));
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? (native.get(value) ?? value) : value,
  ) as unknown;
}
