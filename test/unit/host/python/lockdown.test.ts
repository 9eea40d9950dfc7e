import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { permissionFlag } from '../../../../extension/host/python/process.node';
import { projectRoot } from '../../../helpers/root';
import { PATIENCE_MILLISECONDS } from './jobs';

/** What would happen if a model reached JavaScript after all: a program after the scrub, in a process with the locks. */
const INTRUDER = `
import childProcess, { spawnSync } from 'node:child_process';
import dgram, { createSocket } from 'node:dgram';
import dns, { lookup } from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import nodeModule, { createRequire } from 'node:module';
import net, { connect } from 'node:net';
import tls from 'node:tls';
import vm, { runInThisContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { openDoors } from './extension/host/python/doors.node';
import { scrub } from './extension/host/python/lockdown.node';

const [tcp, udp, local, canary] = process.argv.slice(2);
const node = process;
const { fetch, WebSocket, EventSource } = globalThis;
const originalConnect = net.Socket.prototype.connect;
const doors = [...openDoors(), ...scrub()];
// The standard streams are pipes, and hand out what all local sockets are made of.
const Pipe = console._stderr._handle.constructor;

// Some refusals come from within Node, later.
let refused = () => undefined;
node.on('uncaughtException', () => refused());
const later = (begin) => new Promise((resolve, reject) => {
  refused = reject;
  begin((error) => error ? reject(error) : resolve());
  setTimeout(reject, 500);
});

const attempts = {
  connect: () => connect(Number(tcp), '127.0.0.1'),
  'a socket': () => new net.Socket().connect(Number(tcp), '127.0.0.1'),
  'a socket by the original function': () => originalConnect.call(new net.Socket(), Number(tcp), '127.0.0.1'),
  'a local socket': () => net.connect(local),
  'a raw local socket': () => new Pipe(0).connect({}, local),
  listen: () => net.createServer().listen(0, '127.0.0.1'),
  'listening locally': () => net.createServer().listen(local + '.new'),
  'listening locally, raw': () => new Pipe(1).bind(local + '.raw'),
  tls: () => tls.connect(Number(tcp), '127.0.0.1'),
  http: () => http.get('http://127.0.0.1:' + tcp),
  https: () => https.get('https://127.0.0.1:' + tcp),
  http2: () => http2.connect('http://127.0.0.1:' + tcp),
  fetch: () => fetch('http://127.0.0.1:' + tcp),
  datagrams: () => later((done) => createSocket('udp4').send('canary', Number(udp), '127.0.0.1', done)),
  'connected datagrams': () => later((done) => dgram.createSocket('udp4').connect(Number(udp), '127.0.0.1', done)),
  'a name': () => lookup('localhost', () => undefined),
  'a name by promise': () => dns.promises.lookup('localhost'),
  'a name server': () => new dns.Resolver().resolve4('localhost', () => undefined),
  'a process': () => spawnSync(node.execPath, ['--version']),
  'a process by exec': () => childProcess.execSync('ls'),
  'a thread': () => new Worker('0', { eval: true }),
  'reading': () => fs.readFileSync(canary),
  'listing': () => fs.readdirSync('/'),
  'writing': () => fs.writeFileSync(canary + '.new', 'canary'),
  'removing': () => fs.rmSync(canary),
  'Function': () => Reflect.construct(Function, ['return 1']),
  'eval': () => (0, eval)('1'),
  'vm': () => vm.runInThisContext('1'),
  'vm by name': () => runInThisContext('1'),
  'vm.Script': () => new vm.Script('1'),
  'require': () => createRequire('/')('node:net'),
  'a module': () => new nodeModule('x')._compile('1', 'x'),
  'a built-in module': () => node.getBuiltinModule('node:net'),
  'a binding': () => node.binding('tcp_wrap'),
  'a library': () => node.dlopen({}, '/lib/x.so'),
  'a signal': () => node.kill(node.pid, 0),
};
const outcome = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    const late = new Promise((resolve, reject) => setTimeout(reject, 500));
    const value = await Promise.race([attempt(), late]);
    if (typeof value?.once === 'function')
      await later((done) => {
        for (const event of ['error', 'close']) value.once(event, () => done(event));
        for (const event of ['connect', 'listening', 'response']) value.once(event, () => done());
      });
    outcome[name] = 'open';
  } catch (error) {
    outcome[name] = 'refused';
  }
}
const globals = Object.keys({ fetch: 0, WebSocket: 0, EventSource: 0, Worker: 0, MessageChannel: 0, require: 0, global: 0, navigator: 0 })
  .filter((name) => name in globalThis);
const env = Object.keys(node.env);
const own = Object.keys(globalThis.process);
fs.writeSync(1, JSON.stringify({ doors, outcome, globals, env, own }));
node.exit(0);
`;

