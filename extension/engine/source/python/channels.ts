import {
  type Convolution,
  pointwise,
  refuseGroups,
  refusePointwise,
  wholeNumber,
  WITHOUT_BIAS,
} from './convolution';
import { derive, type Factor, plain } from './factors';
import type { Namer } from './namer';
import { refuse } from './refusal';

/** 1x1 to fewer channels before the kernel; with `expand` another 1x1 behind it. */
export function bottleneck(conv: Convolution, reduced: number, expand: boolean): readonly Factor[] {
  refuseGroups(conv);
  refusePointwise(conv);
  const few = wholeNumber(reduced, 'The reduced number of channels');
  const first = pointwise(conv, conv.inText, few, WITHOUT_BIAS);
  if (!expand) return [first, derive(conv.call, { in_channels: few })];
  return [
    first,
    derive(conv.call, { in_channels: few, out_channels: few, ...WITHOUT_BIAS }),
    pointwise(conv, few, conv.outText, {}),
  ];
}

/** A kernel per channel, then 1x1 over the channels. */
export function depthwiseSeparable(conv: Convolution): readonly Factor[] {
  refuseGroups(conv);
  refusePointwise(conv);
  const own = { out_channels: conv.inText, groups: conv.inText, ...WITHOUT_BIAS };
  return [derive(conv.call, own), pointwise(conv, conv.inText, conv.outText, {})];
}

/** 1x1 to more channels, a kernel per channel, 1x1 back; ReLU6 between them. */
export function invertedResidual(conv: Convolution, expansion: number, namer: Namer): readonly Factor[] {
  refuseGroups(conv);
  refusePointwise(conv);
  const wide = timesText(conv.inText, expansion);
  const each = { in_channels: wide, out_channels: wide, groups: wide, ...WITHOUT_BIAS };
  const activation = plain(namer.at('torch.nn.ReLU6'), 'inplace=True');
  return [
    pointwise(conv, conv.inText, wide, WITHOUT_BIAS),
    activation,
    derive(conv.call, each),
    activation,
    pointwise(conv, wide, conv.outText, {}),
  ];
}

/** Channels times a factor: a product where the text is a number, else the expression. */
function timesText(text: string, factor: number): string {
  if (!Number.isFinite(factor) || factor <= 0) refuse(`The expansion cannot be ${factor}.`);
  if (/^\d+$/.test(text)) return wholeNumber(Math.floor(Number(text) * factor), 'The number of channels');
  const inner = /^[\w.]+$/.test(text) ? text : `(${text})`;
  return Number.isInteger(factor) ? `${inner} * ${factor}` : `int(${inner} * ${factor})`;
}

/** The layer in groups, and its output's channels shuffled between them. */
export function groupedShuffle(conv: Convolution, groups: number, namer: Namer): readonly Factor[] {
  refuseGroups(conv);
  const text = wholeNumber(groups, 'The number of groups');
  if (groups === 1) refuse('One group is what the layer has already.');
  for (const channels of [conv.inChannels, conv.outChannels])
    if (channels % groups !== 0) refuse(`${channels} channels cannot be divided into ${groups} groups.`);
  return [derive(conv.call, { groups: text }), plain(namer.at('torch.nn.ChannelShuffle'), text)];
}

/** 1x1 to fewer channels, the kernel among few, 1x1 to the layer's channels. */
export function tucker2(conv: Convolution, inRank: number, outRank: number): readonly Factor[] {
  refuseGroups(conv);
  refusePointwise(conv);
  const first = wholeNumber(inRank, 'The rank of the inputs');
  const second = wholeNumber(outRank, 'The rank of the outputs');
  return [
    pointwise(conv, conv.inText, first, WITHOUT_BIAS),
    derive(conv.call, { in_channels: first, out_channels: second, ...WITHOUT_BIAS }),
    pointwise(conv, second, conv.outText, {}),
  ];
}
