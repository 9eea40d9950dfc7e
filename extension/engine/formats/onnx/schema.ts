/** Messages of onnx.proto that may hold a tensor payload somewhere below, and so are walked rather than loaded. */
export type MessageKind =
  'model' | 'graph' | 'node' | 'attribute' | 'tensor' | 'sparseTensor' | 'function' | 'training';

/** Field numbers of onnx.proto3 (ONNX 1.19) that lead from one such message to another. */
export const SUBMESSAGES: Record<MessageKind, Readonly<Record<number, MessageKind>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparseTensor' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparseTensor', 23: 'sparseTensor' },
  tensor: {},
  sparseTensor: { 1: 'tensor', 2: 'tensor' },
  function: { 7: 'node', 11: 'attribute' },
  training: { 1: 'graph', 2: 'graph' },
};

/** Subgraphs may nest this deep; deeper files are refused, because every later pass follows the nesting. */
export const DEEPEST_NESTING = 500;
