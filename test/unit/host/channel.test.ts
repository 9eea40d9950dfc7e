import assert from 'node:assert/strict';
import { Channel, Cancelled } from '../../../extension/host/channel';
import type { ClientWire, ToClient, ToServer } from '../../../extension/host/messages';

/** A wire whose other end is the test. */
function scripted(): { wire: ClientWire; sent: ToServer[]; reply: (message: ToClient) => void } {
  const sent: ToServer[] = [];
  const listeners: ((message: ToClient) => void)[] = [];
  return {
    sent,
    reply: (message) => {
      for (const listener of listeners) listener(message);
    },
    wire: {
      send: (message) => {
        sent.push(message);
      },
      listen: (listener) => {
        listeners.push(listener);
      },
    },
  };
}

describe('channel', () => {
  it('matches answers to questions by id, in any order', async () => {
    const { wire, reply } = scripted();
    const channel = new Channel(wire);
    const answers = Promise.all([channel.call('a', []), channel.call('b', [])]);
    reply({ kind: 'result', id: 2, value: 'second' });
    reply({ kind: 'result', id: 1, value: 'first' });
    assert.deepEqual(await answers, ['first', 'second']);
  });

  it('ignores answers nobody waits for', async () => {
    const { wire, reply } = scripted();
    const channel = new Channel(wire);
    const answer = channel.call('a', []);
    reply({ kind: 'result', id: 99, value: 'stray' });
    reply({ kind: 'result', id: 1, value: 1 });
    reply({ kind: 'result', id: 1, value: 2 });
    assert.equal(await answer, 1);
  });

  it('gives up after its timeout', async () => {
    const { wire } = scripted();
    await assert.rejects(
      new Channel(wire, { timeoutMilliseconds: 10 }).call('a', []),
      /no answer within 0 seconds/,
    );
  });

  it('shows a cancellation through shared memory and by message', async () => {
    const { wire, sent } = scripted();
    const abort = new AbortController();
    const answer = new Channel(wire).call('a', [], { signal: abort.signal });
    abort.abort();
    await assert.rejects(answer, Cancelled);
    const [call, cancel] = sent;
    assert.ok(call?.kind === 'call' && call.cancelled?.[0] === 1);
    assert.deepEqual(cancel, { kind: 'cancel', id: 1 });
  });

  it('tells when a cancelled call is never answered, and not when it is', async () => {
    for (const answered of [true, false]) {
      const { wire, reply } = scripted();
      let told = false;
      const abort = new AbortController();
      const channel = new Channel(wire, { cancelGraceMilliseconds: 5, onUnresponsive: () => (told = true) });
      const call = channel.call('a', [], { signal: abort.signal });
      abort.abort();
      await assert.rejects(call, Cancelled);
      if (answered) reply({ kind: 'error', id: 1, name: 'Error', message: 'cancelled', stack: '' });
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(told, !answered);
    }
  });

  it('rejects a message that cannot be sent', async () => {
    const wire: ClientWire = {
      listen: () => undefined,
      send: () => {
        throw new Error('not cloneable');
      },
    };
    await assert.rejects(new Channel(wire).call('a', []), /not cloneable/);
  });

  it('rejects everything when it closes', async () => {
    const { wire } = scripted();
    const channel = new Channel(wire);
    const calls = [channel.call('a', []), channel.call('b', [])];
    channel.close(new Error('gone'));
    channel.close(new Error('twice'));
    for (const call of calls) await assert.rejects(call, /gone/);
    await assert.rejects(channel.call('c', []), /gone/);
  });
});
