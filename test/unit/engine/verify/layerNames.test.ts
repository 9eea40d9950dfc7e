import assert from 'node:assert/strict';
import { layerNames } from '../../../../extension/engine/verify/layerNames';
import { graph, node } from '../../../helpers/irBuilder';

describe('names of layers in a profile', () => {
  const nameOf = layerNames(
    graph([
      node('Conv', ['x'], ['a'], { name: '/features/Conv' }),
      node('Relu', ['a'], ['b']),
      node('MatMul', ['b'], ['c']),
    ]),
  );

  it('are those of the nodes, and of what the runtime makes of them', () => {
    assert.equal(nameOf('/features/Conv'), '/features/Conv');
    assert.equal(nameOf('/features/Conv_token_1'), '/features/Conv_token_1');
  });

  it('are first outputs for nodes without a name, which places alone would mix up between two models', () => {
    assert.equal(nameOf('Relu_1'), 'b');
    assert.equal(nameOf('MatMul_2'), 'c');
  });

  it('are none for places that the file does not have', () => {
    assert.equal(nameOf('MatMul_1'), null);
    assert.equal(nameOf('ReorderOutput_17'), null);
  });
});
