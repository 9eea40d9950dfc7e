import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, posix, relative as relativePath, resolve, sep, win32 } from 'node:path';
import { createFile } from './newFile.node';
import type { ByteSource, EngineHost } from '../engine/host';
import type { PythonHost } from '../engine/hostPython';
import type { ModelRuntime } from '../engine/hostRuntime';
import { own } from '../engine/own';

/** A handle that nobody reads from is given back after this time and reopened on demand. */
const IDLE_CLOSE_MILLISECONDS = 2000;

/** The engine's doorway over Node's file system: positional reads, nothing written, nothing held open for long. */
export function createNodeHost(options: NodeHostOptions = {}): EngineHost & { dispose(): void } {
  const overlays = new Map<string, string>();
  const python = options.python?.(overlays);
  return {
    open: (path) => {
      const text = overlays.get(resolve(path));
      return text === undefined ? openFile(path) : Promise.resolve(textSource(text));
    },
    sizeOfSibling: async (base, relative) => (await findSibling(base, relative))?.size ?? null,
    openSibling,
    create: createFile,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    setText: (path, text) => {
      if (text === null) overlays.delete(resolve(path));
      else overlays.set(resolve(path), text);
    },
    ...(options.runtime && { runtime: options.runtime() }),
    ...(python && { python }),
    dispose: () => {
      python?.dispose();
    },
  };
}

export interface NodeHostOptions {
  /** Makes what runs Python, over the texts that editors have not saved yet. */
  readonly python?: (overlays: ReadonlyMap<string, string>) => PythonHost & { dispose(): void };
  /** Makes what runs models. */
  readonly runtime?: () => ModelRuntime;
}

function textSource(text: string): ByteSource {
  const bytes = new TextEncoder().encode(text);
  const version = createHash('sha1').update(bytes).digest('base64');
  return {
    size: bytes.length,
    version,
    read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
  };
}

async function openFile(path: string): Promise<ByteSource> {
  const facts = await stat(path).catch((error: unknown) => {
    throw failure(path, error);
  });
  // Opening a pipe or a device could block for ever, so what is not a plain file is never opened.
  if (!facts.isFile()) throw new Error(`${path}: ${kindOf(facts)}, not a model file.`);
  const file = new IdleFile(path, facts);
  await file.touch();
  return { size: facts.size, version: versionOf(facts), read: (offset, length) => file.read(offset, length) };
}

/** Another file in this place, or the same one written again, has another version. */
function versionOf({ dev, ino, size, mtimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs].join(' ');
}

function kindOf(facts: Stats): string {
  return facts.isDirectory() ? 'This is a folder' : 'This is a device or a pipe';
}

/** A file that is closed while idle; it refuses to go on when its content changed in the meantime. */
class IdleFile {
  readonly #path: string;
  readonly #facts: Stats;
  #handle: Promise<FileHandle> | null = null;
  #reads = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(path: string, facts: Stats) {
    this.#path = path;
    this.#facts = facts;
  }

  /** Opens the file, so that a missing permission shows at once. */
  async touch(): Promise<void> {
    await this.#use(() => Promise.resolve());
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return this.#use((handle) => readFully(handle, offset, Math.min(length, this.#facts.size - offset)));
  }

  async #use<T>(action: (handle: FileHandle) => Promise<T>): Promise<T> {
    this.#reads++;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      this.#handle ??= this.#reopen();
      return await action(await this.#handle);
    } catch (error) {
      this.#close();
      throw failure(this.#path, error);
    } finally {
      this.#reads--;
      if (this.#reads === 0) this.#closeLater();
    }
  }

  async #reopen(): Promise<FileHandle> {
    const handle = await open(this.#path, constants.O_RDONLY);
    const now = await handle.stat();
    if (versionOf(now) === versionOf(this.#facts)) return handle;
    await handle.close();
    throw new Changed('The file changed while it was being read; analyze it again.');
  }

  #closeLater(): void {
    this.#timer = setTimeout(() => {
      this.#close();
    }, IDLE_CLOSE_MILLISECONDS);
    this.#timer.unref();
  }

  #close(): void {
    const handle = this.#handle;
    this.#handle = null;
    handle?.then((open) => open.close()).catch(() => undefined);
  }
}

class Changed extends Error {}

/** Reads until `length` bytes are there or the file ends: one `read` may return less. */
async function readFully(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, length));
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done === bytes.length ? bytes : bytes.subarray(0, done);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  ENOTDIR: 'There is no such file',
  EACCES: 'The file may not be read: permission denied',
  EPERM: 'The file may not be read: permission denied',
  EISDIR: 'This is a folder, not a model file',
  ELOOP: 'The path runs in a circle of symbolic links',
  ENAMETOOLONG: 'The path is too long',
  EMFILE: 'Too many files are open',
};

/** One sentence for the user that names the file; system error texts are not sentences. */
function failure(path: string, error: unknown): Error {
  if (error instanceof Changed) return new Error(`${path}: ${error.message}`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = own(REASONS, code) ?? `The file cannot be read${code === '' ? '' : ` (${code})`}`;
  return new Error(`${path}: ${reason}.`, { cause: error });
}

async function openSibling(base: string, relative: string): Promise<ByteSource | null> {
  const sibling = await findSibling(base, relative);
  // The path that was checked, with its links already followed.
  return sibling && openFile(sibling.path).catch(() => null);
}

/** A plain file in the folder of `base` or below it, links followed; null where there is none. */
export async function findSibling(
  base: string,
  relative: string,
): Promise<{ path: string; size: number } | null> {
  if (!staysBelow(relative)) return null;
  try {
    const folder = await realpath(dirname(resolve(base)));
    const path = await realpath(resolve(folder, relative));
    if (!isInside(folder, path)) return null;
    const facts = await stat(path);
    return facts.isFile() ? { path, size: facts.size } : null;
  } catch {
    return null;
  }
}

/** The name comes from a model file: it must not be able to point anywhere else, on any platform. */
function staysBelow(relative: string): boolean {
  if (relative === '' || relative.includes('\0')) return false;
  if (posix.isAbsolute(relative) || win32.isAbsolute(relative) || /^[a-zA-Z]:/.test(relative)) return false;
  return !relative.split(/[\\/]/).includes('..');
}

function isInside(folder: string, target: string): boolean {
  const path = relativePath(folder, target);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}
