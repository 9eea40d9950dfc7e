import assert from 'node:assert/strict';
import { createEngine } from '../../../../../extension/engine/api';
import { memoryHost } from '../../../../helpers/memoryHost';
import { buildModel, type NodeSpec } from '../../../../helpers/onnxBuilder';

/** Findings of a model whose weight, 24 bytes, lies in a file of 100. */
async function found(entries: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const product: NodeSpec = { op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] };
  const external = { location: 'w.bin', ...entries };
  const file = buildModel({
    graph: {
      inputs: [['x', 'float32', [2, 3]]],
      outputs: ['y'],
      nodes: [product],
      initializers: [{ name: 'w', dtype: 'float32', dims: [3, 2], external }],
    },
  });
  const engine = createEngine(memoryHost({ 'm.onnx': file, 'w.bin': new Uint8Array(100) }));
  const { diagnostics } = await engine.analyze('m.onnx', {
    hardware: 'horowitz-45nm',
    dims: {},
    inputShapes: {},
  });
  return diagnostics.map(({ message }) => message);
}

describe('external data', () => {
  it('lies within its file', async () => {
    const odd = [{ offset: '', length: '' }, { length: '-1' }, { offset: ' +0', length: '24 ' }];
    for (const entries of [{}, { length: '24' }, { offset: '76', length: '24' }, ...odd])
      assert.deepEqual(await found(entries), []);
  });

  it('beyond the end of its file is found', async () => {
    const beyond = 'File "w.bin" has 100 bytes, but 1 tensor lies beyond its end, the first "w" up to byte ';
    assert.deepEqual(await found({ offset: '90', length: '24' }), [`${beyond}114; it may be cut off.`]);
    assert.deepEqual(await found({ offset: '90' }), [`${beyond}114; it may be cut off.`]);
    assert.match((await found({ offset: '9'.repeat(19) })).join(), /up to byte 1\d+; it may be cut off\.$/);
  });

  it('at a place that is no number is found, and quoted short', async () => {
    const lies = 'Initializer "w", read by MatMul (node 0), lies in another file with the ';
    assert.deepEqual(await found({ offset: '0x10', length: '24' }), [
      `${lies}offset "0x10", which is no number of bytes.`,
    ]);
    assert.deepEqual(await found({ length: '-24' }), [`${lies}length "-24", which is no number of bytes.`]);
    assert.deepEqual(await found({ offset: '9'.repeat(500) }), [
      `${lies}offset "${'9'.repeat(40)}", which is no number of bytes.`,
    ]);
  });

  it('of fewer bytes than the shape needs is found', async () => {
    assert.deepEqual(await found({ length: '5' }), [
      '1 tensor lies in "w.bin" with too few bytes, the first "w", which needs 24 for [3, 2] of float32, with 5.',
    ]);
  });
});
