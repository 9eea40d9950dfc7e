import assert from 'node:assert/strict';
import { runCli } from '../../../extension/cli/run';
import { BadInput } from '../../../extension/engine/diagnostics';
import type { ModelDiff } from '../../../extension/shared/diff';
import { EXAMPLE } from '../engine/report/exampleReport';
import { type FakeSetup, fakeWorld } from './fakeWorld';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Names in the order in which they were checked out and given back. */
  readonly calls: readonly string[];
}

/** `REV:path` lies at /tmp/copy. */
async function run(line: string, setup: FakeSetup = {}): Promise<Ran> {
  const calls: string[] = [];
  const world = fakeWorld({
    analyze: (path) => ({ ...EXAMPLE, model: { ...EXAMPLE.model, path } }),
    checkOut: (name) => {
      calls.push(name);
      const dispose = (): Promise<void> => {
        calls.push(`gave back ${name}`);
        return Promise.resolve();
      };
      return Promise.resolve({ path: name.replace(/^.*:/, '/tmp/copy/'), dispose });
    },
    ...setup,
  });
  const code = await runCli(line.split(' '), world);
  return { code, stdout: world.stdout, stderr: world.stderr, calls };
}

describe('diff', () => {
  it('names both sides as the user did, and gives back what was checked out', async () => {
    const { code, stdout, calls } = await run('diff HEAD~1:a.onnx a.onnx --format json');
    assert.equal(code, 0);
    const { before, after, same } = JSON.parse(stdout) as ModelDiff;
    assert.deepEqual([before.path, after.path], ['HEAD~1:a.onnx', 'a.onnx']);
    assert.equal(same, EXAMPLE.layers.length);
    assert.deepEqual(calls, ['HEAD~1:a.onnx', 'gave back HEAD~1:a.onnx', 'a.onnx', 'gave back a.onnx']);
  });

  it('tells of a bad model under the name that the user gave', async () => {
    const analyze = (path: string): never => {
      throw new BadInput(`${path}: not an ONNX model: the file is empty`);
    };
    const { code, stdout, stderr, calls } = await run('diff v1:a.onnx a.onnx', { analyze });
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'layercost: v1:a.onnx: not an ONNX model: the file is empty\n');
    assert.deepEqual(calls, ['v1:a.onnx', 'gave back v1:a.onnx']);
  });

  it('tells why a revision cannot be had', async () => {
    const checkOut = (): Promise<never> => Promise.reject(new Error('v9:a.onnx: There is no revision v9.'));
    const { code, stderr } = await run('diff v9:a.onnx a.onnx', { checkOut });
    assert.deepEqual([code, stderr], [2, 'layercost: v9:a.onnx: There is no revision v9.\n']);
  });
});
