import { decode } from 'jpeg-js';
import { BadInput } from '../../diagnostics';
import { type Image, imageOf, MOST_PIXELS } from './image';

const MOST_MEGABYTES = 512;

/** Decodes a JPEG, baseline or progressive, to RGB. Throws BadInput naming the file where it is damaged or too large. */
export function decodeJpeg(bytes: Uint8Array, what: string): Image {
  try {
    const { width, height, data } = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: MOST_MEGABYTES,
    });
    return imageOf(width, height, 3, data, 255);
  } catch (error) {
    throw new BadInput(`${what}: the JPEG cannot be read (${error instanceof Error ? error.message : ''})`);
  }
}
