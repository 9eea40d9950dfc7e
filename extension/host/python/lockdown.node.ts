import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import nodeModule from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import { Worker } from 'node:worker_threads';

/** Things of the browser's and Node's that reach outside; gone before any of the user's code runs. */
const GLOBALS = [
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'BroadcastChannel',
  'MessageChannel',
  'Worker',
  'navigator',
  'localStorage',
  'sessionStorage',
];

const PROCESS = [
  'binding',
  '_linkedBinding',
  'dlopen',
  'kill',
  'abort',
  'chdir',
  'getBuiltinModule',
  'loadEnvFile',
  'send',
  'setuid',
  'setgid',
  'mainModule',
  '_debugProcess',
  '_startProfilerIdleNotifier',
];

const NETWORK: readonly (readonly [owner: object, names: readonly string[]])[] = [
  [net, ['connect', 'createConnection', 'createServer']],
  [net.Socket.prototype, ['connect']],
  [net.Server.prototype, ['listen']],
  [tls, ['connect', 'createServer']],
  [dgram, ['createSocket']],
  [dns, ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse']],
  [dns.promises, ['lookup', 'resolve', 'resolve4', 'resolve6', 'reverse']],
  [http, ['request', 'get', 'createServer']],
  [https, ['request', 'get', 'createServer']],
  [childProcess, ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']],
  [nodeModule, ['_load', 'createRequire', 'register']],
];

function refuse(): never {
  throw new Error('LayerCost runs models without access to anything outside.');
}

/** Takes away what the permission model of the process does not cover: the network, and ways around it. */
export function scrub(): void {
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
  for (const name of PROCESS)
    Object.defineProperty(process, name, { value: refuse, writable: false, configurable: false });
  for (const [owner, names] of NETWORK)
    for (const name of names)
      Object.defineProperty(owner, name, { value: refuse, writable: false, configurable: false });
  process.env = Object.freeze(Object.create(null) as NodeJS.ProcessEnv);
}

/** Tries what must not work, and says what did. */
export function openDoors(): readonly string[] {
  const attempts: readonly (readonly [what: string, attempt: () => unknown])[] = [
    ['files can be read', () => fs.readdirSync(process.platform === 'win32' ? 'C:\\' : '/')],
    [
      'files can be written',
      () => {
        fs.writeFileSync(`${process.cwd()}/layercost-probe`, '');
      },
    ],
    ['text can be run as code', () => Reflect.construct(Function, ['return 1'])],
    ['processes can be started', () => childProcess.spawnSync(process.execPath, ['--version'])],
    ['threads can be started', () => new Worker('0', { eval: true })],
    ['the network can be reached', () => new net.Socket().connect(9, '127.0.0.1')],
  ];
  return attempts.filter(([, attempt]) => succeeds(attempt)).map(([what]) => what);
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

interface GrowingMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** WebAssembly as far as it is touched here: its types belong to the DOM's. */
interface Platform {
  readonly WebAssembly: { readonly Memory: { readonly prototype: GrowingMemory } };
}

const PAGE_BYTES = 65536;

/** From here on WebAssembly memory grows to what the returned function was last given, and no further: Python sees a MemoryError. */
export function limitMemory(): (bytes: number) => void {
  const { prototype } = (globalThis as unknown as Platform).WebAssembly.Memory;
  const grow = Reflect.get(prototype, 'grow') as GrowingMemory['grow'];
  let limit = Number.MAX_SAFE_INTEGER;
  const limited = function (this: GrowingMemory, pages: number): number {
    if (this.buffer.byteLength + pages * PAGE_BYTES > limit) throw new RangeError('beyond the memory limit');
    return grow.call(this, pages);
  };
  Object.defineProperty(prototype, 'grow', { value: limited, configurable: false });
  return (bytes) => {
    limit = bytes;
  };
}
