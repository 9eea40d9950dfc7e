import { divideExactly, mul, product } from '../ir/dim';
import { elementCount, formatShape } from '../ir/shape';
import { tensor, type TensorFacts, valuesOf } from '../ir/tensor';
import { perInputElement, unknownInput } from './support/measure';
import type { InferView, OpSpec, SolvedView, UnknownWork, Work } from './op';
import { givenShape } from './regionPool';

/** Indices (batch, class, box) of the boxes that survive; how many do is a matter of the run. */
function inferSuppression(view: InferView): readonly TensorFacts[] {
  return [tensor('int64', [view.dataDim(0, 'boxes'), 3])];
}

/** One comparison of every score with the threshold, and overlaps of boxes: as many as the run takes. */
function suppressionWork(view: SolvedView): Work | UnknownWork {
  const { shape } = view.input(1);
  if (shape === null) return unknownInput(view, 1);
  return { elementOps: mul(elementCount(shape), view.dataCount('comparisonsPerScore')) };
}

/** Columns `[N, C * blockSize, windows]` summed into images `[N, C, ...image_shape]`. */
function inferColumns(view: InferView): readonly TensorFacts[] {
  const { dtype, shape: x } = view.input(0);
  const image = givenShape(valuesOf(view.input(1)));
  const block = givenShape(valuesOf(view.input(2)));
  const [batch, columns] = x ?? [];
  if (image === null || block === null || batch === undefined || columns === undefined)
    return [tensor(dtype, null)];
  const channels = divideExactly(columns, product(block));
  if (channels !== null) return [tensor(dtype, [batch, channels, ...image])];
  return typeof columns === 'number'
    ? view.conflict(`${formatShape(x)} does not divide into blocks of ${formatShape(block)}`)
    : [tensor(dtype, null)];
}

/** An image of a size that only its bytes tell. */
function inferImage(view: InferView): readonly TensorFacts[] {
  const channels = view.string('pixel_format', 'RGB') === 'Grayscale' ? 1 : 3;
  return [tensor('uint8', [view.dataDim(0, 'height'), view.dataDim(0, 'width'), channels])];
}

export const VISION_OPS: readonly OpSpec[] = [
  { types: ['NonMaxSuppression'], infer: inferSuppression, work: suppressionWork },
  // Every column element is added once.
  { types: ['Col2Im'], infer: inferColumns, work: perInputElement(1) },
  {
    types: ['ImageDecoder'],
    infer: inferImage,
    work: () => ({ unknown: 'the work of decoding depends on the compressed bytes' }),
  },
];
