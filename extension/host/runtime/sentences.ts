/** What went wrong in onnxruntime, said in one sentence. */

const LONGEST_REASON = 400;

/** Errors of memory, as the runtime, WebAssembly and V8 say them. */
const OUT_OF_MEMORY =
  /bad_?alloc|out of memory|OOM|allocation failed|Failed to allocate|memory access out of bounds|Invalid (typed )?array length/i;

/** Frames of a stack, and places in the runtime's own source: a file with a line, and the function behind it. */
const FRAME = /\s*\n\s+at .*/g;
const PLACE = /(?:[\w./\\-]*\/)?[\w-]+\.(?:cc|cpp|h|hpp|inc):\d+\s+(?:[\w:~<>]+(?:\([^)]*\))?\s+)?/g;
const SOURCE_PATH = /(?:file:\/\/)?(?:\/|[A-Za-z]:\\)[^\s'"]*\.m?js(?::\d+)*/g;

export const TOO_LARGE = 'a model above 2 GiB cannot be run here';

/** `doing` says what was tried: "loaded" or "run". */
export function failureSentence(error: unknown, doing: 'loaded' | 'run'): string {
  const message = error instanceof Error ? error.message : String(error);
  if (OUT_OF_MEMORY.test(message)) return `the model needs more memory to be ${doing} than there is`;
  const reason = reasonIn(message);
  return `the model cannot be ${doing}: ${reason === '' ? 'onnxruntime gives no reason' : reason}`;
}

/** The runtime's own words without codes, stacks and places of its source. */
export function reasonIn(message: string): string {
  const text = message
    .replace(FRAME, '')
    .replace(/^[\s\S]*ERROR_MESSAGE:\s*/, '')
    .replace(PLACE, '')
    .replace(SOURCE_PATH, '')
    .replace(/\bModule\.MountedFiles is not available/, 'it is not beside the model')
    .replace(/""([^"]*)""/g, '"$1"')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  // A bare number is the address of a C++ exception.
  if (/^\d+$/.test(text)) return '';
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}...` : text;
}
