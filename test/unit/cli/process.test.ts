import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../../extension/shared/report';
import type { ModelDiff } from '../../../extension/shared/diff';
import { gitRepository } from '../../helpers/gitRepository';
import { projectRoot } from '../../helpers/root';
import { chunkField, join, varintField } from '../../helpers/wireWriter';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('command line as a process', () => {
  let folder = '';
  const at = (name: string): string => path.join(folder, name);

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'layercost-cli-'));
    mkdirSync(at('dist'));
    mkdirSync(at('temporary'));
    const root = projectRoot();
    writeFileSync(at('package.json'), readFileSync(path.join(root, 'package.json')));
    // What ships, parts included, where nothing else of the project lies around it.
    for (const name of ['cli.js', 'cli'])
      cpSync(path.join(root, 'dist', name), at(`dist/${name}`), { recursive: true });
    writeFileSync(at('relu.onnx'), reluModel(1));
    writeFileSync(at('long.onnx'), reluModel(5000));
    writeFileSync(at('text.onnx'), 'Not Found');
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function run(
    args: readonly string[],
    readers: { readonly closeEarly?: boolean; readonly cwd?: string } = {},
  ): Promise<Ended> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [at('dist/cli.js'), ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: readers.cwd,
        env: { ...process.env, TMPDIR: at('temporary') },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        if (readers.closeEarly === true) child.stdout.destroy();
      });
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  it('prices a model', async () => {
    const { code, stdout, stderr } = await run(['inspect', at('relu.onnx'), '--format', 'json']);
    assert.deepEqual([code, stderr], [0, '']);
    const report = JSON.parse(stdout) as Report;
    assert.deepEqual(
      report.layers.map(({ op, outputs, flops }) => [op, outputs[0]?.shape, flops]),
      [['Relu', [2, 3], 6]],
    );
  });

  it('says what is wrong with a file, in one line without a stack', async () => {
    for (const name of ['text.onnx', 'absent.onnx', 'dist']) {
      const { code, stdout, stderr } = await run(['inspect', at(name)]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^layercost: [^\n]+\n$/);
      assert.ok(stderr.includes(at(name)), stderr);
    }
  });

  it('is quiet when its reader has seen enough', async () => {
    const { code, stderr } = await run(['inspect', at('long.onnx'), '--format', 'json'], {
      closeEarly: true,
    });
    assert.deepEqual([code, stderr], [0, '']);
  });

  it('compares revisions of a model, and leaves nothing behind', async () => {
    const repository = gitRepository(at('repository'));
    repository.write('nets/relu.onnx', reluModel(1));
    repository.commit('one');
    repository.write('nets/relu.onnx', reluModel(3));
    repository.commit('three');
    const cwd = repository.at('nets');
    const args = ['diff', 'HEAD~1:./relu.onnx', 'relu.onnx', '--format', 'json'];
    const { code, stdout, stderr } = await run(args, { cwd });
    assert.deepEqual([code, stderr], [0, '']);
    const { before, after, same, added } = JSON.parse(stdout) as ModelDiff;
    assert.deepEqual([before.path, after.path], ['HEAD~1:./relu.onnx', 'relu.onnx']);
    assert.deepEqual([before.totals.flops, after.totals.flops, same + added.length], [6, 18, 3]);
    const both = await run(['diff', 'main~1:nets/relu.onnx', 'main:nets/relu.onnx', '--format', 'markdown'], {
      cwd,
    });
    assert.match(both.stdout, /FLOPs +\| +6 \| +18 \|/);
    const bad = await run(['diff', 'v9:nets/relu.onnx', 'relu.onnx'], { cwd });
    assert.equal(bad.stderr, 'layercost: v9:nets/relu.onnx: There is no revision v9 in this repository.\n');
    assert.deepEqual(readdirSync(at('temporary')), []);
  });

  it('knows its version', async () => {
    const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { readonly version: string };
    assert.equal((await run(['--version'])).stdout, `${version}\n`);
  });
});

/** A chain of Relu over a 2x3 float32 tensor, written by hand in the wire format of onnx.proto. */
function reluModel(nodes: number): Uint8Array {
  const dim = (value: number): Uint8Array => chunkField(1, varintField(1, value));
  const shape = chunkField(2, join([dim(2), dim(3)]));
  const type = chunkField(2, chunkField(1, join([varintField(1, 1), shape])));
  const value = (name: string): Uint8Array => join([chunkField(1, name), type]);
  const chain = Array.from({ length: nodes }, (_, at) =>
    chunkField(
      1,
      join([
        chunkField(1, `t${at}`),
        chunkField(2, `t${at + 1}`),
        chunkField(3, `relu${at}`),
        chunkField(4, 'Relu'),
      ]),
    ),
  );
  const graph = join([
    ...chain,
    chunkField(2, 'chain'),
    chunkField(11, value('t0')),
    chunkField(12, value(`t${nodes}`)),
  ]);
  return join([varintField(1, 8), chunkField(8, varintField(2, 17)), chunkField(7, graph)]);
}