interface Report {
  readonly doors: readonly string[];
  readonly outcome: Readonly<Record<string, string>>;
  readonly globals: readonly string[];
  readonly env: readonly string[];
  readonly own: readonly string[];
}

describe('Locks of the Python process', function () {
  this.timeout(PATIENCE_MILLISECONDS);
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'layercost-locks-')));
  const script = path.join(folder, 'intruder.mjs');
  const canary = path.join(folder, 'canary.txt');
  const arrived: string[] = [];
  const server = net.createServer(() => arrived.push('tcp'));
  const local = net.createServer(() => arrived.push('local'));
  const datagrams = dgram.createSocket('udp4', () => arrived.push('udp'));
  const localPath =
    process.platform === 'win32' ? `\\\\.\\pipe\\layercost-${process.pid}` : path.join(folder, 's');

  before(async () => {
    writeFileSync(canary, 'canary');
    buildSync({
      stdin: { contents: INTRUDER, resolveDir: projectRoot(), loader: 'js' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
      logLevel: 'warning',
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    await new Promise<void>((done) => local.listen(localPath, done));
    await new Promise<void>((done) => datagrams.bind(0, '127.0.0.1', done));
  });
  after(() => {
    server.close();
    local.close();
    datagrams.close();
    rmSync(folder, { recursive: true });
  });

  const intrude = (flags: readonly string[]): Promise<string> => {
    const ports = [(server.address() as AddressInfo).port, datagrams.address().port].map(String);
    const child = spawn(process.execPath, [...flags, script, ...ports, localPath, canary], {
      env: { LAYERCOST_CANARY: 'canary' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.pipe(process.stderr);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    return new Promise((resolve) =>
      child.on('close', () => {
        resolve(said);
      }),
    );
  };

  it('hold against a program of JavaScript', async () => {
    const said = await intrude([
      '--no-warnings',
      '--disallow-code-generation-from-strings',
      permissionFlag(process.versions.node),
      `--allow-fs-read=${script}`,
    ]);
    const { doors, outcome, globals, env, own } = JSON.parse(said) as Report;
    assert.deepEqual(arrived, []);
    assert.deepEqual(doors, []);
    const open = Object.keys(outcome).filter((name) => outcome[name] !== 'refused');
    assert.deepEqual(open, []);
    assert.ok(Object.keys(outcome).length > 30);
    assert.deepEqual([globals, env], [[], []]);
    assert.deepEqual(own, ['platform', 'versions']);
  });

  it('are missed where the runtime has none, without trying them out', async () => {
    const { doors } = JSON.parse(await intrude(['--no-warnings'])) as Report;
    assert.deepEqual(doors, ['its runtime has no permission model']);
    assert.deepEqual(arrived, []);
  });

  it('are asked for by the name that the runtime knows', () => {
    const names = ['20.19.0', '22.12.0', '22.13.0', '23.4.0', '23.5.0', '24.21.0'].map(permissionFlag);
    const [old, stable] = ['--experimental-permission', '--permission'];
    assert.deepEqual(names, [old, old, stable, old, stable, stable]);
  });
});
