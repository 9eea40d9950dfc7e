import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { SourceLayer, SourceRewrite } from '../../../../extension/engine/source/python/rewrite';
import { lines, rewritten } from './rewriting';

const HINT = "needs a Python with PyTorch 1.13 (Debian's python3-torch)";

/** Builds `model` of each source before and after, and reports output shapes and parameter counts. */
const PROGRAM = lines(
  'import json, sys, torch',
  'torch.manual_seed(0)',
  'def measure(source, shape):',
  '    room = {"__name__": "model"}',
  '    exec(compile(source, "model.py", "exec"), room)',
  '    model = room["model"].eval()',
  '    integers = shape[0] == "int"',
  '    x = torch.randint(0, 9, shape[1:]) if integers else torch.randn(shape)',
  '    return list(model(x).shape), sum(p.numel() for p in model.parameters())',
  'cases = json.load(sys.stdin)',
  'print(json.dumps([[measure(s, c["input"]) for s in (c["before"], c["after"])] for c in cases]))',
);

interface Case {
  /** The expression of the layer, in terms of `i` and `o`. */
  readonly call: string;
  readonly rewrite: SourceRewrite;
  readonly facts: Partial<SourceLayer>;
  readonly input: readonly (number | string)[];
  /** Parameters after the rewrite, in closed form. */
  readonly parameters: number;
}

const i = 16;
const o = 32;
const IMAGE = [2, i, 13, 17];

function conv(
  call: string,
  rewrite: SourceRewrite,
  parameters: number,
  facts: Partial<SourceLayer> = {},
): Case {
  return { call: `nn.Conv2d(${call})`, rewrite, facts, input: IMAGE, parameters };
}

const STRIDED = { stride: [2, 2] };
const NONE = { padding: [0, 0] };
const FIVE = { kernel: [5, 5], padding: [2, 2] };

