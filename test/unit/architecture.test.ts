import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';

/** Rooms by the folder or file that they begin with; the first match counts. */
const ROOMS = [
  ['extension/engine/ir/', 'ir'],
  ['extension/engine/bytes/', 'bytes'],
  ['extension/engine/ops/', 'ops'],
  ['extension/engine/inference/', 'inference'],
  ['extension/engine/formats/', 'formats'],
  ['extension/engine/cost/', 'cost'],
  ['extension/engine/hardware/', 'hardware'],
  ['extension/engine/weights/', 'weights'],
  ['extension/engine/compress/', 'compress'],
  ['extension/engine/plan/', 'plan'],
  ['extension/engine/verify/', 'verify'],
  ['extension/engine/source/', 'source'],
  ['extension/engine/view/', 'view'],
  ['extension/engine/provenance/', 'provenance'],
  ['extension/engine/conventions/', 'conventions'],
  ['extension/engine/report/', 'report'],
  ['extension/engine/host', 'base'],
  ['extension/engine/own', 'base'],
  ['extension/engine/diagnostics', 'base'],
  ['extension/engine/units', 'base'],
  // api.ts and the steps that it is composed of
  ['extension/engine/', 'api'],
  ['extension/host/', 'host'],
  ['extension/shared/', 'shared'],
  ['extension/editor/', 'editor'],
  ['extension/cli', 'cli'],
  ['extension/main', 'main'],
  ['webview/', 'webview'],
  ['media/', 'media'],
] as const;

type Room = (typeof ROOMS)[number][1];
/** `types` allows `import type` alone. */
type Right = 'all' | 'types';
type Rights = Readonly<Partial<Record<Room, Right>>>;

const ENGINE = { base: 'all', ir: 'all', shared: 'types' } as const;

/** Who may import whom; a room may always import itself. Its twin in words is in docs/architecture.md. */
const TABLE: Readonly<Record<Room, Rights>> = {
  base: { shared: 'types', ir: 'types' },
  ir: { base: 'all' },
  bytes: { base: 'all', ir: 'all' },
  ops: { base: 'all', ir: 'all' },
  inference: { base: 'all', ir: 'all', ops: 'all' },
  formats: { ...ENGINE, bytes: 'all', source: 'all' },
  cost: { ...ENGINE, ops: 'all', inference: 'all', hardware: 'all' },
  hardware: { ...ENGINE, media: 'all' },
  weights: { base: 'all', ir: 'all', bytes: 'all' },
  compress: {
    ...ENGINE,
    ops: 'all',
    inference: 'all',
    cost: 'all',
    hardware: 'all',
    source: 'types',
    weights: 'all',
  },
  plan: { ...ENGINE, shared: 'all', cost: 'all', hardware: 'all', compress: 'all', weights: 'all' },
  verify: { ...ENGINE, bytes: 'all', inference: 'all', formats: 'all', weights: 'all' },
  source: { ...ENGINE },
  provenance: { ...ENGINE, media: 'all' },
  conventions: { ...ENGINE },
  view: { ...ENGINE, cost: 'types', hardware: 'types', shared: 'all' },
  report: { ...ENGINE, shared: 'all', cost: 'types', hardware: 'types', view: 'all' },
  api: {
    ...ENGINE,
    bytes: 'all',
    ops: 'all',
    inference: 'all',
    formats: 'all',
    cost: 'all',
    hardware: 'all',
    weights: 'all',
    compress: 'all',
    plan: 'all',
    verify: 'all',
    source: 'all',
    view: 'all',
    report: 'all',
    provenance: 'all',
    conventions: 'all',
    shared: 'all',
  },
  host: { api: 'all', base: 'all', ir: 'all', hardware: 'all', shared: 'all' },
  shared: { base: 'types', formats: 'types', view: 'types' },
  // Of the engine the editor may use words and constants, never what computes: that runs in the worker.
  editor: { api: 'types', base: 'all', report: 'all', view: 'all', host: 'all', shared: 'all' },
  cli: { api: 'all', base: 'all', report: 'all', hardware: 'all', host: 'all', shared: 'all' },
  main: { host: 'all', shared: 'all', editor: 'all' },
  webview: { shared: 'all' },
  media: {},
};

/** Files that may use Node's own modules: the command line, desktop entry and what is named for Node. */
const NODE_FILES = [/^extension\/cli/, /^extension\/main\.ts$/, /^extension\/host\/.*node/i];

