import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Report } from '../../../extension/shared/report';
import type { ModelDiff } from '../../../extension/shared/diff';
import { gitRepository } from '../../helpers/gitRepository';
import { projectRoot } from '../../helpers/root';

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
    buildSync({
      entryPoints: [path.join(root, 'extension/cli.ts')],
      outfile: at('dist/cli/main.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
    });
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
      const child = spawn(process.execPath, [at('dist/cli/main.mjs'), ...args], {
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
  const dim = (value: number): Uint8Array => field(1, varintField(1, value));
  const shape = field(2, dim(2), dim(3));
  const type = field(2, field(1, varintField(1, 1), shape));
  const value = (name: string): Uint8Array => Buffer.concat([field(1, text(name)), type]);
  const chain = Array.from({ length: nodes }, (_, at) =>
    field(
      1,
      field(1, text(`t${at}`)),
      field(2, text(`t${at + 1}`)),
      field(3, text(`relu${at}`)),
      field(4, text('Relu')),
    ),
  );
  const graph = field(
    7,
    ...chain,
    field(2, text('chain')),
    field(11, value('t0')),
    field(12, value(`t${nodes}`)),
  );
  return Buffer.concat([varintField(1, 8), field(8, varintField(2, 17)), graph]);
}

function text(value: string): Uint8Array {
  return Buffer.from(value);
}

function varintField(number: number, value: number): Uint8Array {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function field(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([varint((number << 3) | 2), varint(body.length), body]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Uint8Array.from([...bytes, rest]);
}
