import { int, ints, type Network, NetworkBuilder, vector } from './network';

const HEADS = 8;

/**
 * A vision transformer with a convolution in front, as exporters write it: shape arithmetic included. The number
 * of nodes and tensors depends on `blocks` alone, the weights on `width` (a multiple of 8) as well: about
 * 48 * blocks * width^2 bytes.
 */
export function transformer(blocks: number, width: number): Network {
  const builder = new NetworkBuilder();
  const stem = builder.node(
    '/stem',
    'Conv',
    ['image', builder.weight('stem.weight', width, 3, 16, 16), builder.weight('stem.bias', width)],
    { kernel_shape: ints(16, 16), strides: ints(16, 16), pads: ints(0, 0, 0, 0) },
  );
  const flat = builder.node('/stem', 'Reshape', [stem, builder.vector('stem.shape', 0, width, -1)]);
  let tokens = builder.node('/stem', 'Transpose', [flat], { perm: ints(0, 2, 1) });
  for (let block = 0; block < blocks; block++) tokens = transformerBlock(builder, block, tokens, width);
  const output = builder.node('/head', 'Identity', [tokens]);
  return {
    nodes: builder.nodes,
    weights: builder.weights,
    input: { name: 'image', dims: ['batch', 3, 224, 224] },
    output: { name: output, dims: ['batch', 196, width] },
  };
}

function transformerBlock(builder: NetworkBuilder, block: number, tokens: string, width: number): string {
  const scope = `/blocks.${block}`;
  const attended = attention(builder, `${scope}/attn`, norm(builder, `${scope}/norm1`, tokens, width), width);
  const middle = builder.node(scope, 'Add', [tokens, attended]);
  const hidden = linear(
    builder,
    `${scope}/mlp/fc1`,
    norm(builder, `${scope}/norm2`, middle, width),
    width,
    4 * width,
  );
  const active = gelu(builder, `${scope}/mlp/act`, hidden);
  return builder.node(scope, 'Add', [middle, linear(builder, `${scope}/mlp/fc2`, active, 4 * width, width)]);
}

function norm(builder: NetworkBuilder, scope: string, input: string, width: number): string {
  const scale = builder.weight(`${scope}.weight`, width);
  return builder.node(scope, 'LayerNormalization', [input, scale, builder.weight(`${scope}.bias`, width)], {
    axis: int(2),
  });
}

function linear(builder: NetworkBuilder, scope: string, input: string, from: number, to: number): string {
  const product = builder.node(scope, 'MatMul', [input, builder.weight(`${scope}.weight`, from, to)]);
  return builder.node(scope, 'Add', [builder.weight(`${scope}.bias`, to), product]);
}

function attention(builder: NetworkBuilder, scope: string, input: string, width: number): string {
  const split = builder.vector(`${scope}.split`, 0, 0, HEADS, width / HEADS);
  const head = (name: string, perm: readonly number[]): string =>
    builder.node(
      `${scope}/${name}`,
      'Transpose',
      [
        builder.node(`${scope}/${name}`, 'Reshape', [
          linear(builder, `${scope}/${name}`, input, width, width),
          split,
        ]),
      ],
      { perm: ints(...perm) },
    );
  const scores = builder.node(scope, 'MatMul', [head('q', [0, 2, 1, 3]), head('k', [0, 2, 3, 1])]);
  const scaled = builder.node(scope, 'Mul', [scores, builder.weight(`${scope}.scale`, 1)]);
  const shares = builder.node(scope, 'Softmax', [scaled], { axis: int(3) });
  const mixed = builder.node(scope, 'MatMul', [shares, head('v', [0, 2, 1, 3])]);
  const turned = builder.node(scope, 'Transpose', [mixed], { perm: ints(0, 2, 1, 3) });
  const merged = builder.node(scope, 'Reshape', [turned, mergedShape(builder, scope, input, width)]);
  return linear(builder, `${scope}/proj`, merged, width, width);
}

/** `x.view(b, n, width)`: batch and length are taken from the tensor at run time. */
function mergedShape(builder: NetworkBuilder, scope: string, input: string, width: number): string {
  const shape = builder.node(scope, 'Shape', [input]);
  const sizes = [0, 1].map((axis) =>
    builder.node(scope, 'Gather', [shape, builder.node(scope, 'Constant', [], { value: vector(axis) })], {
      axis: int(0),
    }),
  );
  return builder.node(scope, 'Concat', [...sizes, builder.vector(`${scope}.width`, width)], { axis: int(0) });
}

function gelu(builder: NetworkBuilder, scope: string, input: string): string {
  const divided = builder.node(scope, 'Div', [input, builder.weight(`${scope}.sqrt2`, 1)]);
  const erf = builder.node(scope, 'Erf', [divided]);
  const shifted = builder.node(scope, 'Add', [erf, builder.weight(`${scope}.one`, 1)]);
  const product = builder.node(scope, 'Mul', [input, shifted]);
  return builder.node(scope, 'Mul', [product, builder.weight(`${scope}.half`, 1)]);
}

const CHANNELS = 8;

/** `blocks` times ten nodes: convolutions, and a reshape to a shape that is worked out node by node. */
export function chain(blocks: number): Network {
  const builder = new NetworkBuilder();
  const tail = builder.vector('tail', CHANNELS, 16, 16);
  let signal = 'signal';
  for (let block = 0; block < blocks; block++) signal = chainBlock(builder, `/block${block}`, signal, tail);
  const output = builder.node('/head', 'Identity', [signal]);
  return {
    nodes: builder.nodes,
    weights: builder.weights,
    input: { name: 'signal', dims: ['batch', CHANNELS, 16, 16] },
    output: { name: output, dims: ['batch', CHANNELS, 16, 16] },
  };
}

function chainBlock(builder: NetworkBuilder, scope: string, input: string, tail: string): string {
  const first = convolution(builder, `${scope}/conv1`, input);
  const active = builder.node(scope, 'Relu', [first]);
  const second = convolution(builder, `${scope}/conv2`, active);
  const sum = builder.node(scope, 'Add', [second, input]);
  const out = builder.node(scope, 'Relu', [sum]);
  const shape = builder.node(scope, 'Shape', [out]);
  const zero = builder.node(scope, 'Constant', [], { value: vector(0) });
  const batch = builder.node(scope, 'Gather', [shape, zero], { axis: int(0) });
  const target = builder.node(scope, 'Concat', [batch, tail], { axis: int(0) });
  return builder.node(scope, 'Reshape', [out, target]);
}

function convolution(builder: NetworkBuilder, scope: string, input: string): string {
  const kernel = builder.weight(`${scope}.weight`, CHANNELS, CHANNELS, 3, 3);
  return builder.node(scope, 'Conv', [input, kernel, builder.weight(`${scope}.bias`, CHANNELS)], {
    kernel_shape: ints(3, 3),
    pads: ints(1, 1, 1, 1),
  });
}
