import { buildModel, float32Bytes, int64Bytes, type GraphSpec, type TensorSpec } from './onnxBuilder';

/**
 * A convolution with bias, a product of activations and causal attention over a cache, priced by hand at batch 1:
 *
 * conv:      8 * 16 * 16 * 3 * 3 * 3 = 55,296 MACs, 2,048 bias additions, 216 + 8 params
 * product:   8 * 256 * 8 = 16,384 MACs
 * attention: 4 heads * 8 queries * (24 + 8) keys * (16 + 16) = 32,768 MACs, of which 8 * 24 + 36 of 256 scores are causal
 */
export function derivedModel(batch: number | string = 'batch'): Uint8Array {
  const heads = (length: number): readonly (number | string)[] => [batch, 4, length, 16];
  return buildModel({
    opsets: { '': 23 },
    graph: {
      name: 'derived',
      inputs: [
        ['image', 'float32', [batch, 3, 16, 16]],
        ...['q', 'k', 'v'].map((name) => [name, 'float32', heads(8)] as const),
        ...['past_k', 'past_v'].map((name) => [name, 'float32', heads(24)] as const),
      ],
      outputs: ['scores', 'mixed', 'present_k', 'present_v'],
      nodes: [
        {
          op: 'Conv',
          name: '/conv/Conv',
          inputs: ['image', 'conv.weight', 'conv.bias'],
          outputs: ['features'],
          attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
        },
        { op: 'Reshape', name: '/Reshape', inputs: ['features', 'rows'], outputs: ['flat'] },
        {
          op: 'Transpose',
          name: '/Transpose',
          inputs: ['flat'],
          outputs: ['turned'],
          attributes: { perm: [0, 2, 1] },
        },
        { op: 'MatMul', name: '/attn/MatMul', inputs: ['flat', 'turned'], outputs: ['scores'] },
        {
          op: 'Attention',
          name: '/attn/Attention',
          inputs: ['q', 'k', 'v', '', 'past_k', 'past_v'],
          outputs: ['mixed', 'present_k', 'present_v'],
          attributes: { is_causal: 1 },
        },
      ],
      initializers: [
        weight('conv.weight', [8, 3, 3, 3]),
        weight('conv.bias', [8]),
        { name: 'rows', dtype: 'int64', dims: [3], raw: int64Bytes(0, 8, -1) },
      ],
    },
  });
}

/** 4x8 by 8x8 (256 MACs), then by data 8x16 and 16x8 (512 MACs each), or 8x8 (256 MACs). */
export function undecidedModel(): Uint8Array {
  const branch = (name: string, ...inner: readonly number[]): { readonly graph: GraphSpec } => {
    const sizes = [8, ...inner, 8];
    const products = sizes.slice(1).map((size, at) => ({ size, from: sizes[at] ?? 0, name: `${name}${at}` }));
    return {
      graph: {
        name,
        outputs: [[`${name}${products.length - 1}.out`, 'float32', [4, 8]]],
        nodes: products.map((product, at) => ({
          op: 'MatMul',
          name: `/${product.name}/MatMul`,
          inputs: [at === 0 ? 'h' : `${name}${at - 1}.out`, product.name],
          outputs: [`${product.name}.out`],
        })),
        initializers: products.map((product) => weight(product.name, [product.from, product.size])),
      },
    };
  };
  return buildModel({
    opsets: { '': 17 },
    graph: {
      name: 'undecided',
      inputs: [
        ['x', 'float32', [4, 8]],
        ['flag', 'bool', []],
      ],
      outputs: ['out'],
      nodes: [
        { op: 'MatMul', name: '/first/MatMul', inputs: ['x', 'first'], outputs: ['h'] },
        {
          op: 'If',
          name: '/If',
          inputs: ['flag'],
          outputs: ['out'],
          attributes: { then_branch: branch('wide', 16), else_branch: branch('narrow') },
        },
      ],
      initializers: [weight('first', [8, 8])],
    },
  });
}

function weight(name: string, dims: readonly number[]): TensorSpec {
  const count = dims.reduce((product, size) => product * size, 1);
  return { name, dtype: 'float32', dims, raw: float32Bytes(...new Array<number>(count).fill(1)) };
}
