import assert from 'node:assert/strict';
import { DTYPES, type DType } from '../../../../extension/engine/ir/dtype';
import { readOnnx } from '../../../../extension/engine/formats/onnx/read';
import type { Model, StoredTensor } from '../../../../extension/engine/ir/graph';
import { body, border, node, stored } from '../../../helpers/graphs';
import { memoryHost } from '../../../helpers/memoryHost';
import { priceFile, reportOn, writeModel } from '../../../helpers/writeModel';
import { constant, conv, modelOf, on, op, text, weights } from './networks';

async function readBack(model: Model): Promise<Model> {
  return readOnnx(await memoryHost({ m: writeModel(model) }).open('m'));
}

/** What of a stored tensor prices hang on. */
function essence({ name, dtype, dims, content, storedElements }: StoredTensor): unknown {
  return { name, dtype, dims, content, storedElements };
}

/** Models that tests write price edited graphs: what such a graph holds has to come back. */
describe('models written for tests', () => {
  it('keep stored tensors of every type', async () => {
    const types = Object.keys(DTYPES) as DType[];
    const wanted = [
      ...types.map((dtype) => weights(`of ${dtype}`, [3, 5], dtype)),
      stored('most', [2 ** 63, -5, 0]),
      ...(['float32', 'float64', 'float16', 'bfloat16'] as const).map((dtype) =>
        stored(dtype, [0.5, -1.25, 0, 2 ** -14, 1024, Number.POSITIVE_INFINITY], dtype),
      ),
      ...(['int8', 'int16', 'int32', 'uint8', 'uint16', 'uint32', 'uint64', 'bool'] as const).map((dtype) =>
        stored(dtype, dtype.startsWith('i') ? [-3, 100] : [1, 0], dtype),
      ),
      stored('scalar', 3, 'float32'),
      { ...weights('sparse', [100, 10]), storedElements: 7, raw: false },
    ];
    const { graph } = await readBack(modelOf(on([1], op('Relu', 'x', 'y', {}, wanted))));
    assert.deepEqual([...graph.initializers.values()].map(essence), wanted.map(essence));
  });

  it('keep attributes of every kind, tensors and graphs within them', async () => {
    const attributes = {
      int: -7,
      most: 2 ** 63,
      ints: [1, -1, 2 ** 40],
      none: [],
      float: { kind: 'float', value: 0.25 },
      floats: { kind: 'floats', value: [1, 0.5] },
      text: text('Größe'),
      texts: { kind: 'strings', value: ['a', ''] },
      other: { kind: 'other', value: '0' },
      tensor: { kind: 'tensor', value: stored('', [1, 2]) },
    } as const;
    const inner = node('Conv', ['x', 'w'], ['z'], { pads: [1, 1, 1, 1] });
    const graph = body({
      inputs: [border('i', 'int64', [])],
      nodes: [inner],
      stored: [weights('w', [2, 2, 3, 3])],
      outputs: ['z'],
    });
    const model = modelOf(on([1, 2, 4, 'w'], op('Odd', ['x', ''], ['y', '', 'v'], { ...attributes, graph })));
    const [read] = (await readBack(model)).graph.nodes;
    assert.ok(read);
    assert.deepEqual(
      [read.inputs, read.outputs],
      [model.graph.nodes[0]?.inputs, model.graph.nodes[0]?.outputs],
    );
    for (const [name, value] of Object.entries(attributes)) {
      const found = read.attributes.get(name);
      assert.equal(
        found?.kind,
        typeof value === 'number' ? 'int' : 'kind' in value ? value.kind : 'ints',
        name,
      );
      if (found.kind === 'tensor') assert.deepEqual(found.value.content, stored('', [1, 2]).content);
      else
        assert.deepEqual(
          found.value,
          typeof value === 'object' && 'value' in value ? value.value : value,
          name,
        );
    }
    const nested = read.attributes.get('graph');
    assert.ok(nested?.kind === 'graph');
    assert.deepEqual(nested.value.nodes[0]?.attributes, inner.attributes);
    assert.deepEqual(nested.value.initializers.get('w')?.dims, [2, 2, 3, 3]);
    assert.deepEqual(nested.value.inputs, [border('i', 'int64', [])]);
  });

  it('keep operator sets, borders and what is declared of inner tensors', async () => {
    const plain = modelOf({ ...on(['n', 3, null, 8], conv('y', 'x', 3, 4)), opset: 13 });
    const declared = new Map([['y', border('y', 'float32', ['n', 4, null, 8])]]);
    const opsets = new Map([...plain.opsets, ['com.microsoft', 1]]);
    const { graph, opsets: read } = await readBack({ ...plain, opsets, graph: { ...plain.graph, declared } });
    assert.deepEqual(read, opsets);
    assert.deepEqual(graph.declared, declared);
    assert.deepEqual([graph.inputs, graph.outputs], [plain.graph.inputs, plain.graph.outputs]);
  });

  it('say where payloads would lie, one behind the other, and cost what they say', async () => {
    const model = modelOf(
      on(
        ['n', 3, 8, 8],
        { nodes: [constant(weights('w', [4, 3, 3, 3]))] },
        op('Conv', ['x', 'w', 'b'], 'y', {}, [weights('b', [4])]),
      ),
    );
    const { graph } = await readBack(model);
    assert.deepEqual(graph.initializers.get('b')?.payload, { file: 'weights.bin', offset: 0, length: 16 });
    const value = graph.nodes[0]?.attributes.get('value');
    assert.ok(value?.kind === 'tensor');
    assert.deepEqual(value.value.payload, { file: 'weights.bin', offset: 16, length: 4 * 108 });
    const costs = await priceFile(writeModel(model), { dims: { n: 2 } });
    assert.deepEqual([costs.macs, costs.params, costs.weightBytes], [2 * 4 * 6 * 6 * 27, 112, 4 * 112]);
    const { diagnostics } = await reportOn(writeModel(model), { dims: { n: 2 } });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['missing-external-file'],
    );
  });
});
