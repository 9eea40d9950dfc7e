import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Keeper, type KeptSession } from '../../../../extension/host/python/keeper.node';

interface FakeSession extends KeptSession {
  readonly killed: boolean;
}

function session(locked = true): FakeSession & { alive: boolean } {
  const made = {
    ready: { locked, open: locked ? [] : ['the network'] },
    alive: true,
    killed: false,
    run: () => Promise.resolve(''),
    quiet: () => Promise.resolve(),
    kill: () => {
      made.alive = false;
      made.killed = true;
    },
  };
  return made;
}

const SOON = { idleMilliseconds: 20, backoffMilliseconds: 200 };

/** Waits until what has been promised so far is through. */
const turn = (): Promise<void> => sleep(0);

describe('Keeper of the Python process', () => {
  const keepers: Keeper[] = [];
  const keep = (...[start, options]: ConstructorParameters<typeof Keeper>): Keeper => {
    const keeper = new Keeper(start, options);
    keepers.push(keeper);
    return keeper;
  };
  afterEach(() => {
    for (const keeper of keepers.splice(0)) keeper.dispose();
  });

  it('starts once for many jobs, and again when the process is gone', async () => {
    const made: (FakeSession & { alive: boolean })[] = [];
    const keeper = keep(() => {
      made.push(session());
      return Promise.resolve(made.at(-1) ?? assert.fail());
    });
    assert.equal(await keeper.take(false), await keeper.take(false));
    assert.equal(made.length, 1);
    for (const each of made) each.alive = false;
    assert.equal(await keeper.take(false), made[1]);
  });

  it('gives the same answer for a while after a start that failed, then tries again', async () => {
    let starts = 0;
    const works = session();
    const keeper = keep(() => {
      starts++;
      return starts === 1 ? Promise.reject(new Error('no start')) : Promise.resolve(works);
    }, SOON);
    for (let i = 0; i < 3; i++) {
      await assert.rejects(keeper.take(false), /no start/);
      assert.equal(keeper.warm, false);
    }
    assert.equal(starts, 1);
    // Timers may come a little early by the clock that the keeper reads.
    await sleep(2 * SOON.backoffMilliseconds);
    assert.equal(await keeper.take(false), works);
  });

  it('keeps the newer process when the start of an older one fails late', async () => {
    let fail: (error: Error) => void = () => undefined;
    const trusted = session();
    const keeper = keep((isTrusted) =>
      isTrusted
        ? Promise.resolve(trusted)
        : new Promise((_, reject) => {
            fail = reject;
          }),
    );
    const first = keeper.take(false);
    assert.equal(await keeper.take(true), trusted);
    fail(new Error('too late'));
    await assert.rejects(first, /too late/);
    assert.equal(keeper.warm, true);
    keeper.dispose();
    await turn();
    assert.ok(trusted.killed);
  });

  it('ends a process that nobody asks for, but none in the middle of a job', async () => {
    const only = session();
    const keeper = keep(() => Promise.resolve(only), SOON);
    await keeper.take(false);
    keeper.rest();
    await keeper.take(false);
    await sleep(3 * SOON.idleMilliseconds);
    assert.equal(only.killed, false);
    keeper.rest();
    await sleep(3 * SOON.idleMilliseconds);
    assert.equal(only.killed, true);
    assert.equal(keeper.warm, false);
  });

  it('refuses a process without locks to code that is not trusted, however it was started', async () => {
    const dead = session();
    dead.alive = false;
    const starts = [dead, session(false)];
    const keeper = keep(() => Promise.resolve(starts.shift() ?? assert.fail()));
    await assert.rejects(keeper.take(false), /the network/);
    assert.equal(keeper.warm, false);
  });
});
