import type { Image } from './image';

/** What one place of the result is made of: neighbours in a row, with weights that add up to 1. */
interface Taps {
  readonly from: number;
  readonly weights: readonly number[];
}

/** Scales a picture with a triangle filter, which widens where it shrinks: what Pillow and torchvision call bilinear. */
export function resize(image: Image, width: number, height: number): Image {
  const wide = resizeRows(image, width);
  return turned(resizeRows(turned(wide), height));
}

/** The middle of a picture that is at least that large. */
export function cropCenter(image: Image, width: number, height: number): Image {
  const { channels } = image;
  const left = Math.round((image.width - width) / 2);
  const top = Math.round((image.height - height) / 2);
  const values = new Float32Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const start = ((row + top) * image.width + left) * channels;
    values.set(image.values.subarray(start, start + width * channels), row * width * channels);
  }
  return { width, height, channels, values };
}

function resizeRows(image: Image, width: number): Image {
  const { height, channels } = image;
  const taps = tapsFor(image.width, width);
  const values = new Float32Array(width * height * channels);
  let at = 0;
  for (let row = 0; row < height; row++)
    for (const { from, weights } of taps)
      for (let channel = 0; channel < channels; channel++) {
        const start = (row * image.width + from) * channels + channel;
        let sum = 0;
        for (const [i, weight] of weights.entries())
          sum += weight * (image.values[start + i * channels] ?? 0);
        values[at++] = sum;
      }
  return { width, height, channels, values };
}

function tapsFor(from: number, to: number): readonly Taps[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: to }, (_, place) => {
    const center = (place + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - support + 0.5));
    const last = Math.min(from, Math.floor(center + support + 0.5));
    const raw = Array.from({ length: last - first }, (__, i) =>
      Math.max(0, 1 - Math.abs((first + i + 0.5 - center) / support)),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { from: first, weights: raw.map((weight) => weight / sum) };
  });
}

/** Rows become columns. */
function turned({ width, height, channels, values }: Image): Image {
  const to = new Float32Array(values.length);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let channel = 0; channel < channels; channel++)
        to[(column * height + row) * channels + channel] =
          values[(row * width + column) * channels + channel] ?? 0;
  return { width: height, height: width, channels, values: to };
}
