import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeHost } from '../../../extension/host/files.node';

describe('files.node', () => {
  let root = '';
  let folder = '';
  const host = createNodeHost();

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'layercost-files-'));
    folder = join(root, 'model');
    mkdirSync(join(folder, 'sub'), { recursive: true });
    writeFileSync(
      join(folder, 'net.onnx'),
      Uint8Array.from({ length: 100 }, (_, index) => index),
    );
    writeFileSync(join(folder, 'weights.bin'), new Uint8Array(17));
    writeFileSync(join(folder, 'sub', 'more.bin'), new Uint8Array(5));
    writeFileSync(join(root, 'secret.bin'), new Uint8Array(99));
    symlinkSync(join(root, 'secret.bin'), join(folder, 'link.bin'));
    symlinkSync(root, join(folder, 'up'));
    symlinkSync('weights.bin', join(folder, 'inner.bin'));
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('reads ranges, and fewer bytes only at the end', async () => {
    const source = await host.open(join(folder, 'net.onnx'));
    assert.equal(source.size, 100);
    assert.deepEqual([...(await source.read(10, 4))], [10, 11, 12, 13]);
    assert.deepEqual([...(await source.read(98, 50))], [98, 99]);
    assert.equal((await source.read(100, 1)).length, 0);
    assert.equal((await source.read(5000, 1)).length, 0);
  });

  it('has another version once the file is written again', async () => {
    const path = join(folder, 'changing.onnx');
    writeFileSync(path, 'one');
    const { version } = await host.open(path);
    assert.equal((await host.open(path)).version, version);
    writeFileSync(path, 'three');
    assert.notEqual((await host.open(path)).version, version);
  });

  it('reads unsaved text in place of a file, with a version of its own', async () => {
    const path = join(folder, 'edited.py');
    writeFileSync(path, 'on disk');
    const saved = await host.open(path);
    host.setText?.(path, 'unsaved ü');
    const unsaved = await host.open(join(folder, '.', 'edited.py'));
    assert.equal(unsaved.size, 10);
    assert.equal(Buffer.from(await unsaved.read(0, 100)).toString('utf8'), 'unsaved ü');
    assert.deepEqual([...(await unsaved.read(8, 5))], [0xc3, 0xbc]);
    assert.notEqual(unsaved.version, saved.version);
    host.setText?.(path, 'unsaved');
    assert.notEqual((await host.open(path)).version, unsaved.version);
    host.setText?.(path, null);
    assert.equal((await host.open(path)).version, saved.version);
  });

  it('reads unsaved text of a file that is not there yet', async () => {
    const path = join(folder, 'new.py');
    host.setText?.(path, 'new');
    assert.equal((await host.open(path)).size, 3);
    host.setText?.(path, null);
    await assert.rejects(host.open(path));
  });

  it('serves reads side by side', async () => {
    const source = await host.open(join(folder, 'net.onnx'));
    const parts = await Promise.all([0, 25, 50, 75].map((offset) => source.read(offset, 25)));
    assert.deepEqual([...Buffer.concat(parts)], [...Array(100).keys()]);
  });

  it('reads behind 4 GiB', async () => {
    const path = join(folder, 'sparse.bin');
    writeFileSync(path, '');
    truncateSync(path, 5 * 2 ** 30);
    const source = await host.open(path);
    assert.equal(source.size, 5 * 2 ** 30);
    assert.deepEqual([...(await source.read(5 * 2 ** 30 - 2, 10))], [0, 0]);
    rmSync(path);
  });

  it('says in one sentence why a file cannot be opened', async () => {
    await assert.rejects(host.open(join(folder, 'none.onnx')), /none\.onnx: There is no such file\.$/);
    await assert.rejects(host.open(folder), /model: This is a folder, not a model file\.$/);
    await assert.rejects(host.open('/dev/null'), /This is a device or a pipe, not a model file\.$/);
  });

  it('says that permission is missing', async () => {
    const path = join(folder, 'closed.onnx');
    writeFileSync(path, 'x');
    chmodSync(path, 0);
    // Root may read everything: be nobody meanwhile.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      await assert.rejects(host.open(path), /closed\.onnx: The file may not be read: permission denied\.$/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  const siblings: readonly (readonly [string, number | null])[] = [
    ['weights.bin', 17],
    ['./weights.bin', 17],
    ['sub/more.bin', 5],
    ['inner.bin', 17],
    ['missing.bin', null],
    ['sub', null],
    ['', null],
    ['.', null],
    ['../secret.bin', null],
    ['sub/../weights.bin', null],
    ['..\\secret.bin', null],
    ['link.bin', null],
    ['up/secret.bin', null],
    ['/etc/passwd', null],
    ['C:\\secret.bin', null],
    ['a\0b', null],
  ];
  for (const [name, size] of siblings) {
    it(`size of sibling ${JSON.stringify(name)} is ${size}`, async () => {
      assert.equal(await host.sizeOfSibling(join(folder, 'net.onnx'), name), size);
    });
  }

  it('gives no size for an absolute name that lies inside the folder', async () => {
    assert.equal(await host.sizeOfSibling(join(folder, 'net.onnx'), join(folder, 'weights.bin')), null);
  });
});
