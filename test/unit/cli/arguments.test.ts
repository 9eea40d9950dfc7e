import assert from 'node:assert/strict';
import { parseCommand } from '../../../extension/cli/arguments';
import type { InspectCommand } from '../../../extension/cli/commands';

const DEFAULTS: InspectCommand = {
  kind: 'inspect',
  files: ['a.onnx'],
  dims: {},
  inputShapes: {},
  inputTypes: {},
  source: { entry: '', arguments: '', packages: [], timeLimitSeconds: 10 },
  hardware: 'horowitz-45nm',
  sort: null,
  countAs: null,
  top: null,
  all: false,
  format: 'table',
};

describe('arguments', () => {
  const good: readonly (readonly [string, Partial<InspectCommand>])[] = [
    ['inspect a.onnx', {}],
    ['inspect a.onnx b.onnx', { files: ['a.onnx', 'b.onnx'] }],
    ['inspect --dim batch=8 a.onnx --dim seq=128', { dims: { batch: 8, seq: 128 } }],
    ['inspect a.onnx --dim s=77=0', { dims: { 's=77': 0 } }],
    ['inspect a.onnx --input 1x3x224x224', { inputShapes: { '': [1, 3, 224, 224] } }],
    ['inspect a.onnx --input x=2x4 --input y:0=7', { inputShapes: { x: [2, 4], 'y:0': [7] } }],
    ['inspect a.onnx --input x=2,4', { inputShapes: { x: [2, 4] } }],
    ['inspect a.onnx --input t=scalar', { inputShapes: { t: [] } }],
    ['inspect a.onnx --hardware tpuv4i-7nm', { hardware: 'tpuv4i-7nm' }],
    ['inspect a.onnx --sort energy --top 5 --all', { sort: 'energy', top: 5, all: true }],
    ['inspect a.onnx --format=json', { format: 'json' }],
    ['inspect -- --odd.onnx', { files: ['--odd.onnx'] }],
    [
      'inspect a.py --input ids=1x8:int64',
      { files: ['a.py'], inputShapes: { ids: [1, 8] }, inputTypes: { ids: 'int64' } },
    ],
    [
      'inspect a.py --entry net --args a=1,b=2 --python-packages d --python-packages e --python-time-limit 60',
      {
        files: ['a.py'],
        source: { entry: 'net', arguments: 'a=1,b=2', packages: ['d', 'e'], timeLimitSeconds: 60 },
      },
    ],
  ];
  for (const [line, expected] of good)
    it(line, () => {
      assert.deepEqual(parseCommand(line.split(' ')), { ...DEFAULTS, ...expected });
    });

  it('suggest and check', () => {
    const { dims, inputShapes, inputTypes, source, hardware, top, format } = DEFAULTS;
    const choices = { dims, inputShapes, inputTypes, source, hardware };
    const cost = { macs: 1, bytes: 1, error: 1 };
    const suggest = {
      kind: 'suggest',
      file: 'a.onnx',
      ...choices,
      budget: null,
      cost,
      ranking: 'cost',
      techniques: [],
      trivial: false,
      weights: false,
      mixedPrecision: false,
      sensitivities: null,
      top,
      format,
    };
    assert.deepEqual(parseCommand(['suggest', 'a.onnx']), suggest);
    const line =
      'suggest a.onnx --budget macs=1G --cost bytes=0.5,error=2 --technique low-rank --trivial --top 3';
    assert.deepEqual(parseCommand(line.split(' ')), {
      ...suggest,
      budget: 'macs=1G',
      cost: { macs: 1, bytes: 0.5, error: 2 },
      techniques: ['low-rank'],
      trivial: true,
      top: 3,
    });
    const check = { kind: 'check', file: 'a.onnx', ...choices, budget: 'peak=8MB', format: 'json' };
    assert.deepEqual(parseCommand(['check', 'a.onnx', '--budget', 'peak=8MB', '--format', 'json']), check);
  });

  it('help and version', () => {
    assert.deepEqual(parseCommand(['--help']), { kind: 'help' });
    assert.deepEqual(parseCommand(['inspect', '-h']), { kind: 'help' });
    assert.deepEqual(parseCommand(['-V']), { kind: 'version' });
  });

  const bad: readonly (readonly [string, RegExp])[] = [
    ['', /There is no subcommand; there is inspect/],
    ['suggest', /suggest needs a file/],
    ['suggest a.onnx b.onnx', /suggest takes one file, but got a\.onnx, b\.onnx/],
    ['suggest a.onnx --sort macs', /--sort is for inspect, not for suggest/],
    ['suggest a.onnx --format csv', /--format takes table, json, but got "csv"/],
    ['suggest a.onnx --cost speed=1', /--cost takes weights .* got "speed=1"/],
    ['suggest a.onnx --mixed-precision', /--mixed-precision needs one limit/],
    ['suggest a.onnx --sensitivities s.json', /--sensitivities is for --mixed-precision/],
    ['check a.onnx', /check needs a budget/],
    ['inspect a.onnx --budget macs=1G', /--budget is for suggest and check, not for inspect/],
    ['rewrite a.onnx', /rewrite needs suggestions: --apply/],
    ['rewrite a.onnx --apply x', /rewrite needs a name for the new file: --out/],
    ['rewrite a.onnx --apply x --out b.onnx --pack away', /--pack.*keep, inside.*beside/],
    ['inspect a.onnx --pack inside', /--pack/],
    ['diff a.onnx', /diff takes two files/],
    ['diff a.onnx b.onnx c.onnx', /diff takes two files/],
    ['prune a.onnx', /no subcommand "prune"; there is inspect, suggest, check, rewrite, diff/],
    ['a.onnx', /layercost inspect a\.onnx/],
    ['inspect', /inspect needs a file/],
    ['inspect a --bogus', /^Unknown option '--bogus'\.$/],
    ['inspect a --dim', /'--dim <value>' argument missing/],
    ['inspect a --dim batch', /--dim takes name=value .* got "batch"/],
    ['inspect a --dim batch=x', /got "batch=x"/],
    ['inspect a --dim batch=-1', /got "batch=-1"/],
    ['inspect a --dim batch=1.5', /got "batch=1\.5"/],
    ['inspect a --dim batch=99999999999999999', /--dim takes/],
    ['inspect a --dim =3', /got "=3"/],
    ['inspect a --dim b=1 --dim b=2', /--dim gives "b" twice/],
    ['inspect a --input x=', /--input takes a shape .* got "x="/],
    ['inspect a --input 1x3x', /got "1x3x"/],
    ['inspect a --input 1xbatch', /got "1xbatch"/],
    ['inspect a --input =1x2', /got "=1x2"/],
    ['inspect a --input 1 --input 2', /gives the first input twice/],
    ['inspect a --sort size', /--sort takes macs, params, bytes, energy, but got "size"/],
    ['inspect a --top 0', /--top takes a whole number above 0, but got "0"/],
    ['inspect a --top 1e3', /got "1e3"/],
    ['inspect a --format xml', /--format takes table, json, csv, markdown, but got "xml"/],
    ['inspect a --entry resnet50', /--entry is for Python files, but a is not one/],
    ['inspect a.py b.onnx --python-packages d', /--python-packages is for Python files, but b\.onnx/],
    ['inspect a.py --python-time-limit 0', /--python-time-limit takes whole seconds/],
    ['inspect a.py --input x=1x2:', /got "x=1x2:"/],
    ['inspect a --count calflops', /--count.*thop.*torch.*onnx-tool/],
    ['suggest a --count thop', /--count/],
  ];
  for (const [line, sentence] of bad)
    it(`refuses "${line}" in a sentence`, () => {
      assert.throws(
        () => parseCommand(line.split(' ').filter((word) => word !== '')),
        (error: Error) => {
          assert.equal(error.name, 'CliError');
          assert.match(error.message, sentence);
          assert.match(error.message, /\S[.)]$/);
          return true;
        },
      );
    });
});
