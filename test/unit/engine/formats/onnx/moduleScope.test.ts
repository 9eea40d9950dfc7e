import assert from 'node:assert/strict';
import { scopeOf, sourceOf } from '../../../../../extension/engine/formats/onnx/moduleScope';

const NONE: ReadonlyMap<string, string> = new Map();

function traced(trace: string): ReturnType<typeof sourceOf> {
  return sourceOf(new Map([['pkg.torch.onnx.stack_trace', trace]]));
}

describe('module scopes', () => {
  it('follow from names with slashes', () => {
    assert.deepEqual(scopeOf('/layer1/layer1.0/conv1/Conv', NONE), ['layer1', '0', 'conv1']);
    assert.deepEqual(scopeOf('/Relu', NONE), []);
    assert.deepEqual(scopeOf('Conv_12', NONE), []);
    assert.deepEqual(scopeOf('', NONE), []);
    assert.deepEqual(scopeOf('model/block//conv/Conv2D', NONE), ['model', 'block', 'conv']);
    assert.deepEqual(scopeOf('/a/ab/b', NONE), ['a', 'ab']);
  });

  it('come from the metadata where there is some', () => {
    const scopes = (list: string): readonly string[] =>
      scopeOf('/x/Conv', new Map([['pkg.torch.onnx.name_scopes', list]]));
    assert.deepEqual(scopes("['', 'enc', 'enc.layers.0', 'enc.layers.0.attn', 'linear']"), [
      'enc',
      'layers',
      '0',
      'attn',
    ]);
    assert.deepEqual(scopes('["", "it\'s", "conv2d"]'), ["it's"]);
    assert.deepEqual(scopes('[]'), []);
  });
});

describe('source lines', () => {
  it('are those of the innermost frame outside installed packages', () => {
    const trace = [
      'File "/home/me/train.py", line 3, in <module>',
      'File "/home/me/net.py", line 40, in forward',
      'File "/usr/lib/python3/site-packages/torch/nn/modules/conv.py", line 458, in forward',
    ].join('\n');
    assert.deepEqual(traced(trace), { file: '/home/me/net.py', line: 40 });
    assert.deepEqual(traced('File "C:\\env\\Lib\\site-packages\\torch\\x.py", line 9'), {
      file: 'C:\\env\\Lib\\site-packages\\torch\\x.py',
      line: 9,
    });
  });

  it('are none where no frame is', () => {
    assert.equal(traced('nothing to see'), null);
    assert.equal(sourceOf(NONE), null);
    assert.equal(traced(`File "${'x'.repeat(5000)}", line 1`), null);
  });
});
