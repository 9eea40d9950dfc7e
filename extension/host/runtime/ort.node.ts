import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Ort from 'onnxruntime-web/wasm';

/** Files of onnxruntime's WebAssembly build, as esbuild.mjs copies them. */
const LIBRARY = 'ort.wasm.bundle.min.mjs';
const BINARY = 'ort-wasm-simd-threaded.wasm';

let printed: string[] | null = null;

/** Lines that onnxruntime prints meanwhile. */
export function printedBy(work: () => void): readonly string[] {
  const lines: string[] = [];
  printed = lines;
  try {
    work();
  } finally {
    printed = null;
  }
  return lines.flatMap((line) => line.split('\n'));
}

/** The thread's console, which onnxruntime takes hold of when it is loaded: nobody else there writes to it. */
function catchPrinting(): void {
  console.log = (...words: unknown[]): void => {
    printed?.push(words.join(' '));
  };
}

/** Loads onnxruntime from its own files: the only door to it. It runs on the calling thread alone. */
export async function loadOrt(folder: string): Promise<typeof Ort> {
  catchPrinting();
  const [ort, binary] = await Promise.all([
    import(pathToFileURL(path.join(folder, LIBRARY)).href) as Promise<typeof Ort>,
    readFile(path.join(folder, BINARY)),
  ]);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = binary;
  ort.env.logLevel = 'error';
  return ort;
}
