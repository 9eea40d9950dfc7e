import childProcess from 'node:child_process';
import inspector from 'node:inspector';
import nodeModule from 'node:module';
import vm from 'node:vm';
import workerThreads from 'node:worker_threads';
import { closeNetwork } from './network.node';
import { bar, refuse } from './refusal';

/** Of what Node adds to JavaScript's own globals, all that Pyodide uses once it has started; none of it reaches outside. */
const KEPT = new Set(
  `AbortController AbortSignal Buffer DOMException Event EventTarget TextDecoder TextEncoder URL clearImmediate
  clearInterval clearTimeout console crypto performance queueMicrotask setImmediate setInterval setTimeout
  structuredClone`.split(/\s+/),
);

const PROCESS =
  `_debugEnd _debugProcess _kill _linkedBinding _startProfilerIdleNotifier abort binding chdir dlopen
  execve getBuiltinModule kill loadEnvFile openStdin send setegid seteuid setgid setgroups setuid
  initgroups`.split(/\s+/);

/** Members of modules that start, load or run something. */
const MODULES: readonly (readonly [owner: object, names: string])[] = [
  [childProcess, 'exec execFile execFileSync execSync fork spawn spawnSync ChildProcess'],
  [workerThreads, 'Worker'],
  [inspector, 'open Session'],
  [vm, 'Script SourceTextModule compileFunction createContext runInContext runInNewContext runInThisContext'],
  [nodeModule, '_load _resolveFilename createRequire register registerHooks runMain'],
  [nodeModule.prototype, '_compile load require'],
];

/**
 * Takes away what the permission model of the process does not cover: the network, loaders of further modules, and
 * ways around both. Returns what could not be taken away, in words.
 */
export function scrub(): readonly string[] {
  const open = closeNetwork();
  closeLoaders();
  for (const [owner, names] of MODULES) bar(owner, names.split(' '));
  nodeModule.syncBuiltinESMExports();
  bar(process, PROCESS);
  process.env = Object.freeze(Object.create(null) as NodeJS.ProcessEnv);
  dropGlobals();
  return open;
}

/** Where the runtime can have every later import refused, it is. */
function closeLoaders(): void {
  const registerHooks: unknown = Reflect.get(nodeModule, 'registerHooks');
  if (typeof registerHooks === 'function')
    Reflect.apply(registerHooks, nodeModule, [{ resolve: refuse, load: refuse }]);
}

/** Leaves the globals of the language and the kept ones; of `process` only what says which platform this is. */
function dropGlobals(): void {
  const { platform, versions } = process;
  const standard = new Set(STANDARD_GLOBALS);
  for (const name of Object.getOwnPropertyNames(globalThis))
    if (!standard.has(name) && !KEPT.has(name)) Reflect.deleteProperty(globalThis, name);
  const value = Object.freeze({ __proto__: null, platform, versions: { node: versions.node } });
  Reflect.defineProperty(globalThis, 'process', { value, writable: false, configurable: false });
}

/** Asked of a fresh realm, while that can still be made. */
const STANDARD_GLOBALS = vm.runInNewContext('Object.getOwnPropertyNames(globalThis)') as readonly string[];
