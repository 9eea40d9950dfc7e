import { readFileSync } from 'node:fs';
import type { StartMessage } from './frames';

/** As much of Pyodide as is used; its own types drag the DOM in. */
interface Pyodide {
  runPython(code: string): unknown;
  makeMemorySnapshot(): Uint8Array;
  unregisterJsModule(name: string): void;
  readonly FS: {
    mkdirTree(path: string): void;
    writeFile(path: string, text: string): void;
    makedev(major: number, minor: number): number;
    registerDevice(device: number, operations: object): void;
    mkdev(path: string, device: number): void;
  };
}

type Load = (options: object) => Promise<Pyodide>;

/** Where the stand-ins live inside the interpreter; no user's file can be there. */
const ROOT = '/layercost_runtime';
const DEVICE = '/dev/layercost';

/** An interpreter with the harness loaded. */
export interface Interpreter {
  /** Runs one job: JSON in, JSON out. Throws when the interpreter itself broke. */
  run(job: string): string;
}

/**
 * Starts Python, from a memory snapshot where there is one. `ask` answers what the harness wants to know of
 * files: bytes, or null for nothing. `onSnapshot` gets a fresh snapshot if one was asked for.
 */
export async function startInterpreter(
  start: StartMessage,
  ask: (question: string) => Uint8Array | null,
  onSnapshot: (bytes: Uint8Array) => void,
): Promise<Interpreter> {
  const { loadPyodide } = (await import(start.loader)) as { readonly loadPyodide: Load };
  const python = await loadPyodide({
    indexURL: start.pyodide,
    // Python's `js` module is this: nothing.
    jsglobals: Object.freeze(Object.create(null) as object),
    env: { HOME: '/', PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0' },
    stdout: () => undefined,
    stderr: () => undefined,
    ...(start.snapshot !== null && { _loadSnapshot: readFileSync(start.snapshot) }),
    ...(start.makeSnapshot && { _makeSnapshot: true }),
  });
  mount(python, start.sources);
  python.runPython(LOAD);
  if (start.makeSnapshot) onSnapshot(python.makeMemorySnapshot());
  connect(python, ask);
  python.runPython(CONNECT);
  let exchanged = '';
  registerExchange(python, {
    next: () => exchanged,
    set: (text) => {
      exchanged = text;
    },
  });
  const runPython = python.runPython.bind(python);
  strip(python);
  return {
    run: (job) => {
      exchanged = job;
      runPython(RUN);
      return exchanged;
    },
  };
}

/** Python that found Pyodide's own interface would find nothing in it. */
function strip(python: Pyodide): void {
  for (const name of ['js', 'pyodide_js']) python.unregisterJsModule(name);
  for (const name of Object.getOwnPropertyNames(python)) Reflect.deleteProperty(python, name);
}

function mount({ FS }: Pyodide, sources: string): void {
  const files = JSON.parse(readFileSync(sources, 'utf8')) as Record<string, string>;
  for (const [name, text] of Object.entries(files)) {
    FS.mkdirTree(`${ROOT}/${name.slice(0, Math.max(0, name.lastIndexOf('/')))}`);
    FS.writeFile(`${ROOT}/${name}`, text);
  }
}

/** A device file: what is written is a question or a result, what is read the reply to it. No JavaScript object reaches Python. */
function device({ FS }: Pyodide, path: string, minor: number, exchange: (text: string) => Uint8Array): void {
  let reply: Uint8Array = new Uint8Array();
  let at = 0;
  const id = FS.makedev(64, minor);
  FS.registerDevice(id, {
    open: () => undefined,
    close: () => undefined,
    write: (_: unknown, buffer: Uint8Array, offset: number, length: number) => {
      const text = Buffer.from(buffer.slice(offset, offset + length)).toString('utf8');
      reply = exchange(text);
      at = 0;
      return length;
    },
    read: (_: unknown, buffer: Uint8Array, offset: number, length: number) => {
      const part = reply.subarray(at, at + length);
      buffer.set(part, offset);
      at += part.length;
      return part.length;
    },
  });
  FS.mkdev(path, id);
}

function connect(python: Pyodide, ask: (question: string) => Uint8Array | null): void {
  device(python, DEVICE, 0, (question) => {
    const answer = ask(question);
    return answer === null ? Buffer.from([0]) : Buffer.concat([Buffer.from([1]), answer]);
  });
}

/** Jobs and answers go over a device of their own: text of any length, no strings of Python code. */
function registerExchange(
  python: Pyodide,
  exchange: { readonly next: () => string; readonly set: (text: string) => void },
): void {
  let parts: string[] = [];
  device(python, `${DEVICE}-job`, 1, (text) => {
    if (text.startsWith('job')) return Buffer.from(exchange.next());
    if (text.startsWith('begin')) parts = [];
    else if (text.startsWith('+')) parts.push(text.slice(1));
    else exchange.set(parts.join(''));
    return new Uint8Array();
  });
}

const LOAD = `
import sys
if "${ROOT}" not in sys.path:
    sys.path.insert(0, "${ROOT}")
import layercost_sandbox.session
import layercost_sandbox.sealed
`;

// Randomness is asked for once while its source can still be loaded.
const CONNECT = `
import os
os.urandom(1)
import layercost_sandbox.sealed as _sealed
_layercost_session = _sealed.open_session("${DEVICE}")
`;

const RUN = `_sealed.run_job(_layercost_session, "${DEVICE}-job")`;