const CASES: readonly Case[] = [
  conv('i, o, 3, padding=1', { kind: 'spatial-parallel' }, 2 * 3 * i * o + o),
  conv('i, o, 3, 2, 1, bias=False', { kind: 'spatial-parallel' }, 2 * 3 * i * o, STRIDED),
  conv('i, o, (3, 5), (2, 1), (2, 4), 2', { kind: 'spatial-parallel' }, (3 + 5) * i * o + o, {
    ...{ kernel: [3, 5], stride: [2, 1], padding: [2, 4], dilation: [2, 2] },
  }),
  conv('i, o, 4, padding="same"', { kind: 'spatial-parallel' }, 2 * 4 * i * o + o, {
    kernel: [4, 4],
    padding: [],
  }),
  conv('i, o, 3, padding=1, groups=4', { kind: 'spatial-parallel' }, (2 * 3 * i * o) / 4 + o, { groups: 4 }),
  conv('i, o, 3, 2, 1', { kind: 'spatial-sequential', mid: null }, 3 * i * o + 3 * o * o + o, STRIDED),
  conv('i, o, 3, (2, 3)', { kind: 'spatial-sequential', mid: 24 }, 3 * i * 24 + 3 * 24 * o + o, {
    ...NONE,
    stride: [2, 3],
  }),
  conv(
    'i, o, 5, padding=(0, 2), padding_mode="reflect"',
    { kind: 'spatial-sequential', mid: 8 },
    5 * i * 8 + 5 * 8 * o + o,
    {
      ...{ kernel: [5, 5], padding: [0, 2] },
    },
  ),
  conv(
    'i, o, 3, padding="same", dilation=2',
    { kind: 'spatial-sequential', mid: 8 },
    3 * i * 8 + 3 * 8 * o + o,
    {
      ...{ padding: [], dilation: [2, 2] },
    },
  ),
  conv('i, o, 5, 2, 2', { kind: 'kernel-stacking', count: 2 }, 9 * i * o + 9 * o * o + o, {
    ...FIVE,
    ...STRIDED,
  }),
  conv('i, o, 5, bias=False', { kind: 'kernel-stacking', count: 2 }, 9 * i * o + 9 * o * o, {
    ...FIVE,
    ...NONE,
  }),
  conv(
    'i, o, 5, padding=(1, 7), dilation=2',
    { kind: 'kernel-stacking', count: 2 },
    9 * i * o + 9 * o * o + o,
    {
      ...{ kernel: [5, 5], padding: [1, 7], dilation: [2, 2] },
    },
  ),
  conv('i, o, 7, (2, 1), 3', { kind: 'kernel-stacking', count: 3 }, 9 * i * o + 2 * 9 * o * o + o, {
    ...{ kernel: [7, 7], padding: [3, 3], stride: [2, 1] },
  }),
  conv('i, o, 7, padding="same"', { kind: 'kernel-stacking', count: 3 }, 9 * i * o + 18 * o * o + o, {
    kernel: [7, 7],
    padding: [],
  }),
  conv('i, o, 3, 2, 1', { kind: 'bottleneck', reduced: 8, expand: false }, i * 8 + 9 * 8 * o + o, STRIDED),
  conv(
    'i, o, 3, 2, 1',
    { kind: 'bottleneck', reduced: 8, expand: true },
    i * 8 + 9 * 64 + 8 * o + o,
    STRIDED,
  ),
  conv('i, o, 3, 2, 1', { kind: 'depthwise-separable' }, 9 * i + i * o + o, STRIDED),
  conv('i, o, 3, 1, 1, 1, 1, False, "circular"', { kind: 'depthwise-separable' }, 9 * i + i * o),
  conv(
    'i, o, 3, 2, 1',
    { kind: 'inverted-residual', expansion: 6 },
    6 * i * i + 9 * 6 * i + 6 * i * o + o,
    STRIDED,
  ),
  conv('i, o, 3', { kind: 'inverted-residual', expansion: 1.5 }, 24 * i + 9 * 24 + 24 * o + o, NONE),
  conv('i, o, 3, 2, 1', { kind: 'grouped-shuffle', groups: 4 }, (9 * i * o) / 4 + o, STRIDED),
  conv('i, o, 1, 2, 1', { kind: 'low-rank', rank: 4 }, 4 * i + 4 * o + o, { kernel: [1, 1], ...STRIDED }),
  conv('i, o, 3, 2, (1, 0)', { kind: 'spatial-svd', rank: 6 }, 3 * i * 6 + 3 * 6 * o + o, {
    padding: [1, 0],
    ...STRIDED,
  }),
  conv('i, o, 3, 2, 1', { kind: 'tucker-2', inRank: 4, outRank: 6 }, 4 * i + 9 * 24 + 6 * o + o, STRIDED),
  linear('nn.Linear(i, o)', 4 * i + 4 * o + o, 'Linear', [2, 3, i]),
  linear('nn.Linear(i, o, bias=False)', 4 * i + 4 * o, 'Linear', [2, 3, i]),
  linear('nn.Embedding(9, o, padding_idx=0)', 9 * 4 + 4 * o, 'Embedding', ['int', 2, 3]),
];

function linear(
  call: string,
  parameters: number,
  className: string,
  input: readonly (number | string)[],
): Case {
  return { call, rewrite: { kind: 'low-rank', rank: 4 }, facts: { className }, input, parameters };
}

function sourceOf(call: string): string {
  return `import torch.nn as nn\n\ni, o = ${i}, ${o}\n>model = ${call}\n`;
}

describe('rewritten source in PyTorch', () => {
  const python = ['python3', '/usr/bin/python3'].find(
    (each) => spawnSync(each, ['-c', 'import torch']).status === 0,
  );
  if (python === undefined) {
    if (process.env['CI']) it(HINT, () => assert.fail(HINT));
    else it(HINT);
    return;
  }

  it('makes the same shape with as many parameters as it should', () => {
    const sources = CASES.map(({ call, rewrite, facts, input }) => {
      const marked = sourceOf(call);
      return { before: marked.replace('>', ''), after: rewritten(marked, rewrite, facts), input };
    });
    const { status, stdout, stderr } = spawnSync(python, ['-c', PROGRAM], {
      input: JSON.stringify(sources),
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    const results = JSON.parse(stdout) as [before: [number[], number], after: [number[], number]][];
    assert.equal(results.length, CASES.length);
    results.forEach(([[shape], [newShape, parameters]], index) => {
      const what = sources[index]?.after;
      assert.deepEqual(newShape, shape, what);
      assert.equal(parameters, CASES[index]?.parameters, what);
    });
  }).timeout(120_000);
});
