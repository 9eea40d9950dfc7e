import { onnx } from 'onnx-proto';

const FLOAT = onnx.TensorProto.DataType.FLOAT;

/**
 * A network small enough to price by hand: 1x3x16x16 -> Conv 3x3 to 8 channels -> Relu -> Flatten -> Gemm to 10.
 *
 * conv: 8 * 16 * 16 * 3 * 3 * 3 = 55,296 MACs, 8 * 27 + 8 = 224 params
 * gemm: 2048 * 10 = 20,480 MACs, 20,480 + 10 = 20,490 params
 */
export function tinyModel(batch: number | string = 1): Uint8Array {
  const graph = {
    name: 'tiny',
    input: [value('image', [batch, 3, 16, 16])],
    output: [value('scores', [batch, 10])],
    initializer: [
      weight('conv.weight', [8, 3, 3, 3]),
      weight('conv.bias', [8]),
      weight('fc.weight', [10, 2048]),
      weight('fc.bias', [10]),
    ],
    node: [
      {
        name: '/conv/Conv',
        opType: 'Conv',
        input: ['image', 'conv.weight', 'conv.bias'],
        output: ['features'],
        attribute: [ints('kernel_shape', [3, 3]), ints('pads', [1, 1, 1, 1])],
      },
      { name: '/relu/Relu', opType: 'Relu', input: ['features'], output: ['active'] },
      { name: '/Flatten', opType: 'Flatten', input: ['active'], output: ['flat'] },
      {
        name: '/fc/Gemm',
        opType: 'Gemm',
        input: ['flat', 'fc.weight', 'fc.bias'],
        output: ['scores'],
        attribute: [{ name: 'transB', type: onnx.AttributeProto.AttributeType.INT, i: 1 }],
      },
    ],
  };
  return encode(graph);
}

/** A model with an operator that nobody knows between two that everybody does. */
export function strangeModel(): Uint8Array {
  return encode({
    name: 'strange',
    input: [value('x', [4, 8])],
    output: [value('y', [4, 8])],
    node: [
      { name: 'first', opType: 'Relu', input: ['x'], output: ['a'] },
      { name: 'second', opType: 'Frobnicate', domain: 'com.example', input: ['a'], output: ['b'] },
      { name: 'third', opType: 'Relu', input: ['b'], output: ['y'] },
    ],
  });
}

function encode(graph: onnx.IGraphProto): Uint8Array {
  const opsetImport = [
    { domain: '', version: 17 },
    { domain: 'com.example', version: 1 },
  ];
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport, graph }).finish();
}

function value(name: string, dims: readonly (number | string)[]): onnx.IValueInfoProto {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}

function weight(name: string, dims: number[]): onnx.ITensorProto {
  const count = dims.reduce((product, size) => product * size, 1);
  return { name, dims, dataType: FLOAT, rawData: new Uint8Array(4 * count) };
}

function ints(name: string, values: number[]): onnx.IAttributeProto {
  return { name, type: onnx.AttributeProto.AttributeType.INTS, ints: values };
}
