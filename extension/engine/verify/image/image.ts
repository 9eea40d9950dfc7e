/** A picture in memory: values 0 to 1, rows from the top, channels of a pixel next to each other. */
export interface Image {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 red, green and blue. */
  readonly channels: 1 | 3;
  readonly values: Float32Array;
}

/** Larger pictures are not decoded. */
export const MOST_PIXELS = 2 ** 26;

/** Takes 1 to 4 channels of integers up to `peak`; an alpha channel is left out. */
export function imageOf(
  width: number,
  height: number,
  stored: number,
  data: ArrayLike<number>,
  peak: number,
): Image {
  const channels = stored < 3 ? 1 : 3;
  const values = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < channels; channel++)
      values[pixel * channels + channel] = (data[pixel * stored + channel] ?? 0) / peak;
  return { width, height, channels, values };
}

/** Luma of ITU-R BT.601, as most libraries turn colours into grey. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** The same picture in grey, or with the grey in all three channels. */
export function withChannels(image: Image, channels: 1 | 3): Image {
  if (image.channels === channels) return image;
  const { width, height, values } = image;
  const to = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++)
    if (channels === 3) to.fill(values[pixel] ?? 0, pixel * 3, pixel * 3 + 3);
    else
      to[pixel] = LUMA.reduce((sum, share, channel) => sum + share * (values[pixel * 3 + channel] ?? 0), 0);
  return { width, height, channels, values: to };
}
