import { dottedName, childrenOf, type Source, type SyntaxNode, textOf, walk } from './syntax';
import { own } from '../../own';

const CONV = [
  'in_channels',
  'out_channels',
  'kernel_size',
  'stride',
  'padding',
  'dilation',
  'groups',
  'bias',
];
const CONV_TRANSPOSE = [...CONV.slice(0, 5), 'output_padding', 'groups', 'bias', 'dilation', 'padding_mode'];
const PLACE = ['device', 'dtype'];
const BATCH_NORM = ['num_features', 'eps', 'momentum', 'affine', 'track_running_stats', ...PLACE];
const POOL = ['kernel_size', 'stride', 'padding'];

/** Parameters of PyTorch's constructors, in order. */
const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  Conv1d: [...CONV, 'padding_mode', ...PLACE],
  Conv2d: [...CONV, 'padding_mode', ...PLACE],
  Conv3d: [...CONV, 'padding_mode', ...PLACE],
  ConvTranspose1d: [...CONV_TRANSPOSE, ...PLACE],
  ConvTranspose2d: [...CONV_TRANSPOSE, ...PLACE],
  ConvTranspose3d: [...CONV_TRANSPOSE, ...PLACE],
  Linear: ['in_features', 'out_features', 'bias', ...PLACE],
  Embedding: [
    ...['num_embeddings', 'embedding_dim', 'padding_idx', 'max_norm', 'norm_type'],
    ...['scale_grad_by_freq', 'sparse', '_weight', '_freeze', ...PLACE],
  ],
  BatchNorm1d: BATCH_NORM,
  BatchNorm2d: BATCH_NORM,
  BatchNorm3d: BATCH_NORM,
  LayerNorm: ['normalized_shape', 'eps', 'elementwise_affine'],
  GroupNorm: ['num_groups', 'num_channels', 'eps', 'affine', ...PLACE],
  MultiheadAttention: [
    ...['embed_dim', 'num_heads', 'dropout', 'bias', 'add_bias_kv', 'add_zero_attn'],
    ...['kdim', 'vdim', 'batch_first', ...PLACE],
  ],
  MaxPool2d: [...POOL, 'dilation', 'return_indices', 'ceil_mode'],
  AvgPool2d: [...POOL, 'ceil_mode', 'count_include_pad', 'divisor_override'],
  AdaptiveAvgPool2d: ['output_size'],
  Dropout: ['p', 'inplace'],
  ChannelShuffle: ['groups'],
};

/** Parameters of a class of PyTorch, null for one that is not listed. */
export function torchSignature(path: string): readonly string[] | null {
  const name = /^torch\.nn\.(\w+)$/.exec(path)?.[1];
  return (name === undefined ? undefined : own(SIGNATURES, name)) ?? null;
}

/** Positional parameters of a class or function of the file, null where it is not there or not plain. */
export function ownSignature(source: Source, name: string): readonly string[] | null {
  const found: SyntaxNode[] = [];
  walk(source.root, (node) => {
    if (isNamed(source, node, name)) found.push(node);
    return true;
  });
  const [definition, ...more] = found;
  if (definition === undefined || more.length > 0) return null;
  if (definition.name === 'FunctionDefinition') return parametersOf(source, definition);
  const constructor = definition.getChild('Body')?.getChildren('FunctionDefinition');
  const init = constructor?.find((each) => isNamed(source, each, '__init__'));
  return init === undefined ? null : parametersOf(source, init).slice(1);
}

function isNamed(source: Source, node: SyntaxNode, name: string): boolean {
  if (node.name !== 'ClassDefinition' && node.name !== 'FunctionDefinition') return false;
  const own = node.getChild('VariableName');
  return own !== null && textOf(source, own) === name;
}

function parametersOf(source: Source, definition: SyntaxNode): readonly string[] {
  const list = definition.getChild('ParamList');
  const names: string[] = [];
  for (const child of list === null ? [] : childrenOf(list)) {
    if (child.name === '*' || child.name === '**') break;
    if (child.name === 'VariableName' && child.prevSibling?.name !== 'AssignOp')
      names.push(dottedName(source, child) ?? '');
  }
  return names;
}
