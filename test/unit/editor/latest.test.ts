import assert from 'node:assert/strict';
import { Latest } from '../../../extension/editor/latest';
import { Cancelled } from '../../../extension/host/channel';

/** A computation whose runs the test ends by hand. */
function controlled(): {
  readonly latest: Latest<string>;
  readonly runs: { signal: AbortSignal; resolve: (value: string) => void; reject: (error: Error) => void }[];
  readonly seen: string[];
} {
  const runs: { signal: AbortSignal; resolve: (value: string) => void; reject: (error: Error) => void }[] =
    [];
  const seen: string[] = [];
  const compute = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      runs.push({ signal, resolve, reject });
      signal.addEventListener('abort', () => {
        reject(new Cancelled());
      });
    });
  const latest = new Latest<string>(compute, () => {
    seen.push(`${latest.state.status} ${latest.state.value ?? '-'}`);
  });
  return { latest, runs, seen };
}

describe('latest', () => {
  it('computes nothing until it is asked, and then once', async () => {
    const { latest, runs } = controlled();
    assert.equal(latest.state.status, 'idle');
    latest.ensure();
    latest.ensure();
    assert.equal(runs.length, 1);
    runs[0]?.resolve('a');
    assert.deepEqual(await latest.settled(), { status: 'ready', value: 'a', message: '' });
  });

  it('keeps the last good value, marked stale, while a newer one is computed', async () => {
    const { latest, runs, seen } = controlled();
    latest.ensure();
    runs[0]?.resolve('a');
    await latest.settled();
    latest.refresh();
    assert.deepEqual(latest.state, { status: 'stale', value: 'a', message: '' });
    runs[1]?.resolve('b');
    await latest.settled();
    assert.deepEqual(seen, ['loading -', 'ready a', 'stale a', 'ready b']);
  });

  it('cancels an older run and never shows its answer', async () => {
    const { latest, runs, seen } = controlled();
    latest.ensure();
    latest.refresh();
    assert.equal(runs[0]?.signal.aborted, true);
    runs[0].resolve('old');
    runs[1]?.resolve('new');
    assert.equal((await latest.settled()).value, 'new');
    assert.ok(!seen.includes('ready old'));
  });

  it('a failure takes the place of the value', async () => {
    const { latest, runs } = controlled();
    latest.ensure();
    runs[0]?.resolve('a');
    await latest.settled();
    latest.refresh();
    runs[1]?.reject(new Error('no model'));
    assert.deepEqual(await latest.settled(), { status: 'failed', value: null, message: 'no model' });
  });

  it('cancelling keeps the last good value', async () => {
    const { latest, runs } = controlled();
    latest.ensure();
    runs[0]?.resolve('a');
    await latest.settled();
    latest.refresh();
    latest.cancel();
    const state = await latest.settled();
    assert.equal(state.status, 'stale');
    assert.equal(state.value, 'a');
    assert.equal(latest.running, false);
  });
});
