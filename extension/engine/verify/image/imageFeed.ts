import { BadInput } from '../../diagnostics';
import type { RuntimeTensor } from '../../hostRuntime';
import { familyOf } from '../../ir/dtype';
import type { DeclaredTensor } from '../../ir/graph';
import { encodeElements } from '../../weights/encode';
import { MOST_ELEMENTS } from '../feeds';
import type { GivenFile } from '../givenFeeds';
import { type Image, withChannels } from './image';
import { decodeJpeg } from './jpeg';
import { decodePng } from './png';
import { resizeAndCrop } from './resize';
import { own } from '../../own';

/** By the ending of the file's name. */
const DECODERS: Readonly<Record<string, (bytes: Uint8Array, what: string) => Image>> = {
  png: decodePng,
  jpg: decodeJpeg,
  jpeg: decodeJpeg,
};

/** Mean and standard deviation of ImageNet's colours, as torchvision's and the ONNX model zoo's classifiers expect them. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;
/** The shorter side before the middle is cut out: 256 for 224. */
const MARGIN = 256 / 224;

export function isImage(path: string): boolean {
  return decoderOf(path) !== undefined;
}

function decoderOf(path: string): ((bytes: Uint8Array, what: string) => Image) | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return own(DECODERS, ending);
}

interface Layout {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly channelsLast: boolean;
}

/** Whether an input of this shape takes pictures: four dims, of which the second or the last are 1 or 3 channels. */
export function layoutOf(dims: readonly number[]): Layout | null {
  const [, second = 0, third = 0, last = 0] = dims;
  if (dims.length !== 4 || dims.some((dim) => dim < 1)) return null;
  if (second === 1 || second === 3)
    return { channels: second, height: third, width: last, channelsLast: false };
  if (last === 1 || last === 3) return { channels: last, height: second, width: third, channelsLast: true };
  return null;
}

/**
 * Pictures as an input of shape `dims`: the shorter side scaled to 256/224 of the input's, the middle cut out. Floats are
 * normalized by ImageNet's mean and deviation (grey is 0 to 1), 8-bit integers are 0 to 255. An open batch is as large as
 * there are pictures; a fixed one is filled by repeating them.
 */
export function imageFeed(
  { name, dtype, shape }: DeclaredTensor,
  dims: readonly number[],
  files: readonly GivenFile[],
): RuntimeTensor {
  const layout = layoutOf(dims);
  if (!layout) throw new BadInput(`input "${name}" is [${dims.join(', ')}]: no shape of pictures`);
  if (dtype === null || (dtype !== 'uint8' && familyOf(dtype) !== 'float'))
    throw new BadInput(`input "${name}" is ${dtype ?? 'of no known type'}: pictures become floats or uint8`);
  const fixed = typeof shape?.[0] === 'number' ? shape[0] : files.length;
  if (files.length > fixed)
    throw new BadInput(`input "${name}" takes ${fixed} pictures, but ${files.length} are given`);
  const size = layout.channels * layout.height * layout.width;
  if (!(fixed * size <= MOST_ELEMENTS))
    throw new BadInput(`input "${name}" would have ${fixed * size} elements, too many to fill with pictures`);
  const pictures = files.map(({ path, bytes }) => fitted(decoderOf(path)?.(bytes, path), layout, path));
  const values = new Float64Array(fixed * size);
  for (let i = 0; i < fixed; i++) {
    const picture = pictures[i % pictures.length];
    if (picture) place(picture, layout, dtype === 'uint8', values.subarray(i * size, (i + 1) * size));
  }
  const data = encodeElements(values, dtype);
  if (!data) throw new BadInput(`input "${name}" is ${dtype}, which pictures cannot be turned into`);
  return { dtype, dims: [fixed, ...dims.slice(1)], data };
}

function fitted(image: Image | undefined, { channels, height, width }: Layout, what: string): Image {
  if (!image) throw new BadInput(`${what}: no picture that is read here`);
  const scale = MARGIN * Math.max(width / image.width, height / image.height);
  const [wide, high] = [image.width, image.height].map((side) => Math.round(side * scale));
  const scaled = { width: Math.max(width, wide ?? 0), height: Math.max(height, high ?? 0) };
  return resizeAndCrop(withChannels(image, channels), scaled, { width, height });
}

function place({ values, channels }: Image, { channelsLast }: Layout, raw: boolean, to: Float64Array): void {
  const pixels = values.length / channels;
  for (const [at, value] of values.entries()) {
    const [pixel, channel] = [Math.floor(at / channels), at % channels];
    const normalized = channels === 1 ? value : (value - (MEAN[channel] ?? 0)) / (DEVIATION[channel] ?? 1);
    to[channelsLast ? at : channel * pixels + pixel] = raw ? Math.round(value * 255) : normalized;
  }
}
