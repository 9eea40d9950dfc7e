import { type CallSite, callsOfClass } from './calls';
import { bottleneck, depthwiseSeparable, groupedShuffle, invertedResidual, tucker2 } from './channels';
import { readConstructorCall, refuseOwnUses } from './constructorCall';
import { type Convolution, readConvolution } from './convolution';
import { compose, type Factor } from './factors';
import { importEdit } from './insertions';
import { printInPlace, type Style } from './layout';
import { lowRank } from './lowRank';
import { Namer } from './namer';
import type { Names } from './names';
import { parallelSum } from './parallelSum';
import { refuse } from './refusal';
import type { SourceLayer, SourceRewrite, TextEdit } from './rewrite';
import { kernelStacking, spatialParallel, spatialSequential, spatialSvd } from './spatial';
import type { Source } from './syntax';

/** Rewrites that put several layers in place of one. */
type Structural = Exclude<SourceRewrite, { readonly kind: 'argument' | 'h-swish' }>;

/** Puts several layers in place of each call that is meant. */
export function structureEdits(
  source: Source,
  names: Names,
  line: number,
  layer: SourceLayer,
  rewrite: Structural,
  style: Style,
): readonly TextEdit[] {
  const { className } = layer;
  const allowed = rewrite.kind === 'low-rank' ? ['Linear', 'Conv2d', 'Embedding'] : ['Conv2d'];
  if (!allowed.includes(className))
    refuse(`This rewrite is for ${allowed.join(', ')}; the layer is a ${className}.`);
  const sites = callsOfClass(source, names, line, className);
  const [{ node, callee }] = sites;
  const namer = new Namer(names, callee);
  const sum = rewrite.kind === 'spatial-parallel' ? parallelSum(source, names, node, namer, style) : null;
  const outer = sum?.name ?? namer.at('torch.nn.Sequential');
  const edits = sites.map((site) => {
    const text = replacement(source, site, layer, rewrite, outer, namer, style);
    return { start: site.node.from, end: site.node.to, text };
  });
  const inserted = namer.needsImport ? [importEdit(source, node, style)] : [];
  return [...inserted, ...(sum?.edit ? [sum.edit] : []), ...edits];
}

function replacement(
  source: Source,
  site: CallSite,
  layer: SourceLayer,
  rewrite: Structural,
  outer: string,
  namer: Namer,
  style: Style,
): string {
  refuseOwnUses(source, site);
  const call = readConstructorCall(source, site, layer.className);
  const factors =
    rewrite.kind === 'low-rank'
      ? lowRank(source, call, layer, rewrite.rank, namer)
      : factorsOf(readConvolution(source, call, layer), rewrite, namer);
  return printInPlace(source, site.node, compose(outer, factors, call), style);
}

function factorsOf(
  conv: Convolution,
  rewrite: Exclude<Structural, { readonly kind: 'low-rank' }>,
  namer: Namer,
): readonly Factor[] {
  switch (rewrite.kind) {
    case 'spatial-parallel':
      return spatialParallel(conv);
    case 'spatial-sequential':
      return spatialSequential(conv, rewrite.mid);
    case 'kernel-stacking':
      return kernelStacking(conv, rewrite.count);
    case 'bottleneck':
      return bottleneck(conv, rewrite.reduced, rewrite.expand);
    case 'depthwise-separable':
      return depthwiseSeparable(conv);
    case 'inverted-residual':
      return invertedResidual(conv, rewrite.expansion, namer);
    case 'grouped-shuffle':
      return groupedShuffle(conv, rewrite.groups, namer);
    case 'spatial-svd':
      return spatialSvd(conv, rewrite.rank);
    case 'tucker-2':
      return tucker2(conv, rewrite.inRank, rewrite.outRank);
  }
}
