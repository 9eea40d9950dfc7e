import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFile } from '../../../extension/host/newFile.node';

describe('new files', () => {
  let folder: string;
  let target: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'layercost-new-file-'));
    target = path.join(folder, 'new.onnx');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const content = (): string => readFileSync(target, 'utf8');
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('get their name when they are whole', async () => {
    const sink = await createFile(target, { replace: false, keep: [] });
    await sink.write(bytes('one '));
    assert.equal(existsSync(target), false);
    await sink.write(bytes('two'));
    await sink.commit();
    assert.equal(content(), 'one two');
    assert.deepEqual(readdirSync(folder), ['new.onnx']);
  });

  it('leave nothing behind when they are given up', async () => {
    const sink = await createFile(target, { replace: false, keep: [] });
    await sink.write(bytes('half'));
    await sink.abort();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('never take the place of a file unless that is asked for', async () => {
    writeFileSync(target, 'mine');
    await assert.rejects(
      createFile(target, { replace: false, keep: [] }),
      /new\.onnx: There is a file of that name already/,
    );
    const sink = await createFile(target, { replace: true, keep: [] });
    await sink.write(bytes('theirs'));
    assert.equal(content(), 'mine');
    await sink.commit();
    assert.equal(content(), 'theirs');
  });

  it('do not overwrite what came up meanwhile', async () => {
    const sink = await createFile(target, { replace: false, keep: [] });
    await sink.write(bytes('late'));
    writeFileSync(target, 'first');
    await assert.rejects(sink.commit(), /A file of that name has come up meanwhile\. Nothing was written\./);
    assert.equal(content(), 'first');
    assert.deepEqual(readdirSync(folder), ['new.onnx']);
  });

  it('are written by one at a time', async () => {
    const sink = await createFile(target, { replace: false, keep: [] });
    await assert.rejects(createFile(target, { replace: true, keep: [] }), /is being written already/);
    await sink.abort();
    await (await createFile(target, { replace: false, keep: [] })).abort();
  });

  it('say what is wrong with the folder', async () => {
    await assert.rejects(
      createFile(path.join(folder, 'none', 'new.onnx'), { replace: false, keep: [] }),
      /There is no such folder/,
    );
    writeFileSync(path.join(folder, 'file'), '');
    await assert.rejects(
      createFile(path.join(folder, 'file', 'new.onnx'), { replace: false, keep: [] }),
      /There is no such folder/,
    );
  });

  it('say that a folder is closed', async () => {
    chmodSync(folder, 0o555);
    // Root may write everywhere, so it becomes nobody meanwhile.
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    try {
      await assert.rejects(
        createFile(target, { replace: false, keep: [] }),
        /may not be written to: permission denied/,
      );
    } finally {
      if (root) process.seteuid?.(0);
      chmodSync(folder, 0o700);
    }
  });

  it('say that a disk is full, and leave the room to others', async function () {
    const disk = path.join(folder, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    if (mounted.status !== 0) {
      console.log(`      a small disk cannot be mounted here: ${mounted.stderr.toString().trim()}`);
      this.skip();
    }
    try {
      const sink = await createFile(path.join(disk, 'new.onnx'), { replace: false, keep: [] });
      await assert.rejects(sink.write(new Uint8Array(1 << 20)), /The disk is full\. Nothing was written\./);
      assert.deepEqual(readdirSync(disk), []);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});
