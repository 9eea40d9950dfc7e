import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PythonFailure } from '../../../../extension/engine/hostPython';
import { pythonFiles } from '../../../../extension/host/python/layout.node';
import { projectRoot } from '../../../helpers/root';
import { jobOf, MODEL, openHost, PATIENCE_MILLISECONDS } from './jobs';

const FRAME = `import { readSync, writeSync } from 'node:fs';
const send = (kind, text) => {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(5);
  header.writeUInt32LE(payload.length);
  header[4] = kind;
  writeSync(3, Buffer.concat([header, payload]));
};
const receive = () => { if (readSync(3, Buffer.alloc(1 << 16)) === 0) process.exit(0); };
receive();
`;
/** Answers every job with an empty list, and says about its locks what it is told to. */
const child = (ready: object): string =>
  `${FRAME}send(4, ${JSON.stringify(JSON.stringify(ready))});
for (;;) { receive(); send(6, '{"entries":[]}'); }`;

describe('Python where the process is not locked', function () {
  this.timeout(PATIENCE_MILLISECONDS);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-unlocked-'));
  const model = path.join(folder, 'model.py');
  writeFileSync(model, MODEL);
  const hosts: ReturnType<typeof openHost>[] = [];

  after(() => {
    for (const host of hosts) host.dispose();
    rmSync(folder, { recursive: true });
  });

  const hostOf = (name: string, script: string): ReturnType<typeof openHost> => {
    const file = path.join(folder, `${name}.mjs`);
    writeFileSync(file, script);
    const files = { ...pythonFiles(path.join(projectRoot(), 'dist')), child: file };
    const host = openHost({ files, cacheFolder: null });
    hosts.push(host);
    return host;
  };
  const failureOf = async (running: Promise<unknown>): Promise<PythonFailure> => {
    const error: unknown = await running.then(
      () => null,
      (reason: unknown) => reason,
    );
    return error instanceof PythonFailure ? error : assert.fail(String(error));
  };

  it('runs code of trusted workspaces alone, and says what to do', async () => {
    const host = hostOf('open', child({ locked: false, open: ['files can be read'] }));
    const { code, message } = await failureOf(host.run(jobOf(model), {}));
    assert.equal(code, 'python-refused');
    assert.match(message, /files can be read.*trust this one/);
    const { payload } = await host.run(jobOf(model, { trusted: true }), {});
    assert.deepEqual(payload, { entries: [] });
  });

  it('runs any code where everything is closed', async () => {
    const host = hostOf('closed', child({ locked: true, open: [] }));
    assert.deepEqual((await host.run(jobOf(model), {})).payload, { entries: [] });
  });

  it('starts no unlocked process for code that is not trusted', async () => {
    const script = `process.stderr.write(process.permission ? 'no such flag' : 'unlocked');
process.exit(9);`;
    const host = hostOf('ends', script);
    const refused = await failureOf(host.run(jobOf(model), {}));
    assert.equal(refused.code, 'python-refused');
    assert.match(refused.message, /no such flag/);
    assert.ok(!host.log.some((line) => line.includes('unlocked')));
    const unavailable = await failureOf(host.run(jobOf(model, { trusted: true }), {}));
    assert.equal(unavailable.code, 'python-unavailable');
  });

  it('ends a process that talks nonsense', async () => {
    const script = `${FRAME}writeSync(3, Buffer.from([255, 255, 255, 255, 6]));
for (;;) receive();`;
    const { code } = await failureOf(hostOf('nonsense', script).run(jobOf(model), {}));
    assert.equal(code, 'python-refused');
  });

  it('keeps no snapshot from a process that was not asked for one', async () => {
    const script = `${FRAME}send(4, '{"locked":true,"open":[]}');
receive(); send(7, 'poison'); send(6, '{"entries":[]}'); receive();`;
    const cache = path.join(folder, 'cache');
    const files = {
      ...pythonFiles(path.join(projectRoot(), 'dist')),
      child: path.join(folder, 'poison.mjs'),
    };
    writeFileSync(files.child, script);
    const host = openHost({ files, cacheFolder: cache });
    hosts.push(host);
    await host.run(jobOf(model), {});
    assert.throws(() => {
      rmSync(cache, { recursive: true });
    }, /ENOENT/);
  });
});
