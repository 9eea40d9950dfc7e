import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cancelled } from '../../../extension/host/channel';
import { connectNodeWorker } from '../../../extension/host/nodeWorker';
import type { EngineConnection } from '../../../extension/host/client';
import type { AnalyzeOptions } from '../../../extension/shared/engineCalls';

/** Answers `listing` with its thread id, dies at `hardware`, spins until cancelled at `view`, spins for ever at `analyze`. */
const WORKER = `
  const { parentPort, threadId, workerData } = require('node:worker_threads');
  parentPort.on('message', ({ kind, id, name, cancelled }) => {
    if (kind !== 'call') return;
    if (name === 'hardware') throw new Error('boom');
    if (name === 'analyze') for (;;);
    if (name === 'view') while (Atomics.load(cancelled, 0) === 0);
    parentPort.postMessage({ kind: 'result', id, value: { threadId, workerData } });
  });
`;
const OPTIONS: AnalyzeOptions = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };

describe('nodeWorker', () => {
  let folder = '';
  let connection: EngineConnection;
  const logged: string[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'layercost-worker-'));
    writeFileSync(join(folder, 'worker.js'), WORKER);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    const log = (line: string): void => {
      logged.push(line);
    };
    connection = connectNodeWorker({
      entry: join(folder, 'worker.js'),
      data: () => 'data',
      log,
      cancelGraceMilliseconds: 50,
      idleMilliseconds: 60,
    });
  });
  afterEach(() => {
    connection.dispose();
  });

  const thread = async (): Promise<number> => {
    const answer: unknown = await connection.engine.listing('');
    assert.ok(
      typeof answer === 'object' && answer !== null && 'threadId' in answer && 'workerData' in answer,
    );
    assert.equal(answer.workerData, 'data');
    return Number(answer.threadId);
  };

  it('keeps one worker for several calls', async () => {
    assert.equal(await thread(), await thread());
  });

  it('stops an idle worker and starts another when it is needed', async () => {
    const first = await thread();
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.notEqual(await thread(), first);
  });

  it('starts another worker after a restart', async () => {
    const first = await thread();
    connection.restart();
    assert.notEqual(await thread(), first);
  });

  it('rejects what is pending when the worker dies, logs why, and starts afresh', async () => {
    const first = await thread();
    await assert.rejects(connection.engine.hardware(), /stopped unexpectedly/);
    assert.ok(logged.some((line) => line.includes('boom')));
    assert.notEqual(await thread(), first);
  });

  it('reaches a busy worker with a cancellation', async () => {
    const first = await thread();
    const abort = new AbortController();
    const call = connection.engine.view('', OPTIONS, { metric: 'macs', open: [] }, { signal: abort.signal });
    abort.abort();
    await assert.rejects(call, Cancelled);
    assert.equal(await thread(), first);
  });

  it('replaces a worker that ignores a cancellation', async () => {
    const first = await thread();
    const abort = new AbortController();
    const call = connection.engine.analyze('', OPTIONS, { signal: abort.signal });
    abort.abort();
    await assert.rejects(call, Cancelled);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.notEqual(await thread(), first);
  });
});
