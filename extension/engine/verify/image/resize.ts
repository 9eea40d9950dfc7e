import type { Image } from './image';

/** What one place of the result is made of: neighbours in a row, with weights that add up to 1. */
interface Taps {
  readonly from: number;
  readonly weights: readonly number[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Scales a picture to `scaled` with a triangle filter, which widens where it shrinks (what Pillow and torchvision call
 * bilinear), and cuts out its middle. Nothing is made of what is cut away, however large that would be.
 */
export function resizeAndCrop(image: Image, scaled: Size, { width, height }: Size): Image {
  const columns = tapsFor(image.width, scaled.width, Math.round((scaled.width - width) / 2), width);
  const rows = tapsFor(image.height, scaled.height, Math.round((scaled.height - height) / 2), height);
  const first = Math.min(...rows.map(({ from }) => from));
  const last = Math.max(...rows.map(({ from, weights }) => from + weights.length));
  const wide = acrossColumns(image, columns, first, last);
  return acrossRows(wide, rows, first);
}

/** Rows from `first` to before `last`, each as wide as the result. */
function acrossColumns(image: Image, columns: readonly Taps[], first: number, last: number): Image {
  const { channels } = image;
  const values = new Float32Array((last - first) * columns.length * channels);
  let at = 0;
  for (let row = first; row < last; row++)
    for (const { from, weights } of columns)
      for (let channel = 0; channel < channels; channel++) {
        const start = (row * image.width + from) * channels + channel;
        let sum = 0;
        for (let i = 0; i < weights.length; i++)
          sum += (weights[i] ?? 0) * (image.values[start + i * channels] ?? 0);
        values[at++] = sum;
      }
  return { width: columns.length, height: last - first, channels, values };
}

function acrossRows(image: Image, rows: readonly Taps[], first: number): Image {
  const { width, channels } = image;
  const pitch = width * channels;
  const values = new Float32Array(rows.length * pitch);
  for (const [row, { from, weights }] of rows.entries())
    for (let i = 0; i < weights.length; i++) {
      const [weight, start] = [weights[i] ?? 0, (from - first + i) * pitch];
      for (let at = 0; at < pitch; at++)
        values[row * pitch + at] = (values[row * pitch + at] ?? 0) + weight * (image.values[start + at] ?? 0);
    }
  return { width, height: rows.length, channels, values };
}

/** Of `count` places from `start` on. */
function tapsFor(from: number, to: number, start: number, count: number): readonly Taps[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: count }, (_, place) => {
    const center = (start + place + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - support + 0.5));
    const last = Math.min(from, Math.floor(center + support + 0.5));
    const raw = Array.from({ length: last - first }, (__, i) =>
      Math.max(0, 1 - Math.abs((first + i + 0.5 - center) / support)),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { from: first, weights: raw.map((weight) => weight / sum) };
  });
}
