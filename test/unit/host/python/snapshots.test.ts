import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Snapshots } from '../../../../extension/host/python/snapshot.node';
import { entriesIn, jobOf, MODEL, openHost, PATIENCE_MILLISECONDS } from './jobs';

const LAST_WEEK = new Date(Date.now() - 7 * 24 * 60 * 60_000);

describe('Python snapshots', function () {
  this.timeout(PATIENCE_MILLISECONDS);
  let folder = '';
  let cache = '';
  const ingredient = (): string => path.join(folder, 'ingredient');
  const open = (): Snapshots => new Snapshots(cache, [ingredient()]);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'layercost-snapshots-'));
    cache = path.join(folder, 'cache');
    writeFileSync(ingredient(), 'one');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are found by what they were made from', async () => {
    assert.equal(open().find(), null);
    open().keep(Buffer.from('memory'));
    const found = open().find();
    assert.equal(readFileSync(found?.file ?? '', 'utf8'), 'memory');
    assert.equal(await found?.isWhole(), true);
    writeFileSync(ingredient(), 'two');
    assert.equal(open().find(), null);
  });

  it('are not whole when shorter or other than they were, and can be discarded', async () => {
    for (const damage of [
      (file: string) => {
        truncateSync(file, 3);
      },
      (file: string) => {
        writeFileSync(file, 'mEmory');
      },
      (file: string) => {
        rmSync(file);
      },
    ]) {
      open().keep(Buffer.from('memory'));
      const found = open().find() ?? assert.fail();
      damage(found.file);
      assert.equal(await found.isWhole(), false);
      found.discard();
      assert.equal(open().find(), null);
    }
  });

  it('appear whole or not at all, and those of another window stay', async () => {
    const [one, other] = [open(), open()];
    one.keep(Buffer.from('of one'));
    const used = other.find() ?? assert.fail();
    other.keep(Buffer.from('of the other'));
    assert.equal(await used.isWhole(), true);
    assert.equal(await open().find()?.isWhole(), true);
    assert.ok(readdirSync(cache).every((name) => !name.endsWith('.part')));
  });

  it('let go of what is old', () => {
    mkdirSync(cache);
    const old = path.join(cache, 'old-0.python-snapshot');
    const foreign = path.join(cache, 'notes.txt');
    for (const file of [old, foreign]) {
      writeFileSync(file, '');
      utimesSync(file, LAST_WEEK, LAST_WEEK);
    }
    open().keep(Buffer.from('new'));
    assert.equal(readdirSync(cache).length, 2);
    assert.ok(readdirSync(cache).includes('notes.txt'));
  });

  describe('of the real interpreter', () => {
    const names = (): readonly string[] => readdirSync(cache).sort();
    const analyze = async (): Promise<readonly string[]> => {
      const host = openHost({ cacheFolder: cache });
      const model = path.join(folder, 'model.py');
      writeFileSync(model, MODEL);
      try {
        assert.deepEqual(entriesIn((await host.run(jobOf(model), {})).payload), ['Net']);
        return host.log;
      } finally {
        host.dispose();
      }
    };

    it('are made once, used, and replaced when they are damaged', async () => {
      assert.deepEqual(await analyze(), []);
      const made = names();
      assert.equal(made.length, 1);
      assert.deepEqual(await analyze(), []);
      assert.deepEqual(names(), made);
      const spoil = (file: string): void => {
        const bytes = readFileSync(file);
        bytes.fill(255, bytes.length >> 1, (bytes.length >> 1) + 4096);
        writeFileSync(file, bytes);
      };
      const cut = (file: string): void => {
        truncateSync(file, 1 << 20);
      };
      for (const damage of [spoil, cut]) {
        damage(path.join(cache, names()[0] ?? ''));
        assert.match((await analyze()).join('\n'), /makes room for another/);
        assert.equal(names().length, 1);
        assert.deepEqual(await analyze(), []);
      }
    });

    it('are made by two windows at once', async () => {
      assert.deepEqual(await Promise.all([analyze(), analyze()]), [[], []]);
      assert.deepEqual(await Promise.all([analyze(), analyze()]), [[], []]);
    });

    it('are done without where nothing can be kept', async () => {
      writeFileSync(cache, 'a file where the folder should be');
      assert.match((await analyze()).join('\n'), /could not be kept/);
    });
  });
});
