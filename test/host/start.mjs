/* `npm start`: builds, prices the bundled sample in the terminal, opens VS Code with the extension on the samples. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installHost } from './install.mjs';
import { startServer, workbenchUrl } from './server.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SAMPLES = path.join(ROOT, 'media/samples');
const OPENER = path.join(import.meta.dirname, 'opener');
const HOST = 'vscode-1.139';

const { values: flags } = parseArgs({
  options: {
    /** Instead of staying: ask the page once, end with success if it answers. */
    check: { type: 'boolean' },
    /** The browser VS Code even where a desktop one is installed. */
    browser: { type: 'boolean' },
    port: { type: 'string', default: '0' },
  },
});

try {
  await start();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function start() {
  const sample = findSample();
  node('esbuild.mjs');
  node('dist/cli.js', 'inspect', path.relative(ROOT, sample));
  if (!flags.browser && openDesktop()) return;
  await openInBrowser();
}

function findSample() {
  const name = readdirSync(SAMPLES)
    .filter((file) => file.endsWith('.onnx'))
    .sort()[0];
  if (!name) throw new Error('media/samples holds no .onnx file');
  return path.join(SAMPLES, name);
}

function node(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** False where there is no `code` on the PATH, or where it refuses (it does for root). */
function openDesktop() {
  const extensions = [ROOT, OPENER].map((folder) => `--extensionDevelopmentPath=${folder}`);
  const args = ['--new-window', ...extensions, SAMPLES];
  const { error, status } = spawnSync('code', args, {
    shell: process.platform === 'win32',
    stdio: 'inherit',
  });
  if (error || status !== 0) return false;
  console.log('\nVS Code opens with LayerCost and the sample network.');
  return true;
}

async function openInBrowser() {
  const server = await startServer(installHost(HOST), { port: flags.port, installed: [OPENER] });
  try {
    const url = workbenchUrl(server.port, { folder: SAMPLES, extension: ROOT });
    if (flags.check) await expectAnswer(url);
    console.log(
      `\nVS Code with LayerCost and the sample network: open this address in a browser\n\n  ${url}\n`,
    );
    if (flags.check) return;
    console.log('Ctrl+C ends it.');
    const problem = await Promise.race([interrupted(), server.gone]);
    if (problem) throw new Error(problem);
  } finally {
    await server.stop();
  }
}

async function expectAnswer(url) {
  const response = await fetch(url);
  const page = await response.text();
  if (!response.ok || !page.includes('workbench'))
    throw new Error(`VS Code's page answered ${response.status}`);
}

function interrupted() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(null));
  });
}
