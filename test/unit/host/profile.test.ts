import assert from 'node:assert/strict';
import { layerTimes } from '../../../extension/host/runtime/profile';

const node = (name: string, op: string, dur: number): string =>
  `{"cat" : "Node","dur" :${dur},"name" :"${name}_kernel_time","args" : {"op_name" : "${op}"}},`;
const RUN = '{"cat" : "Session","dur" :9000,"name" :"model_run","args" : {}},';

describe('profiles of the runtime', () => {
  it('tell of each layer by run, and sum up what a loop repeats', () => {
    const lines = ['[', node('a', 'Conv', 2500), node('b', 'Add', 10), node('b', 'Add', 30), RUN];
    assert.deepEqual(layerTimes([...lines, node('a', 'Conv', 1500), RUN, ']']), [
      { name: 'a', op: 'Conv', milliseconds: [2.5, 1.5] },
      { name: 'b', op: 'Add', milliseconds: [0.04, 0] },
    ]);
  });

  it('say nothing in lines that are no events', () => {
    const lines = ['[', node('quote " in it', 'Conv', 1), '{"cat":"Node"}', '{', 'noise', 'null', RUN];
    assert.deepEqual(layerTimes(lines), []);
  });

  it('count no event but the node itself', () => {
    const before = node('a', 'Conv', 7).replace('_kernel_time', '_fence_before');
    assert.deepEqual(layerTimes([before, RUN]), []);
  });
});
