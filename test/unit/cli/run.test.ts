import assert from 'node:assert/strict';
import { runCli } from '../../../extension/cli/run';
import { BadInput } from '../../../extension/engine/diagnostics';
import type { Report } from '../../../extension/shared/report';
import { EXAMPLE } from '../engine/report/exampleReport';
import { type FakeSetup, type FakeWorld, fakeWorld } from './fakeWorld';

const PROFILE = {
  id: 'mine',
  label: 'Mine',
  source: 'measured',
  macPicojoules: { int8: { pj: 0.2, assumed: false } },
  dramPicojoulesPerByte: 100,
  bufferBytes: 4096,
  bufferPicojoulesPerByte: 1,
};

/** A good file named anything, a bad one named bad.onnx. */
function analyze(path: string): Report {
  if (path.startsWith('bad')) throw new BadInput(`${path}: not an ONNX model: the file is empty`);
  return { ...EXAMPLE, model: { ...EXAMPLE.model, path } };
}

async function run(line: string, setup: FakeSetup = {}): Promise<FakeWorld & { readonly code: number }> {
  const world = fakeWorld({ analyze, ...setup });
  const code = await runCli(line.split(' '), world);
  return Object.assign(world, { code });
}

describe('command line', () => {
  it('prints the table on stdout and nothing on stderr', async () => {
    const { code, stdout, stderr } = await run('inspect a.onnx');
    assert.equal(code, 0);
    assert.match(stdout, /^a\.onnx {2}tiny\n/);
    assert.equal(stderr, '');
  });

  it('prints help and version', async () => {
    assert.match((await run('--help')).stdout, /layercost inspect FILE/);
    assert.equal((await run('--version')).stdout, '1.2.3\n');
  });

  it('hands dims, shapes and hardware to the engine', async () => {
    const { analyses } = await run('inspect a.onnx --dim batch=8 --input x=1x2 --hardware tpuv4i-7nm');
    assert.equal(analyses.length, 1);
    const { hardware, dims, inputShapes } = analyses[0]?.options ?? assert.fail();
    assert.deepEqual(
      { hardware, dims, inputShapes },
      { hardware: 'tpuv4i-7nm', dims: { batch: 8 }, inputShapes: { x: [1, 2] } },
    );
  });

  describe('several files', () => {
    it('are an array in JSON, with failures in their place, and exit with 2', async () => {
      const { code, stdout, stderr } = await run('inspect a.onnx bad.onnx c.onnx --format json');
      assert.equal(code, 2);
      const parsed = JSON.parse(stdout) as readonly Report[];
      assert.deepEqual(
        parsed.map(({ model }) => model.path),
        ['a.onnx', 'bad.onnx', 'c.onnx'],
      );
      assert.deepEqual(parsed[1], {
        model: { path: 'bad.onnx' },
        error: 'bad.onnx: not an ONNX model: the file is empty',
      });
      assert.equal(stderr, 'layercost: bad.onnx: not an ONNX model: the file is empty\n');
    });

    for (const [format, each] of [
      ['table', /^a\.onnx[\s\S]*\nc\.onnx/],
      ['csv', /^model,[\s\S]*\na\.onnx,[\s\S]*\nc\.onnx,/],
      ['markdown', /^### `a\.onnx`[\s\S]*### `c\.onnx`/],
    ] as const)
      it(`are printed one after the other as ${format}`, async () => {
        const { code, stdout, stderr } = await run(`inspect a.onnx bad.onnx c.onnx --format ${format}`);
        assert.equal(code, 2);
        assert.match(stdout, each);
        assert.equal(stderr.split('\n').length, 2);
      });
  });

  it('prints a single report as an object, and nothing for a single failure', async () => {
    assert.equal((JSON.parse((await run('inspect a.onnx --format json')).stdout) as Report).schema, 1);
    const { code, stdout, stderr } = await run('inspect bad.onnx --format json');
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'layercost: bad.onnx: not an ONNX model: the file is empty\n');
  });

  it('holds the layers of one report that is printed as JSON only one at a time', async () => {
    const lazy = async (line: string): Promise<readonly boolean[]> =>
      (await run(line)).analyses.map(({ isLazy }) => isLazy);
    assert.deepEqual(await lazy('inspect a.onnx --format json'), [true]);
    assert.deepEqual(await lazy('inspect a.onnx c.onnx --format json'), [false, false]);
    assert.deepEqual(await lazy('inspect a.onnx --format csv'), [false]);
  });

  it('refuses a dim that no file has', async () => {
    const { code, stdout, stderr } = await run('inspect a.onnx --dim bacth=8');
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'layercost: There is no dim "bacth" in a.onnx; there is batch.\n');
  });

  describe('errors', () => {
    it('of the arguments are one line', async () => {
      const { code, stdout, stderr } = await run('inspect a.onnx --nonsense');
      assert.deepEqual([code, stdout], [2, '']);
      assert.equal(stderr, "layercost: Unknown option '--nonsense'.\n");
    });

    it('get the file in front where the message lacks it, on one line, without escape sequences', async () => {
      const failing = (): Report => {
        throw new Error('broken\n at \x1b[31m byte 7');
      };
      const { stderr } = await run('inspect x.onnx', { analyze: failing });
      assert.equal(stderr, 'layercost: x.onnx: broken at \\x1b[31m byte 7\n');
    });

    it('of the program itself are one line too, with the stack only on request', async () => {
      const failing = (): Report => {
        throw new TypeError('x is not a function');
      };
      const quiet = await run('inspect x.onnx', { analyze: failing });
      assert.equal(quiet.code, 2);
      assert.equal(
        quiet.stderr,
        'layercost: x.onnx: x is not a function (internal error; LAYERCOST_DEBUG=1 shows where)\n',
      );
      const loud = await run('inspect x.onnx', { analyze: failing, env: { LAYERCOST_DEBUG: '1' } });
      assert.match(loud.stderr, /\(internal error\)\nTypeError: x is not a function\n +at /);
    });
  });

  describe('--hardware', () => {
    it('takes a profile file', async () => {
      const files = { 'my/chip.json': JSON.stringify(PROFILE) };
      const { code, analyses } = await run('inspect a.onnx --hardware my/chip.json', { files });
      assert.equal(code, 0);
      assert.equal(analyses[0]?.options.hardware, 'mine');
      assert.deepEqual(analyses[0].profiles, [PROFILE]);
    });

    const cases: readonly (readonly [string, string, RegExp])[] = [
      [
        'no such profile',
        'nvidia',
        /^layercost: There is no hardware profile "nvidia"; there is horowitz-45nm, tpuv4i-7nm, or /,
      ],
      ['no such file', 'no.json', /^layercost: no\.json: There is no such file\.$/],
      ['no JSON', 'text.json', /^layercost: text\.json: The hardware profile is not JSON \(.+\)\.$/],
      [
        'a wrong field',
        'wrong.json',
        /^layercost: wrong\.json: The hardware profile's bufferBytes must be a whole number, but is "1 MiB"\.$/,
      ],
      [
        'a taken id',
        'taken.json',
        /^layercost: taken\.json: The id "horowitz-45nm" is that of a built-in profile/,
      ],
      ['a huge file', 'huge.json', /^layercost: huge\.json: A hardware profile is smaller than 1 MiB/],
    ];
    const files = {
      'text.json': '{ "id": mine }',
      'wrong.json': JSON.stringify({ ...PROFILE, bufferBytes: '1 MiB' }),
      'taken.json': JSON.stringify({ ...PROFILE, id: 'horowitz-45nm' }),
      'huge.json': ' '.repeat(2 ** 20 + 1),
    };
    for (const [title, name, line] of cases)
      it(`says in a line that there is ${title}`, async () => {
        const { code, stdout, stderr, analyses } = await run(`inspect a.onnx --hardware ${name}`, { files });
        assert.deepEqual([code, stdout, analyses.length], [2, '', 0]);
        assert.match(stderr.slice(0, -1), line);
        assert.equal(stderr.split('\n').length, 2);
      });
  });

  describe('colours', () => {
    const isColoured = async (setup: FakeSetup): Promise<boolean> =>
      (await run('inspect a.onnx', setup)).stdout.includes('\x1b[');
    const cases: readonly (readonly [string, FakeSetup, boolean])[] = [
      ['a pipe', {}, false],
      ['a terminal', { outIsTerminal: true }, true],
      ['a dumb terminal', { outIsTerminal: true, env: { TERM: 'dumb' } }, false],
      ['NO_COLOR', { outIsTerminal: true, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
      ['an empty NO_COLOR', { outIsTerminal: true, env: { NO_COLOR: '' } }, true],
      ['FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
      ['FORCE_COLOR=0', { outIsTerminal: true, env: { FORCE_COLOR: '0' } }, false],
    ];
    for (const [title, setup, expected] of cases)
      it(`${title}: ${expected ? 'yes' : 'no'}`, async () => {
        assert.equal(await isColoured(setup), expected);
      });
  });

  it('fits the table to the terminal', async () => {
    const name = `/encoder/${'block/'.repeat(20)}MatMul`;
    const long = (path: string): Report => {
      const report = analyze(path);
      return { ...report, layers: report.layers.map((each) => ({ ...each, name })) };
    };
    const { stdout } = await run('inspect a.onnx', {
      analyze: long,
      outIsTerminal: true,
      columns: 90,
      env: { NO_COLOR: '1' },
    });
    const rows = stdout.split('\n').filter((line) => line.includes('MatMul'));
    assert.equal(rows.length, 3);
    for (const row of rows) assert.ok(row.length <= 90, row);
  });

  describe('progress', () => {
    const slow: FakeSetup = (() => {
      let time = 0;
      return {
        now: () => time,
        analyze: (path, { progress }) => {
          for (let step = 0; step <= 4; step++) {
            progress?.('reading\x1b[2J', step, 4);
            time += 400;
          }
          return analyze(path);
        },
      };
    })();

    it('is drawn over on a terminal after a second and taken away at the end', async () => {
      const { stderr, stdout } = await run('inspect a.onnx', { ...slow, errIsTerminal: true });
      assert.equal(stderr, '\r\x1b[Ka.onnx: reading\\x1b[2J 75%\r\x1b[Ka.onnx: reading\\x1b[2J 100%\r\x1b[K');
      assert.match(stdout, /^a\.onnx/);
    });

    it('is not drawn elsewhere', async () => {
      assert.equal((await run('inspect a.onnx', slow)).stderr, '');
    });
  });
});
