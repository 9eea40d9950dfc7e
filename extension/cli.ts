import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from './cli/run';
import type { World } from './cli/world';
import { createEngine } from './engine/api';
import { cacheFolder } from './cli/cacheFolder';
import { createNodeHost } from './host/files.node';
import { checkOut } from './host/git/checkOut.node';
import { printPieces } from './host/printPieces.node';
import { environmentPackages, systemPackages } from './host/python/packages.node';
import { pythonFiles } from './host/python/layout.node';
import { createPythonHost } from './host/python/runner.node';
import { createModelRuntime, runtimeFiles } from './host/runtime/runtime.node';

const INTERRUPTED = 130;

const host = createNodeHost({
  python: (overlays) =>
    createPythonHost({
      files: pythonFiles(__dirname),
      cacheFolder: cacheFolder(process.env, process.platform),
      overlays,
      log: () => undefined,
    }),
  runtime: () => createModelRuntime(runtimeFiles(__dirname)),
});
const world: World = {
  out: process.stdout,
  err: process.stderr,
  print: (pieces) => printPieces(pieces, process.stdout),
  env: process.env,
  get version() {
    return packageVersion();
  },
  host,
  checkOut: (name) => checkOut(name, process.cwd()),
  pythonPackages: [...environmentPackages(process.env), ...systemPackages()],
  createEngine: (profiles, remembers = true) => createEngine(host, { profiles, remembers }),
  now: () => performance.now(),
};

// A reader that has seen enough (`| head`) closes the pipe; there is nobody left to tell.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 2);
  });

process.once('SIGINT', () => {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  process.exit(INTERRUPTED);
});

void runCli(process.argv.slice(2), world).then((code) => {
  process.exitCode = code;
  host.dispose();
});

/** The version in package.json, which lies beside dist/. */
function packageVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
