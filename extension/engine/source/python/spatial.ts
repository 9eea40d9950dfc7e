import { argumentOf } from './constructorCall';
import { alongAxis, type Convolution, refuseGroups, wholeNumber, WITHOUT_BIAS } from './convolution';
import { type Changes, derive, type Factor } from './factors';
import { refuse } from './refusal';
import { pairText } from './values';

/** Kx1 and 1xK side by side. Both stride as the layer does, since both make its output. */
export function spatialParallel(conv: Convolution): readonly Factor[] {
  refuseThin(conv);
  refuseOtherPadding(conv);
  const stride = conv.call.list.find(({ param }) => param === 'stride');
  const whole: Changes = stride === undefined ? {} : { stride: stride.text };
  return [
    derive(conv.call, { ...alongAxis(conv, 0), ...whole }),
    derive(conv.call, { ...alongAxis(conv, 1), ...whole, ...WITHOUT_BIAS }),
  ];
}

/** 1xK to `mid` channels, then Kx1; without a number, `mid` is the layer's output channels. */
export function spatialSequential(conv: Convolution, mid: number | null): readonly Factor[] {
  refuseThin(conv);
  const between = mid === null ? conv.outText : wholeNumber(mid, 'The number of channels between');
  if (mid !== null && mid % conv.groups !== 0)
    refuse(`${mid} channels cannot be divided into ${conv.groups} groups.`);
  return [
    derive(conv.call, { out_channels: between, ...alongAxis(conv, 1), ...WITHOUT_BIAS }),
    derive(conv.call, { in_channels: between, ...alongAxis(conv, 0) }),
  ];
}

/** Kx1 to `rank` channels, then 1xK. */
export function spatialSvd(conv: Convolution, rank: number): readonly Factor[] {
  refuseThin(conv);
  refuseGroups(conv);
  const between = wholeNumber(rank, 'The rank');
  return [
    derive(conv.call, { out_channels: between, ...alongAxis(conv, 0), ...WITHOUT_BIAS }),
    derive(conv.call, { in_channels: between, ...alongAxis(conv, 1) }),
  ];
}

/** K = 2n+1 as n kernels of 3x3: the first strides, all are padded so that the output's shape stays. */
export function kernelStacking(conv: Convolution, count: number): readonly Factor[] {
  const [height, width] = conv.kernel.numbers;
  if (height !== width || height % 2 === 0 || height < 5)
    refuse(`A kernel of ${height}x${width} is no stack of 3x3: it takes an odd, square one from 5x5 on.`);
  if (count !== (height - 1) / 2)
    refuse(`${height}x${width} is as wide as ${(height - 1) / 2} kernels of 3x3, not ${count}.`);
  const pads = padsOf(conv, count);
  return pads.map((padding, index) => {
    const place = index === 0 ? {} : { in_channels: conv.outText, stride: null };
    const bias = index === count - 1 ? {} : WITHOUT_BIAS;
    return derive(conv.call, { ...place, kernel_size: '3', ...padding, ...bias });
  });
}

/** The padding of each kernel of a stack. */
function padsOf({ call, padding, stride, dilation }: Convolution, count: number): readonly Changes[] {
  if (argumentOf(call, 'padding') !== null && 'word' in padding)
    return Array.from({ length: count }, () => ({}));
  const total = 'word' in padding ? ([0, 0] as const) : padding.numbers;
  const axes = [0, 1].map((axis) =>
    shares(total[axis] ?? 0, count, dilation.numbers[axis] ?? 1, stride.numbers[axis] ?? 1),
  );
  return Array.from({ length: count }, (_, index) => {
    const text = pairText([String(axes[0]?.[index] ?? 0), String(axes[1]?.[index] ?? 0)]);
    return { padding: text === '0' ? null : text };
  });
}

/** Splits padding from the back: behind a stride, each kernel must keep the size. */
function shares(total: number, count: number, each: number, stride: number): readonly number[] {
  const later = Array.from({ length: count - 1 }, (_, index) =>
    Math.max(0, Math.min(each, total - index * each)),
  );
  if (stride > 1 && later.some((share) => share !== each))
    refuse(
      `With stride ${stride} and padding ${total} a stack of 3x3 kernels cannot keep the output's shape.`,
    );
  return [total - later.reduce((sum, share) => sum + share, 0), ...later.reverse()];
}

function refuseThin({ kernel }: Convolution): void {
  const [height, width] = kernel.numbers;
  if (height === 1 || width === 1) refuse(`A kernel of ${height}x${width} has no two axes to split.`);
}

/** Beside each other both must make the same shape, which they do where the padding keeps it. */
function refuseOtherPadding({ kernel, padding, dilation, stride }: Convolution): void {
  const keeps =
    'word' in padding
      ? padding.word.includes('same') && stride.numbers.every((step) => step === 1)
      : padding.numbers.every(
          (pad, axis) => 2 * pad === ((kernel.numbers[axis] ?? 0) - 1) * (dilation.numbers[axis] ?? 1),
        );
  if (!keeps)
    refuse('Side by side, Kx1 and 1xK need a padding that keeps the size: (K - 1) / 2 times dilation.');
}
