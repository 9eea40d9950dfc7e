import assert from 'node:assert/strict';
import { Cancelled } from '../../../../extension/engine/diagnostics';
import { eachSpan, Pacer, type Work } from '../../../../extension/engine/weights/pace';
import { singularValues } from '../../../../extension/engine/weights/spectrum';
import { seeded } from '../../../helpers/random';
import { randomMatrix } from './matrices';

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('the pace of long work', () => {
  it('covers every element once, in order', async () => {
    for (const length of [0, 1, 2 ** 17 - 1, 2 ** 17, 2 ** 17 + 1, 400_000]) {
      let next = 0;
      await eachSpan(length, new Pacer({ pause: turn }, 'x', length), (start, end) => {
        assert.equal(start, next);
        next = end;
      });
      assert.equal(next, length);
    }
  });

  it('throws at once where nobody waits any more', () => {
    assert.throws(() => new Pacer({ pause: turn, signal: { aborted: true } }, 'x', 1), Cancelled);
  });

  it('pauses during long work, says how far it is and stops when cancelled in a pause', async () => {
    const controller = new AbortController();
    const heard: string[] = [];
    const work: Work = {
      signal: controller.signal,
      progress: (stage, done, total) => {
        assert.ok(done > 0 && done <= total, `${done} of ${total}`);
        heard.push(stage);
      },
      pause: async () => {
        setImmediate(() => {
          controller.abort();
        });
        await turn();
        await turn();
      },
    };
    await assert.rejects(singularValues(randomMatrix(seeded(1), 512, 2048), work), Cancelled);
    assert.ok(heard.length === 1, heard.join(', '));
  });
});
