import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled, RemoteError } from '../../../extension/host/channel';
import { connectInProcess } from '../../../extension/host/inProcess';
import type { AnalyzeOptions } from '../../../extension/shared/engineCalls';
import { emptyReport, fakeEngine } from './fakeEngine';

const OPTIONS: AnalyzeOptions = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };

describe('inProcess', () => {
  it('forwards every call with its arguments', async () => {
    const seen: unknown[] = [];
    const connection = connectInProcess(() =>
      fakeEngine({
        details: (path, options, id) => {
          seen.push(path, options, id);
          return Promise.resolve(null);
        },
      }),
    );
    assert.equal((await connection.engine.analyze('/a.onnx', OPTIONS)).model.path, '/a.onnx');
    assert.deepEqual(await connection.engine.groupsAround('/a.onnx', OPTIONS, 'n7'), ['around n7']);
    assert.deepEqual(await connection.engine.hardware(), [{ id: 'horowitz-45nm', label: '45 nm' }]);
    assert.equal(await connection.engine.details('/b.onnx', OPTIONS, 'n1', {}), null);
    assert.deepEqual(seen, ['/b.onnx', OPTIONS, 'n1']);
    connection.dispose();
  });

  it('carries failures over with their kind and sentence', async () => {
    class BadInput extends Error {
      override readonly name = 'BadInput';
    }
    const connection = connectInProcess(() =>
      fakeEngine({ listing: () => Promise.reject(new BadInput('/a.onnx: not a model.')) }),
    );
    const error = await connection.engine.listing('/a.onnx').catch((caught: unknown) => caught);
    assert.ok(error instanceof RemoteError);
    assert.equal(error.kind, 'BadInput');
    assert.equal(error.message, '/a.onnx: not a model.');
    connection.dispose();
  });

  it('reports progress, and nothing after the answer', async () => {
    const stages: string[] = [];
    const connection = connectInProcess(() =>
      fakeEngine({
        analyze: async (path, _options, context) => {
          for (const stage of ['reading', 'pricing']) {
            await sleep(120);
            context?.progress?.(stage, 1, 2);
          }
          return emptyReport(path);
        },
      }),
    );
    const progress = (stage: string): void => {
      stages.push(stage);
    };
    await connection.engine.analyze('/a.onnx', OPTIONS, { progress });
    assert.deepEqual(stages, ['reading', 'pricing']);
    connection.dispose();
  });

  it('cancels at once for the caller and tells the engine', async () => {
    let sawCancel = false;
    const connection = connectInProcess(() =>
      fakeEngine({
        analyze: async (path, _options, context) => {
          while (context?.signal?.aborted === false) await sleep(1);
          sawCancel = true;
          return emptyReport(path);
        },
      }),
    );
    const abort = new AbortController();
    const call = connection.engine.analyze('/a.onnx', OPTIONS, { signal: abort.signal });
    await sleep(10);
    abort.abort();
    await assert.rejects(call, Cancelled);
    await sleep(20);
    assert.ok(sawCancel);
    const late = connection.engine.analyze('/a.onnx', OPTIONS, { signal: abort.signal });
    await assert.rejects(late, Cancelled);
    connection.dispose();
  });

  it('rejects what is pending when it is disposed, and everything after', async () => {
    const connection = connectInProcess(() => fakeEngine({ listing: () => new Promise(() => undefined) }));
    const pending = connection.engine.listing('/a.onnx');
    await sleep(5);
    connection.dispose();
    await assert.rejects(pending, /shutting down/);
    await assert.rejects(connection.engine.hardware(), /shutting down/);
  });
});
