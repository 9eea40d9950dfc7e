import assert from 'node:assert/strict';
import { parseRevisionPath } from '../../../../extension/host/git/revisionPath';

describe('the notation of a file at a revision', () => {
  for (const [text, revision, path, stage] of [
    ['HEAD~1:model.onnx', 'HEAD~1', 'model.onnx', 0],
    ['v1.0:./a.onnx', 'v1.0', './a.onnx', 0],
    ['main:nets/a:b.onnx', 'main', 'nets/a:b.onnx', 0],
    ['HEAD^{/fix: it}:a.onnx', 'HEAD^{/fix: it}', 'a.onnx', 0],
    ['main@{12:30}:a.onnx', 'main@{12:30}', 'a.onnx', 0],
    [':a.onnx', '', 'a.onnx', 0],
    [':2:a.onnx', '', 'a.onnx', 2],
    ['--upload-pack=x:a.onnx', '--upload-pack=x', 'a.onnx', 0],
  ] as const)
    it(`reads ${text}`, () => {
      assert.deepEqual(parseRevisionPath(text), { revision, path, stage });
    });

  for (const text of [
    'model.onnx',
    'C:\\nets\\a.onnx',
    'C:/nets/a.onnx',
    'https://x.org/a.onnx',
    'HEAD:',
    ':/fix',
    'a\0:b',
  ])
    it(`leaves ${JSON.stringify(text)} alone`, () => {
      assert.equal(parseRevisionPath(text), null);
    });
});
