import { spawn } from 'node:child_process';
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_DEADLINE_MS = 60_000;
const STOP_PATIENCE_MS = 2_000;
const LISTENING = /Extension host agent listening on (\d+)/;
const EXTENSION_HOST_EXIT = /Extension Host Process exited with code: (\S+), signal: (\S+)\./;

const FLAGS = [
  '--host=127.0.0.1',
  '--without-connection-token',
  '--accept-server-license-terms',
  // without it a built workbench ignores an extension under development
  '--enable-smoke-test-driver',
  '--disable-workspace-trust',
  '--disable-telemetry',
  '--telemetry-level=off',
];

/**
 * Starts a VS Code server on a free port of this machine, with settings and extensions of its own in a temporary folder;
 * `installed` are folders of extensions to begin with.
 * `gone` resolves, with a sentence, when the server or its extension host ends by itself. `stop` ends every process of it.
 */
export async function startServer(host, { port = 0, installed = [], environment = {}, logFile }) {
  const data = mkdtempSync(path.join(tmpdir(), 'layercost-vscode-'));
  writeSettings(data);
  for (const extension of installed)
    cpSync(extension, path.join(data, 'extensions', path.basename(extension)), { recursive: true });
  const server = spawn(host.node, [host.server, `--port=${port}`, ...FLAGS, ...folders(data)], {
    env: { ...cleanEnvironment(), ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = watchOutput(server, logFile);
  const abandon = () => {
    signalGroup(server, 'SIGKILL');
    rmSync(data, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  const stop = async () => {
    await stopServer(server, data);
    process.off('exit', abandon);
  };
  try {
    return { port: await output.listening, gone: output.gone, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the workbench opens a folder with an extension under development; with `tests` it runs them and reports. */
export function workbenchUrl(port, { folder, extension, tests }) {
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
  const payload = [['extensionDevelopmentPath', remote(extension)]];
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

function writeSettings(data) {
  const user = path.join(data, 'data/User');
  mkdirSync(user, { recursive: true });
  mkdirSync(path.join(data, 'extensions'));
  cpSync(path.join(import.meta.dirname, 'settings.json'), path.join(user, 'settings.json'));
}

function folders(data) {
  return [`--server-data-dir=${data}`, `--extensions-dir=${path.join(data, 'extensions')}`];
}

/** Variables of a surrounding VS Code or Electron would lead this one astray. */
function cleanEnvironment() {
  const foreign = /^(VSCODE_(?!TEST_)|ELECTRON_|NODE_OPTIONS$|BROWSER$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function watchOutput(server, logFile) {
  const log = logFile ? createWriteStream(logFile) : null;
  let text = '';
  let reportGone;
  const gone = new Promise((resolve) => (reportGone = resolve));
  const listening = new Promise((resolve, reject) => {
    const read = (chunk) => {
      log?.write(chunk);
      text = (text + chunk).slice(-10_000);
      const port = LISTENING.exec(text)?.[1];
      if (port) resolve(Number(port));
      const exit = EXTENSION_HOST_EXIT.exec(text);
      if (exit) reportGone(`the extension host exited with code ${exit[1]}, signal ${exit[2]}`);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('error', reject);
    server.once('exit', (code) => {
      log?.end();
      reportGone(`the VS Code server exited with code ${code}`);
      reject(new Error(`the VS Code server exited with code ${code}\n${text.slice(-2000)}`));
    });
    setTimeout(
      () => reject(new Error('the VS Code server did not start in time')),
      START_DEADLINE_MS,
    ).unref();
  });
  return { listening, gone };
}

async function stopServer(server, data) {
  const running = server.exitCode === null && server.signalCode === null;
  const exited = new Promise((resolve) => server.once('exit', resolve));
  signalGroup(server, 'SIGTERM');
  if (running) await Promise.race([exited, sleep(STOP_PATIENCE_MS)]);
  signalGroup(server, 'SIGKILL');
  rmSync(data, { recursive: true, force: true, maxRetries: 3 });
}

/** The server forks an extension host, file watchers and more; they share its process group. */
function signalGroup(server, signal) {
  try {
    process.kill(-server.pid, signal);
  } catch {
    // already gone
  }
}
