/* Puts a real VS Code (server and web workbench) beside a host's package.json, from npm alone and compiling nothing. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = import.meta.dirname;
const STAND_INS = path.join(HERE, 'stubs');
const NPM_QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Built-in extensions that are heavy or want git or an account. The ones with a browser entry must stay, however
 * useless here: the workbench has their list baked in and reports each missing one as failed to activate.
 */
const LEFT_OUT = [
  'copilot',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'github',
  'git',
  'ms-vscode.*',
  'tunnel-forwarding',
  'debug-auto-launch',
  'debug-server-ready',
  'grunt',
  'gulp',
  'jake',
  'php-language-features',
  'terminal-suggest',
  'node_modules',
];

/** Folder, Node executable and server script of a host, for example `vscode-1.139`. */
export function describeHost(name) {
  const folder = path.join(HERE, name);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { node } = manifest.config;
  return {
    name,
    folder,
    manifest,
    node: node ? path.join(folder, node) : process.execPath,
    server: path.join(folder, 'vscode/out/server-main.js'),
  };
}

/** Installs a host unless this very version is there; `say` hears one line when there is work to do. */
export function installHost(name, say = console.log) {
  refuseForeignMachine();
  const host = describeHost(name);
  const stamp = path.join(host.folder, 'vscode/.installed');
  const wanted = fingerprint(host);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return host;
  say(`Installing ${host.manifest.description} (once, some 100 to 300 MB, from npm)`);
  execFileSync('npm', ['ci', ...NPM_QUIET], { cwd: host.folder, stdio: ['ignore', 'ignore', 'inherit'] });
  placeStandIns(host);
  unpackServer(host);
  writeFileSync(stamp, wanted);
  return host;
}

function refuseForeignMachine() {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new Error(
    'The browser VS Code of test/host runs on 64-bit Intel Linux only; use a desktop VS Code here.',
  );
}

function fingerprint({ folder, manifest }) {
  const hash = createHash('sha256').update(manifest.config.integrity);
  hash.update(readFileSync(path.join(folder, 'package-lock.json')));
  for (const file of readdirSync(STAND_INS)) hash.update(readFileSync(path.join(STAND_INS, file)));
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  return hash.digest('hex');
}

/** Native packages that need a compiler or a download are replaced by small scripts. */
function placeStandIns({ folder, manifest }) {
  for (const [name, file] of Object.entries(manifest.standIns)) {
    const target = path.join(folder, 'node_modules', name);
    mkdirSync(target, { recursive: true });
    cpSync(path.join(STAND_INS, `${file}.cjs`), path.join(target, 'index.cjs'));
    writeFileSync(
      path.join(target, 'package.json'),
      JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' }),
    );
  }
}

function unpackServer({ folder, manifest }) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'layercost-host-'));
  try {
    const archive = fetchServer(manifest.config, scratch);
    const target = path.join(folder, 'vscode');
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target);
    extract(archive, target);
    // the page loads vscode-textmate, vscode-oniguruma and the like from the application's own node_modules
    symlinkSync('../node_modules', path.join(target, 'node_modules'));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Of the server's package only the tarball is wanted: installing it would bring hundreds of dependencies. */
function fetchServer({ server, integrity }, folder) {
  execFileSync('npm', ['pack', server, ...NPM_QUIET, '--pack-destination', folder], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const archive = path.join(
    folder,
    readdirSync(folder).find((file) => file.endsWith('.tgz')),
  );
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${server}: integrity is ${found}, expected ${integrity}`);
  return archive;
}

function extract(archive, target) {
  const root = 'package/lib/vscode';
  const wanted = ['out', 'extensions', 'package.json', 'product.json'].map((name) => `${root}/${name}`);
  const excluded = LEFT_OUT.map((name) => `--exclude=${root}/extensions/${name}`);
  execFileSync('tar', [
    'xzf',
    archive,
    '-C',
    target,
    '--strip-components=3',
    '--exclude=*.map',
    ...excluded,
    ...wanted,
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of process.argv.slice(2)) installHost(name);
}
