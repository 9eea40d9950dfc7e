/* `node esbuild.mjs [--watch] [BUNDLE...]` fills dist/; `--tests [SUITE...]` bundles the test files into out/test/. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';

const NODE = { platform: 'node', format: 'cjs', target: 'node20' };
const BROWSER = { platform: 'browser', format: 'iife', target: 'es2022' };

/** What ships, by the name of the bundle. `vscode` is external only where it exists: elsewhere importing it is an error. */
const BUNDLES = {
  main: { ...NODE, entry: 'extension/main.ts', out: 'dist/main.js', external: ['vscode'] },
  engineWorker: { ...NODE, entry: 'extension/host/engineWorker.node.ts', out: 'dist/engineWorker.js' },
  runtimeWorker: {
    ...NODE,
    entry: 'extension/host/runtime/runtimeWorker.node.ts',
    out: 'dist/runtimeWorker.js',
  },
  // In parts, of which most are loaded only by the commands that need them.
  cli: {
    ...NODE,
    format: 'esm',
    splitting: true,
    entry: 'extension/cli.ts',
    outdir: 'dist/cli',
    entryNames: 'main',
    chunkNames: 'part-[hash]',
    outExtension: { '.js': '.mjs' },
    // Some packages ask for what only CommonJS has.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
  },
  // A module of its own extension: the locked process may not look for a package.json.
  pythonChild: {
    ...NODE,
    format: 'esm',
    entry: 'extension/host/python/child.node.ts',
    out: 'dist/pythonChild.mjs',
  },
  webview: { ...BROWSER, entry: 'webview/main.ts', out: 'dist/webview.js' },
  webviewStyle: { ...BROWSER, entry: 'webview/main.css', out: 'dist/webview.css' },
};

/** Entry points of each test suite, as a pattern for the path inside its folder. */
const SUITES = {
  unit: /\.test\.ts$/,
  browser: /\.test\.ts$/,
  editor: /\.test\.ts$|^index\.ts$/,
  bench: /^run\.ts$/,
  fuzz: /^(run|worker)\.ts$/,
};

const { values: flags, positionals: names } = parseArgs({
  options: { tests: { type: 'boolean' }, watch: { type: 'boolean' } },
  allowPositionals: true,
});

/** What CPython in WebAssembly consists of; it cannot be bundled. */
const PYODIDE = [
  'pyodide.mjs',
  'pyodide.asm.mjs',
  'pyodide.asm.wasm',
  'python_stdlib.zip',
  'pyodide-lock.json',
];

/** onnxruntime in WebAssembly, single-threaded: its library and the binary that this loads. */
const ORT = ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'];

try {
  if (!flags.tests) {
    shipPython();
    shipRuntime();
    if (names.length === 0 || names.includes('cli')) shipCommand();
  }
  await run(flags.tests ? testBuilds(names) : productBuilds(names));
} catch (error) {
  // esbuild has printed its own messages already
  if (!error.errors) console.error(error.message);
  process.exitCode = 1;
}

/** Copies Pyodide's files, and packs our Python sources into one. */
function shipPython() {
  mkdirSync('dist/pyodide', { recursive: true });
  for (const name of PYODIDE) copyFileSync(`node_modules/pyodide/${name}`, `dist/pyodide/${name}`);
  const names = readdirSync('media/python', { recursive: true }).filter((name) => name.endsWith('.py'));
  const sources = names.sort().map((name) => {
    return [name.replaceAll(path.sep, '/'), readFileSync(path.join('media/python', name), 'utf8')];
  });
  writeFileSync('dist/python.json', JSON.stringify(Object.fromEntries(sources)));
}

function shipRuntime() {
  mkdirSync('dist/ort', { recursive: true });
  for (const name of ORT) copyFileSync(`node_modules/onnxruntime-web/dist/${name}`, `dist/ort/${name}`);
}

/** The command itself is CommonJS, as all that Node is given by a name that ends in `.js`. */
function shipCommand() {
  rmSync('dist/cli', { recursive: true, force: true });
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/cli.js', "#!/usr/bin/env node\nimport('./cli/main.mjs');\n");
}

async function run(builds) {
  if (!flags.watch) return Promise.all(builds.map((options) => esbuild.build(options)));
  const contexts = await Promise.all(builds.map((options) => esbuild.context(options)));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('watching; Ctrl+C ends it');
}

function productBuilds(wanted) {
  return select(BUNDLES, wanted).map(([name, { entry, out: outfile, ...options }]) => {
    if (!existsSync(entry)) throw new Error(`bundle "${name}": its entry ${entry} does not exist`);
    return {
      ...options,
      entryPoints: [entry],
      outfile,
      bundle: true,
      minify: !flags.watch,
      sourcemap: true,
      logLevel: 'warning',
    };
  });
}

function testBuilds(wanted) {
  return select(SUITES, wanted).map(([suite, pattern]) => {
    const outdir = `out/test/${suite}`;
    rmSync(outdir, { recursive: true, force: true });
    return {
      ...NODE,
      entryPoints: filesBelow(`test/${suite}`, pattern),
      outbase: `test/${suite}`,
      outdir,
      bundle: true,
      packages: 'external',
      sourcemap: true,
      logLevel: 'warning',
    };
  });
}

function filesBelow(folder, pattern) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true }).filter((name) => pattern.test(name));
  return files.sort().map((name) => path.join(folder, name));
}

function select(table, wanted) {
  const unknown = wanted.find((name) => !Object.hasOwn(table, name));
  if (unknown) throw new Error(`unknown name "${unknown}"; known are ${Object.keys(table).join(', ')}`);
  return Object.entries(table).filter(([name]) => wanted.length === 0 || wanted.includes(name));
}
