import { argumentOf, type ConstructorCall, requiredText } from './constructorCall';
import { readConvolution, pointwise, refuseGroups, wholeNumber, WITHOUT_BIAS } from './convolution';
import { derive, type Factor, plain } from './factors';
import type { Namer } from './namer';
import { refuse } from './refusal';
import type { SourceLayer } from './rewrite';
import type { Source } from './syntax';

/** A matrix as the product of two with `rank` between them. */
export function lowRank(
  source: Source,
  call: ConstructorCall,
  layer: SourceLayer,
  rank: number,
  namer: Namer,
): readonly Factor[] {
  const between = wholeNumber(rank, 'The rank');
  if (layer.className === 'Linear') return linear(call, between);
  if (layer.className === 'Embedding') return embedding(call, between, namer);
  const conv = readConvolution(source, call, layer);
  refuseGroups(conv);
  if (conv.kernel.numbers.some((size) => size !== 1))
    refuse(`A kernel of ${conv.kernel.numbers.join('x')} is no matrix: low rank takes 1x1.`);
  return [
    derive(call, { out_channels: between, ...WITHOUT_BIAS }),
    pointwise(conv, between, conv.outText, {}),
  ];
}

function linear(call: ConstructorCall, rank: string): readonly Factor[] {
  requiredText(call, 'in_features');
  requiredText(call, 'out_features');
  return [derive(call, { out_features: rank, ...WITHOUT_BIAS }), derive(call, { in_features: rank })];
}

function embedding(call: ConstructorCall, rank: string, namer: Namer): readonly Factor[] {
  requiredText(call, 'num_embeddings');
  const dim = requiredText(call, 'embedding_dim');
  for (const param of ['_weight', 'max_norm'])
    if (argumentOf(call, param) !== null)
      refuse(`The call gives ${param}, which is about vectors of the full size.`);
  const placed = ['device', 'dtype'].flatMap((param) => {
    const argument = argumentOf(call, param);
    return argument === null ? [] : [`${param}=${argument.text}`];
  });
  const widen = plain(namer.at('torch.nn.Linear'), rank, dim, 'bias=False', ...placed);
  return [derive(call, { embedding_dim: rank }), widen];
}
