import { hardActivation } from './activations';
import { importEdit } from './insertions';
import { styleOf } from './layout';
import { readNames } from './names';
import { Refusal } from './refusal';
import { setArgument } from './setArgument';
import { structureEdits } from './structure';
import { parseSource, type Source } from './syntax';

/** Offsets are UTF-16 units into the text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a layer becomes. */
export type SourceRewrite =
  /** Kx1 and 1xK side by side, their outputs added. */
  | { readonly kind: 'spatial-parallel' }
  /** 1xK, then Kx1, with `mid` channels between; null is the output channels, in the user's own words. */
  | { readonly kind: 'spatial-sequential'; readonly mid: number | null }
  /** 3x3 kernels that together see what one of 5x5 (two) or 7x7 (three) sees. */
  | { readonly kind: 'kernel-stacking'; readonly count: number }
  /** 1x1 to `reduced`, then the kernel; with `expand` to `reduced` again, and 1x1 to the outputs. */
  | { readonly kind: 'bottleneck'; readonly reduced: number; readonly expand: boolean }
  | { readonly kind: 'depthwise-separable' }
  | { readonly kind: 'inverted-residual'; readonly expansion: number }
  | { readonly kind: 'grouped-shuffle'; readonly groups: number }
  /** Linear, Conv2d of 1x1 or Embedding as two with `rank` between. */
  | { readonly kind: 'low-rank'; readonly rank: number }
  /** Kx1 to `rank`, 1xK to the outputs. */
  | { readonly kind: 'spatial-svd'; readonly rank: number }
  | { readonly kind: 'tucker-2'; readonly inRank: number; readonly outRank: number }
  /** SiLU and Sigmoid to their piecewise linear kin. */
  | { readonly kind: 'h-swish' }
  /** An argument of the call set to a literal. */
  | { readonly kind: 'argument'; readonly name: string; readonly value: string };

/** What is known of the layer, for arguments that are not written as numbers. */
export interface SourceLayer {
  /** Such as `Conv2d`. */
  readonly className: string;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly bias: boolean;
}

export type Rewritten = { readonly edits: readonly TextEdit[] } | { readonly refused: string };

/** Rewrites the call that constructs a layer; `line`, from 1 on, is one of the call's. Never throws. */
export function rewriteSource(
  text: string,
  line: number,
  layer: SourceLayer,
  rewrite: SourceRewrite,
): Rewritten {
  try {
    const source = parseSource(text);
    return { edits: editsOf(source, line, layer, rewrite) };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

/** The text with the edits made. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let done = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done);
}

function editsOf(
  source: Source,
  line: number,
  layer: SourceLayer,
  rewrite: SourceRewrite,
): readonly TextEdit[] {
  const names = readNames(source);
  const style = styleOf(source);
  if (rewrite.kind === 'argument') return setArgument(source, names, line, layer.className, rewrite, style);
  if (rewrite.kind !== 'h-swish') return structureEdits(source, names, line, layer, rewrite, style);
  const { edits, needsImport } = hardActivation(source, names, line, layer.className);
  return needsImport === null ? edits : [importEdit(source, needsImport, style), ...edits];
}
