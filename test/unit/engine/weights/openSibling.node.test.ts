import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeHost } from '../../../../extension/host/files.node';
import { known } from './matrices';

describe('opening files beside a model', () => {
  let root = '';
  const host = createNodeHost();

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'layercost-siblings-'));
    mkdirSync(join(root, 'model', 'sub'), { recursive: true });
    writeFileSync(join(root, 'model', 'weights.bin'), Uint8Array.of(1, 2, 3));
    writeFileSync(join(root, 'model', 'sub', 'more.bin'), Uint8Array.of(4));
    writeFileSync(join(root, 'secret.bin'), 'secret');
    symlinkSync(join(root, 'secret.bin'), join(root, 'model', 'link.bin'));
    symlinkSync(root, join(root, 'model', 'up'));
    symlinkSync('weights.bin', join(root, 'model', 'inner.bin'));
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const inside: readonly (readonly [string, readonly number[]])[] = [
    ['weights.bin', [1, 2, 3]],
    ['./weights.bin', [1, 2, 3]],
    ['inner.bin', [1, 2, 3]],
    ['sub/more.bin', [4]],
  ];
  for (const [name, bytes] of inside)
    it(`reads ${name}`, async () => {
      const source = known(await host.openSibling?.(join(root, 'model', 'net.onnx'), name));
      assert.equal(source.size, bytes.length);
      assert.deepEqual([...(await source.read(0, 10))], bytes);
    });

  const refused = [
    ...['', '.', 'sub', 'missing.bin', '../secret.bin', '..\\secret.bin', 'sub/../weights.bin'],
    ...['link.bin', 'up/secret.bin', '/etc/passwd', 'C:\\secret.bin', 'a\0b'],
  ];
  for (const name of refused)
    it(`refuses ${JSON.stringify(name)}`, async () => {
      assert.equal(await host.openSibling?.(join(root, 'model', 'net.onnx'), name), null);
    });

  it('refuses an absolute name that lies inside the folder', async () => {
    const base = join(root, 'model', 'net.onnx');
    assert.equal(await host.openSibling?.(base, join(root, 'model', 'weights.bin')), null);
  });
});
