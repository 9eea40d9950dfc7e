import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  encodeFrame,
  FRAME,
  type FrameKind,
  FrameReader,
  type ReadyMessage,
  type StartMessage,
} from './frames';

/** Where the parts of the sandbox lie. */
export interface PythonFiles {
  /** The bundled entry of the child. */
  readonly child: string;
  readonly pyodideFolder: string;
  /** JSON file of the Python sources. */
  readonly sources: string;
}

export interface StartOptions {
  readonly files: PythonFiles;
  readonly snapshot: string | null;
  readonly makeSnapshot: boolean;
  /** Whether to ask the runtime for its locks; without, only trusted code may be run. */
  readonly lock: boolean;
  readonly onFrame: (kind: number, payload: Uint8Array) => void;
  /** Once; `said` is the child's last words. */
  readonly onExit: (said: string) => void;
}

const HEAP_MEGABYTES = 512;
const MAX_WORDS = 4000;

/** A running child: messages in, messages out. */
export class PythonProcess {
  readonly #child: ChildProcess;
  readonly #pipe: Duplex;
  #words = '';
  #ended = false;

  constructor(options: StartOptions) {
    const { files, snapshot } = options;
    this.#child = spawn(process.execPath, [...flags(options), files.child], {
      // Electron is Node only where this says so.
      env: process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
      cwd: files.pyodideFolder,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#pipe = this.#child.stdio[3] as Duplex;
    this.#child.unref();
    this.#listen(options);
    const start: StartMessage = {
      loader: pathToFileURL(path.join(files.pyodideFolder, 'pyodide.mjs')).href,
      pyodide: files.pyodideFolder + path.sep,
      sources: files.sources,
      snapshot,
      makeSnapshot: options.makeSnapshot,
      lock: options.lock,
    };
    this.send(FRAME.start, Buffer.from(JSON.stringify(start)));
  }

  send(kind: FrameKind, payload: Uint8Array): void {
    if (!this.#ended) this.#pipe.write(encodeFrame(kind, payload));
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  #listen({ onFrame, onExit }: StartOptions): void {
    const reader = new FrameReader();
    this.#pipe.on('data', (chunk: Buffer) => {
      try {
        for (const { kind, payload } of reader.push(chunk)) onFrame(kind, payload);
      } catch {
        this.kill(); // what it sends makes no sense any more
      }
    });
    this.#pipe.on('error', () => undefined);
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString('utf8')).slice(-MAX_WORDS);
    });
    const ended = (): void => {
      if (this.#ended) return;
      this.#ended = true;
      onExit(this.#words);
    };
    this.#child.on('error', ended);
    this.#child.on('exit', ended);
  }
}

/** Said before any of the user's code ran. */
export function readyOf(text: string): ReadyMessage {
  return JSON.parse(text) as ReadyMessage;
}

/** No code from strings, no files but these, no processes, no threads; less of it where the runtime knows no locks. */
function flags({ files, snapshot, lock }: StartOptions): readonly string[] {
  const common = ['--no-warnings', `--max-old-space-size=${HEAP_MEGABYTES}`];
  if (!lock) return common;
  const readable = [
    files.pyodideFolder + path.sep,
    files.child,
    files.sources,
    ...(snapshot === null ? [] : [snapshot]),
  ];
  return [
    ...common,
    '--disallow-code-generation-from-strings',
    permissionFlag(process.versions.node),
    ...readable.map((file) => `--allow-fs-read=${file}`),
  ];
}

/** The permission model lost its "experimental" in Node 22.13 and 23.5. */
export function permissionFlag(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const stable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return stable ? '--permission' : '--experimental-permission';
}
