import assert from 'node:assert/strict';
import { BadInput } from '../../../../extension/engine/diagnostics';
import type { ModelRuntime } from '../../../../extension/engine/hostRuntime';
import { readOnnx } from '../../../../extension/engine/formats/onnx/read';
import { withOutputs } from '../../../../extension/engine/formats/onnx/write/withOutputs';
import { outputsOf } from '../../../../extension/engine/verify/outputsOf';
import { memoryHost } from '../../../helpers/memoryHost';
import { memorySource } from '../../../helpers/memorySource';
import { buildModel, float32Bytes } from '../../../helpers/onnxBuilder';

describe('copies of models with more outputs', () => {
  const bytes = buildModel({
    producer: 'test',
    graph: {
      inputs: [['x', 'float32', [2]]],
      outputs: [['y', 'float32', [2]]],
      initializers: [{ name: 'w', dtype: 'float32', dims: [2], raw: float32Bytes(1, 2) }],
      nodes: [
        { op: 'Mul', inputs: ['x', 'w'], outputs: ['h'] },
        { op: 'Relu', inputs: ['h'], outputs: ['y'] },
      ],
    },
  });

  it('name the inner tensors, each once, and keep all else', async () => {
    const before = await readOnnx(memorySource(bytes));
    const copy = await withOutputs(memorySource(bytes), ['h', 'y', 'h']);
    const after = await readOnnx(memorySource(copy));
    assert.deepEqual(
      after.graph.outputs.map(({ name }) => name),
      ['y', 'h'],
    );
    assert.deepEqual(after.graph.nodes, before.graph.nodes);
    assert.deepEqual(after.opsets, before.opsets);
    assert.equal(after.producer, 'test');
    // The head of the graph field, and the new output: a name with three heads in front of it.
    assert.equal(copy.length, bytes.length + 'h'.length + 4);
  });

  it('equal the model where nothing is asked for', async () => {
    assert.deepEqual(await withOutputs(memorySource(bytes), []), bytes);
  });

  it('are refused for what is no model', async () => {
    await assert.rejects(withOutputs(memorySource(Uint8Array.of(8, 1)), ['h']), BadInput);
  });

  it('are not made where they would fill the memory, files beside the model counted', async () => {
    const host = { ...memoryHost({ 'm/a.onnx': bytes, 'm/w.bin': { head: bytes, size: 2 ** 30 } }), runtime };
    await assert.rejects(
      outputsOf(host, { path: 'm/a.onnx', external: [{ name: 'w.bin' }] }, ['h'], new Map()),
      (error) => error instanceof BadInput && error.message.endsWith('ends at 1 GiB'),
    );
  });
});

const runtime: ModelRuntime = { open: () => assert.fail(), openBytes: () => assert.fail() };
