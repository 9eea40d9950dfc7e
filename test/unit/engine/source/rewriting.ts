import assert from 'node:assert/strict';
import {
  applyEdits,
  rewriteSource,
  type SourceLayer,
  type SourceRewrite,
} from '../../../../extension/engine/source/python/rewrite';

/** A Conv2d of 3x3 from 16 to 32 channels that keeps the size, with what a test says differently. */
export function layerOf(facts: Partial<SourceLayer> = {}): SourceLayer {
  return {
    className: 'Conv2d',
    inChannels: 16,
    outChannels: 32,
    kernel: [3, 3],
    stride: [1, 1],
    padding: [1, 1],
    dilation: [1, 1],
    groups: 1,
    bias: true,
    ...facts,
  };
}

/** The text after the rewrite, which must not be refused. The line is that of `>` in the text, which is taken out. */
export function rewritten(marked: string, rewrite: SourceRewrite, facts: Partial<SourceLayer> = {}): string {
  const { text, line } = unmark(marked);
  const result = rewriteSource(text, line, layerOf(facts), rewrite);
  if ('refused' in result) assert.fail(result.refused);
  return applyEdits(text, result.edits);
}

/** Why a rewrite was refused. */
export function refusal(marked: string, rewrite: SourceRewrite, facts: Partial<SourceLayer> = {}): string {
  const { text, line } = unmark(marked);
  const result = rewriteSource(text, line, layerOf(facts), rewrite);
  if ('edits' in result) assert.fail(`not refused: ${applyEdits(text, result.edits)}`);
  assert.match(result.refused, /^[A-Z\d].*\.$/s, 'a sentence');
  return result.refused;
}

/** `import torch.nn as nn` and one statement. */
export function withNn(statement: string): string {
  return `import torch.nn as nn\n\n>${statement}\n`;
}

function unmark(marked: string): { readonly text: string; readonly line: number } {
  const at = marked.search(/^>/m);
  assert.ok(at >= 0, 'a line is marked');
  return {
    text: marked.slice(0, at) + marked.slice(at + 1),
    line: marked.slice(0, at).split(/\r\n|\r|\n/).length,
  };
}

/** Lines as one text. */
export function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
