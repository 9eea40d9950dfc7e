import type { SourceFinding } from '../../shared/sourceLines';
import { decodeUtf8 } from '../bytes/utf8';
import type { EngineHost } from '../host';
import type { ConfiguredEntry } from '../hostPython';

/** The workspace's own list of what to price. */
export const CONFIGURATION_FILE = 'layercost.json';

const MAX_BYTES = 1 << 20;
const MAX_LEVELS = 32;

export interface Configuration {
  /** Those that name the file. */
  readonly entries: readonly ConfiguredEntry[];
  readonly findings: readonly SourceFinding[];
}

const NOTHING: Configuration = { entries: [], findings: [] };

/** Entries for `path` in the nearest layercost.json, in its folder or one above, up to `project`. */
export async function readConfiguration(
  path: string,
  project: string | null,
  host: EngineHost,
): Promise<Configuration> {
  for (const folder of foldersAbove(path, project)) {
    const file = `${folder}/${CONFIGURATION_FILE}`;
    const text = await readText(file, host);
    if (text !== null) return parse(text, file, normal(path).slice(folder.length + 1));
  }
  return NOTHING;
}

function normal(path: string): string {
  return path.replaceAll('\\', '/');
}

function foldersAbove(path: string, project: string | null): readonly string[] {
  const top = project === null ? null : normal(project).replace(/\/$/, '');
  const folders: string[] = [];
  let folder = normal(path);
  while (folders.length < MAX_LEVELS && folder.includes('/')) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    folders.push(folder);
    if (folder === top || (top === null && folders.length > 8)) break;
  }
  return folders;
}

async function readText(file: string, host: EngineHost): Promise<string | null> {
  try {
    const source = await host.open(file);
    if (source.size > MAX_BYTES) return null;
    return decodeUtf8(await source.read(0, source.size));
  } catch {
    return null; // not there: the usual case
  }
}

/** `relative` is the source file as layercost.json names it. */
function parse(text: string, file: string, relative: string): Configuration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return problem(
      file,
      1,
      `it is not valid JSON (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  const entries = isRecord(value) ? value['entries'] : undefined;
  if (!Array.isArray(entries)) return problem(file, 1, 'it has no list "entries"');
  const own = (entries as unknown[]).filter((entry) => isRecord(entry) && namesFile(entry['file'], relative));
  const bad = own.find((entry) => !isEntry(entry));
  if (bad !== undefined)
    return problem(
      file,
      lineOf(text, relative),
      `an entry for ${relative} needs "entry", an expression, and may have "inputs", shapes like "1x3x224x224"`,
    );
  return { entries: own.filter(isEntry).map(({ entry, inputs = [] }) => ({ entry, inputs })), findings: [] };
}

function namesFile(file: unknown, relative: string): boolean {
  return typeof file === 'string' && normal(file).replace(/^\.\//, '') === relative;
}

const SHAPE = /^(?:[A-Za-z_]\w*=)?(?:\d+(?:x\d+)*|scalar)(?::\w+)?$/;

function isEntry(value: unknown): value is { readonly entry: string; readonly inputs?: readonly string[] } {
  if (!isRecord(value) || typeof value['entry'] !== 'string' || value['entry'] === '') return false;
  const inputs = value['inputs'];
  return inputs === undefined || (Array.isArray(inputs) && inputs.every((text) => SHAPE.test(String(text))));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lineOf(text: string, what: string): number {
  return text.slice(0, Math.max(0, text.indexOf(what))).split('\n').length;
}

function problem(file: string, line: number, why: string): Configuration {
  const message = `${CONFIGURATION_FILE} is not used: ${why}.`;
  return { entries: [], findings: [{ severity: 'warning', code: 'bad-configuration', message, file, line }] };
}
