/* Packs the extension into a temporary folder and checks that exactly what should ship is in it. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createVSIX, listFiles } from '@vscode/vsce';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MAX_BYTES = 20 * 1024 * 1024;

const REQUIRED = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'dist/main.js',
  'dist/cli.js',
  'dist/cli/main.mjs',
  'dist/engineWorker.js',
  'dist/webview.js',
  'dist/webview.css',
  'dist/pythonChild.mjs',
  'dist/python.json',
  'dist/pyodide/pyodide.mjs',
  'dist/pyodide/pyodide.asm.mjs',
  'dist/pyodide/pyodide.asm.wasm',
  'dist/pyodide/python_stdlib.zip',
  'dist/pyodide/pyodide-lock.json',
  'dist/runtimeWorker.js',
  'dist/ort/ort.wasm.bundle.min.mjs',
  'dist/ort/ort-wasm-simd-threaded.wasm',
];
const ALLOWED =
  /^(media\/(?!samples\/|python\/).+|docs\/[\w-]+\.md|dist\/[\w.-]+\.(js|css)|dist\/cli\/part-\w+\.mjs)$/;

const bytes = await packOnce();
const files = (await listFiles({ cwd: ROOT, dependencies: false })).map((file) => file.replaceAll('\\', '/'));
const problems = [
  ...REQUIRED.filter((file) => !files.includes(file)).map((file) => `${file} is missing in the package`),
  ...files
    .filter((file) => !REQUIRED.includes(file) && !ALLOWED.test(file))
    .map((file) => `${file} must not ship`),
  ...(bytes > MAX_BYTES ? [`the package has ${bytes} bytes, more than ${MAX_BYTES}`] : []),
];
for (const problem of problems) console.error(problem);
console.log(`package: ${files.length} files, ${(bytes / 1024).toFixed(0)} KiB`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function packOnce() {
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-package-'));
  try {
    const packagePath = path.join(folder, 'layercost.vsix');
    await createVSIX({
      cwd: ROOT,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
      // The package brings what its README links to.
      rewriteRelativeLinks: false,
    });
    return statSync(packagePath).size;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
