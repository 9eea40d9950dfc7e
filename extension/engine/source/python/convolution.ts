import { argumentOf, type ConstructorCall, requiredText } from './constructorCall';
import { type Changes, derive, type Factor } from './factors';
import { refuse } from './refusal';
import type { SourceLayer } from './rewrite';
import type { Source } from './syntax';
import { type Axes, literalNumber, pairText, readAxes, withoutParentheses } from './values';

/** A call of Conv2d, with its sizes per axis. */
export interface Convolution {
  readonly call: ConstructorCall;
  readonly inText: string;
  readonly outText: string;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: Axes;
  readonly stride: Axes;
  readonly dilation: Axes;
  /** A word such as `'same'` says it for every kernel, and stays as it is written. */
  readonly padding: Axes | Word;
  readonly groups: number;
}

export interface Word {
  readonly word: string;
}

/** Reads the call; refuses one that cannot be that of the layer. */
export function readConvolution(source: Source, call: ConstructorCall, layer: SourceLayer): Convolution {
  const axesOf = (param: string, facts: readonly number[], missing: number): Axes =>
    readAxes(source, argumentOf(call, param), facts, missing);
  requiredText(call, 'kernel_size');
  const conv = {
    call,
    inText: requiredText(call, 'in_channels'),
    outText: requiredText(call, 'out_channels'),
    inChannels: literalOf(source, call, 'in_channels') ?? layer.inChannels,
    outChannels: literalOf(source, call, 'out_channels') ?? layer.outChannels,
    kernel: axesOf('kernel_size', layer.kernel, 1),
    stride: axesOf('stride', layer.stride, 1),
    dilation: axesOf('dilation', layer.dilation, 1),
    padding: wordOf(call, layer) ?? axesOf('padding', layer.padding, 0),
    groups: literalOf(source, call, 'groups') ?? (argumentOf(call, 'groups') === null ? 1 : layer.groups),
  };
  refuseOther('kernel_size', conv.kernel.numbers, layer.kernel);
  refuseOther('stride', conv.stride.numbers, layer.stride);
  refuseOther('in_channels', [conv.inChannels], [layer.inChannels]);
  refuseOther('out_channels', [conv.outChannels], [layer.outChannels]);
  refuseOther('groups', [conv.groups], [layer.groups]);
  return conv;
}

function literalOf(source: Source, call: ConstructorCall, param: string): number | null {
  const argument = argumentOf(call, param);
  return argument === null ? null : literalNumber(source, withoutParentheses(argument.node));
}

/** A padding in words; of an expression that the layer has no numbers for, the same is assumed. */
function wordOf(call: ConstructorCall, layer: SourceLayer): Word | null {
  const argument = argumentOf(call, 'padding');
  if (argument === null) return null;
  const { name } = withoutParentheses(argument.node);
  const isString = name === 'String';
  const isOpen =
    layer.padding.length === 0 && !['Number', 'TupleExpression', 'ArrayExpression'].includes(name);
  return isString || isOpen ? { word: argument.text } : null;
}

/** Refuses a call whose own numbers are not those of the layer; facts that are not known are not compared. */
function refuseOther(param: string, own: readonly number[], facts: readonly number[]): void {
  const differs = own.some((size, axis) => {
    const fact = facts[axis] ?? facts[0] ?? size;
    return Number.isFinite(fact) && size !== fact;
  });
  if (differs)
    refuse(`The call's ${param} is ${own.join('x')}, the layer's ${facts.join('x')}: the file has changed.`);
}

/** Which of the rules for grouped convolutions a rewrite cannot follow. */
export function refuseGroups({ groups }: Convolution): void {
  if (groups !== 1) refuse(`The layer has ${groups} groups; this rewrite is for layers without groups.`);
}

export function refusePointwise({ kernel }: Convolution): void {
  if (kernel.numbers[0] === 1 && kernel.numbers[1] === 1) refuse('The kernel is 1x1 already.');
}

export function wholeNumber(value: number, what: string): string {
  return Number.isSafeInteger(value) && value > 0
    ? String(value)
    : refuse(`${what} cannot be ${value}: it is a whole number from 1 on.`);
}

/** A 1x1 convolution between two numbers of channels, with the rest of the call. */
export function pointwise({ call }: Convolution, from: string, to: string, bias: Changes): Factor {
  const dropped = { stride: null, padding: null, dilation: null, groups: null };
  return derive(call, { in_channels: from, out_channels: to, kernel_size: '1', ...dropped, ...bias });
}

/** What changes where the kernel is left with one of its axes. */
export function alongAxis({ call, kernel, stride, padding }: Convolution, axis: 0 | 1): Changes {
  const only = ({ texts }: Axes, rest: string): string =>
    pairText(axis === 0 ? [texts[0], rest] : [rest, texts[1]]);
  return {
    kernel_size: only(kernel, '1'),
    ...(argumentOf(call, 'stride') === null ? {} : { stride: only(stride, '1') }),
    ...padAlong(call, padding, (pad) => only(pad, '0')),
  };
}

/** Padding of a kernel that is left with one of its axes, where a number or expression says it. */
export function padAlong(
  call: ConstructorCall,
  padding: Axes | Word,
  only: (padding: Axes) => string,
): Changes {
  return 'word' in padding || argumentOf(call, 'padding') === null ? {} : { padding: only(padding) };
}

export const WITHOUT_BIAS: Changes = { bias: 'False' };
