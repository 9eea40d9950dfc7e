import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from './cli/run';
import type { World } from './cli/world';
import { createEngine } from './engine/api';
import type { PythonHost } from './engine/hostPython';
import type { ModelRuntime } from './engine/hostRuntime';
import { createNodeHost } from './host/files.node';
import { printPieces } from './host/printPieces.node';
import { environmentPackages, systemPackages } from './host/python/packages.node';

const INTERRUPTED = 130;

/** The build's folder: this file is bundled into one below it. */
const DIST = dirname(dirname(fileURLToPath(import.meta.url)));

const late = () => import('./cli/late');
const host = createNodeHost({
  python: (overlays) => {
    let python: Promise<PythonHost & { dispose(): void }> | null = null;
    return {
      run: async (job, context) =>
        (await (python ??= late().then(({ pythonHost }) => pythonHost(DIST, overlays)))).run(job, context),
      dispose: () => {
        // What could not be loaded was told when it was asked for.
        python?.then(
          (started) => {
            started.dispose();
          },
          () => undefined,
        );
      },
    };
  },
  runtime: () => {
    const runtime = async (): Promise<ModelRuntime> => (await late()).modelRuntime(DIST);
    return {
      open: async (...asked) => (await runtime()).open(...asked),
      openBytes: async (...asked) => (await runtime()).openBytes(...asked),
    };
  },
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
  checkOut: async (name) => (await late()).checkedOut(name),
  get pythonPackages() {
    return [...environmentPackages(process.env), ...systemPackages()];
  },
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
  const text = readFileSync(join(DIST, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
