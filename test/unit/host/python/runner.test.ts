import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Cancelled } from '../../../../extension/engine/diagnostics';
import { PythonFailure } from '../../../../extension/engine/hostPython';
import { pythonFiles } from '../../../../extension/host/python/layout.node';
import { projectRoot } from '../../../helpers/root';
import { entriesIn, jobOf, MODEL, openHost, PATIENCE_MILLISECONDS, runs, sandboxes, until } from './jobs';

const LOOP = 'while True:\n    pass\n';

describe('Python runner', function () {
  this.timeout(PATIENCE_MILLISECONDS);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-runner-'));
  const overlays = new Map<string, string>();
  const host = openHost({ overlays });
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const model = write('model.py', MODEL);

  after(() => {
    host.dispose();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => {
    overlays.clear();
  });

  const works = async (): Promise<void> => {
    const fresh = write('fresh.py', `${MODEL}\nstamp = ${String(Math.random())}\n`);
    assert.deepEqual(entriesIn((await host.run(jobOf(fresh), {})).payload), ['Net']);
  };
  const failsWith = (code: PythonFailure['code'], words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof PythonFailure, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, words);
    return true;
  };

  it('says what it is doing on the way to the first answer', async () => {
    const stages: string[] = [];
    const { payload } = await host.run(jobOf(model), {
      progress: (stage) => {
        stages.push(stage);
      },
    });
    assert.deepEqual(entriesIn(payload), ['Net']);
    assert.deepEqual(stages, ['Starting Python', 'Running the model']);
    assert.deepEqual(host.log, []);
  });

  it('answers jobs one after the other', async () => {
    const files = ['a', 'b', 'c'].map((name) =>
      write(`${name}.py`, MODEL.replace('Net', name.toUpperCase())),
    );
    const answers = await Promise.all(files.map((file) => host.run(jobOf(file), {})));
    assert.deepEqual(
      answers.map(({ payload }) => entriesIn(payload)),
      [['A'], ['B'], ['C']],
    );
  });

  it('answers again from what it knows while every file stays as it was', async () => {
    write('part.py', 'WIDTH = 3\n');
    const file = write('whole.py', `import part\n${MODEL}`);
    const first = await host.run(jobOf(file), {});
    assert.equal(await host.run(jobOf(file), {}), first);
    write('part.py', 'WIDTH = 5\n');
    const second = await host.run(jobOf(file), {});
    assert.notEqual(second, first);
    assert.notEqual(second.fingerprint, first.fingerprint);
    write('part.py', 'WIDTH = 3\n');
    assert.equal((await host.run(jobOf(file), {})).fingerprint, first.fingerprint);
  });

  it('asks again once a file that was missing is there', async () => {
    const file = write('wants.py', `try:\n    import late\nexcept ImportError:\n    late = None\n${MODEL}`);
    const first = await host.run(jobOf(file), {});
    write('late.py', `from torch import nn\n`);
    assert.notEqual((await host.run(jobOf(file), {})).fingerprint, first.fingerprint);
  });

  it('reads what an editor has not saved', async () => {
    const onDisk = await host.run(jobOf(model), {});
    overlays.set(model, MODEL.replace('Net', 'Unsaved'));
    assert.deepEqual(entriesIn((await host.run(jobOf(model), {})).payload), ['Unsaved']);
    overlays.clear();
    assert.equal((await host.run(jobOf(model), {})).fingerprint, onDisk.fingerprint);
  });

  it('stops a job that nobody waits for any more, and goes on', async () => {
    const signal = { aborted: false };
    const cancelled = host.run(jobOf(write('loop.py', LOOP)), {
      signal,
      progress: (stage) => {
        if (stage === 'Running the model') setTimeout(() => (signal.aborted = true), 50);
      },
    });
    await assert.rejects(cancelled, Cancelled);
    await works();
  });

  it('lets go of a job that still waits for its turn', async () => {
    const order: string[] = [];
    const signal = { aborted: false };
    const first = host.run(jobOf(write('loop.py', LOOP), { timeLimitSeconds: 2 }), {});
    const second = host.run(jobOf(model), { signal });
    signal.aborted = true;
    await Promise.all([
      assert
        .rejects(first, failsWith('python-time-limit', /longer than 2 s/))
        .then(() => order.push('first')),
      assert.rejects(second, Cancelled).then(() => order.push('second')),
    ]);
    assert.deepEqual(order, ['second', 'first']);
    await works();
  });

  if (process.platform !== 'win32')
    it('starts locked from a folder behind a link', async () => {
      const link = path.join(folder, 'linked');
      symlinkSync(path.join(projectRoot(), 'dist'), link);
      const linked = openHost({ files: pythonFiles(link) });
      assert.deepEqual(entriesIn((await linked.run(jobOf(model), {})).payload), ['Net']);
      assert.deepEqual(linked.log, []);
      linked.dispose();
    });

  if (process.platform === 'linux') {
    it('survives the death of its process between two jobs', async () => {
      await works();
      const [pid = assert.fail('no process')] = sandboxes();
      process.kill(pid, 'SIGKILL');
      await until(() => !sandboxes().includes(pid));
      await works();
    });

    it('survives the death of its process in the middle of a job', async () => {
      await works();
      const broken = host.run(jobOf(write('loop.py', LOOP)), {
        progress: (stage) => {
          if (stage !== 'Running the model') return;
          setTimeout(() => {
            sandboxes().forEach((pid) => process.kill(pid, 'SIGKILL'));
          }, 100);
        },
      });
      await assert.rejects(broken, failsWith('python-unavailable', /broke down.*starts afresh/));
      await works();
    });

    it('gives trusted code another process than untrusted', async () => {
      await works();
      const before = sandboxes();
      await host.run(jobOf(model, { trusted: true, timeLimitSeconds: 29 }), {});
      await until(() => before.every((pid) => !runs(pid)));
      assert.equal(sandboxes().length, 1);
    });

    it('replaces a process whose memory has grown large', async () => {
      const file = write('large.py', `data = bytearray(600 << 20)\ndel data\n${MODEL}`);
      assert.deepEqual(entriesIn((await host.run(jobOf(file), {})).payload), ['Net']);
      const before = sandboxes();
      await until(() => before.every((pid) => !runs(pid)));
      await works();
    });

    it('leaves no process behind when it is disposed', async () => {
      const other = openHost();
      const running = other.run(jobOf(write('loop.py', LOOP)), {});
      await new Promise((resolve) => setTimeout(resolve, 1500));
      other.dispose();
      await assert.rejects(running);
      host.dispose();
      await until(() => sandboxes().length === 0);
    });
  }
});