/** Packages with a single door, and the files that are it. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  vscode: /^extension\/(editor\/|main)/,
  d3: /^webview\//,
  '@vscode/webview-ui-toolkit': /^webview\/ui\/controls\.ts$/,
  protobufjs: /^extension\/engine\/formats\/onnx\/proto\.ts$/,
  '@lezer/python': /^extension\/engine\/source\/python\/syntax\.ts$/,
  fflate: /^extension\/engine\/verify\/(npz|image\/png)\.ts$/,
  'fast-png': /^extension\/engine\/verify\/image\/png\.ts$/,
  'jpeg-js': /^extension\/engine\/verify\/image\/jpeg\.ts$/,
  'onnxruntime-web': /^extension\/host\/runtime\//,
  'onnx-proto': /^extension\/engine\/formats\/onnx\/proto\.ts$/,
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typesOnly: boolean;
}

describe('architecture', () => {
  const files = sourceFiles(['extension', 'webview']);
  const imports = files.flatMap(importsOf);

  it('reads the tree', () => {
    assert.ok(files.length > 20 && imports.length > 20, `${files.length} files, ${imports.length} imports`);
  });

  it('every file stands in a room', () => {
    assert.deepEqual(
      files.filter((file) => roomOf(file) === null),
      [],
    );
  });

  it('rooms import only what the table allows', () => {
    assertNone(imports.filter((each) => isRelative(each.target) && !isAllowed(each)));
  });

  it('a format imports no other format', () => {
    const folder = (path: string): string => /^extension\/engine\/formats\/([^/]+)\//.exec(path)?.[1] ?? '';
    assertNone(
      imports.filter(({ file, target }) => {
        const other = isRelative(target) ? folder(resolved(file, target)) : '';
        return folder(file) !== '' && other !== '' && folder(file) !== other;
      }),
    );
  });

  it('packages and Node come in through their doors', () => {
    assertNone(imports.filter(({ file, target }) => !isRelative(target) && !isOwnDoor(file, target)));
  });

  it('exports have names and files re-export nothing', () => {
    const offenders = files.filter((file) => {
      const text = readFileSync(file, 'utf8');
      return /^export\s+(default\b|\*)/m.test(text) || /^export\s+(type\s+)?\{[^}]*\}\s+from\b/m.test(text);
    });
    assert.deepEqual(offenders, []);
  });

  describe('its own reading of imports', () => {
    it('sees every way to import', () => {
      const text = [
        `import a from './a';`,
        `import type { B } from './b';`,
        `import { type C, type D } from './c';`,
        `import {\n  type E,\n  f,\n} from './d';`,
        `import './e.css';`,
        `const g = await import('./g');`,
        `const h = require('node:fs');`,
        `export { i } from './i';`,
        `type J = import('./j').J;`,
      ].join('\n');
      assert.deepEqual(
        readImports('x.ts', text).map(({ target, typesOnly }) => [target, typesOnly]),
        [
          ['./a', false],
          ['./b', true],
          ['./c', true],
          ['./d', false],
          ['./e.css', false],
          ['./i', false],
          ['./g', false],
          ['node:fs', false],
          ['./j', false],
        ],
      );
    });

    it('finds what the table forbids', () => {
      const forbidden: readonly Import[] = [
        { file: 'extension/engine/formats/onnx/read.ts', target: '../../cost/macs', typesOnly: false },
        { file: 'extension/engine/ops/conv.ts', target: '../../editor/start', typesOnly: false },
        { file: 'extension/engine/report/table.ts', target: '../cost/analyze', typesOnly: false },
        { file: 'webview/main.ts', target: '../extension/engine/ir/dim', typesOnly: true },
        { file: 'extension/engine/ir/dim.ts', target: '../../../test/unit/x', typesOnly: false },
      ];
      assert.deepEqual(forbidden.filter(isAllowed), []);
      assert.ok(!isOwnDoor('extension/engine/api.ts', 'node:fs'));
      assert.ok(!isOwnDoor('webview/graph/draw.ts', '@vscode/webview-ui-toolkit'));
      assert.ok(!isOwnDoor('extension/host/channel.ts', 'vscode'));
    });
  });
});

function assertNone(violations: readonly Import[]): void {
  assert.deepEqual(
    violations.map(({ file, target }) => `${file} -> ${target}`),
    [],
  );
}

function isAllowed({ file, target, typesOnly }: Import): boolean {
  const from = roomOf(file);
  const to = roomOf(resolved(file, target));
  if (from === null || to === null) return false;
  const right = from === to ? 'all' : TABLE[from][to];
  return right === 'all' || (right === 'types' && typesOnly);
}

function isOwnDoor(file: string, target: string): boolean {
  if (isBuiltin(target)) return NODE_FILES.some((pattern) => pattern.test(file));
  const name = Object.keys(PACKAGES).find((each) => target === each || target.startsWith(`${each}/`));
  return name !== undefined && PACKAGES[name]?.test(file) === true;
}

function roomOf(path: string): Room | null {
  return ROOMS.find(([prefix]) => path.startsWith(prefix))?.[1] ?? null;
}

function isRelative(target: string): boolean {
  return target.startsWith('.');
}

function resolved(file: string, target: string): string {
  return posix.join(posix.dirname(file), target);
}

function importsOf(file: string): readonly Import[] {
  return readImports(file, readFileSync(file, 'utf8'));
}

function readImports(file: string, text: string): readonly Import[] {
  const statements = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?['"]([^'"]+)['"]/gm;
  const calls = /\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [
    ...[...text.matchAll(statements)].map(([, type, names = '', target = '']) => ({
      file,
      target,
      typesOnly: type !== undefined || namesTypesAlone(names),
    })),
    ...[...text.matchAll(calls)].map(([, target = '']) => ({ file, target, typesOnly: false })),
  ];
}

function namesTypesAlone(names: string): boolean {
  const list = /^\{([^}]*)\}$/
    .exec(names.trim())?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return list?.filter((name) => name !== '').every((name) => name.startsWith('type ')) ?? false;
}

function sourceFiles(folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort();
}
