import { formatBytes } from '../../units';

interface Impostor {
  readonly starts: readonly (number | null)[] | string;
  readonly what: string;
}

/** What people find under a model's name instead of the model, with what to do. */
const IMPOSTORS: readonly Impostor[] = [
  {
    starts: 'version https://git-lfs',
    what: 'a Git LFS pointer, not the model itself; fetch it with "git lfs pull"',
  },
  { starts: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG image' },
  { starts: [0xff, 0xd8, 0xff], what: 'a JPEG image' },
  {
    starts: 'PK\u0003\u0004',
    what: 'a ZIP archive (a .pt, .keras or .npz file?); extract or export it first',
  },
  { starts: [0x1f, 0x8b], what: 'gzip-compressed; decompress it first' },
  { starts: [0x89, 0x48, 0x44, 0x46], what: 'an HDF5 file (Keras?)' },
  { starts: [null, null, null, null, 0x54, 0x46, 0x4c, 0x33], what: 'a TensorFlow Lite model' },
  { starts: 'ORTM', what: 'an ONNX Runtime model in its own .ort format' },
];

/**
 * Says in words what a file is when its first bytes show that it is not an ONNX model; null when it may be one.
 * An ONNX file starts with a field tag of ModelProto.
 */
export function recognizeImpostor(head: Uint8Array, size: number): string | null {
  if (size === 0) return 'the file is empty (0 bytes)';
  const found = IMPOSTORS.find(({ starts }) => startsWith(head, starts));
  if (found) return `it is ${found.what}`;
  if (looksLikeText(head)) return `it is a text file (${formatBytes(size)}; an error page from a download?)`;
  return null;
}

function startsWith(head: Uint8Array, starts: Impostor['starts']): boolean {
  const bytes = typeof starts === 'string' ? Array.from(starts, (c) => c.charCodeAt(0)) : starts;
  return bytes.every((byte, i) => byte === null || head[i] === byte);
}

/** Model headers hold length bytes and small varints; a head of nothing but printable characters is prose. */
function looksLikeText(head: Uint8Array): boolean {
  const sample = head.subarray(0, 64);
  return (
    sample.length >= 16 &&
    sample.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127))
  );
}
