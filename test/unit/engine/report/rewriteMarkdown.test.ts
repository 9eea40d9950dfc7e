import assert from 'node:assert/strict';
import { formatRewrite } from '../../../../extension/engine/report/rewrite';
import { formatRewriteMarkdown, noiseText } from '../../../../extension/engine/report/rewriteMarkdown';
import type { OutputComparison, RewriteAnswer } from '../../../../extension/shared/rewriting';

const COSTS = {
  macs: 100,
  flops: 200,
  params: 10,
  weightBytes: 40,
  movedBytes: 80,
  peakActivationBytes: 20,
  energyPj: 5,
};

function output(change: Partial<OutputComparison>): OutputComparison {
  return {
    name: 'y',
    dtype: 'float32',
    shape: [1, 10],
    maxAbsoluteError: 0,
    maxRelativeError: 0,
    cosine: 1,
    signalToNoise: Infinity,
    comparable: true,
    topOneAgreement: 1,
    mismatch: null,
    ...change,
  };
}

function answer(outputs: readonly OutputComparison[], change: Partial<RewriteAnswer> = {}): RewriteAnswer {
  return {
    path: '/models/small.onnx',
    applied: ['low-rank@12:rank=64'],
    before: COSTS,
    promised: COSTS,
    after: { ...COSTS, macs: 50 },
    needs: [],
    exact: true,
    bytes: 2048,
    weightsFile: null,
    verification: { outputs, latency: { before: 1, after: 2 }, layers: [], inputs: 'x.npz' },
    ...change,
  };
}

describe('a rewrite in Markdown', () => {
  it('tells file, suggestions, costs and outputs', () => {
    const text = formatRewriteMarkdown(answer([output({ signalToNoise: 41.26 })]));
    assert.match(text, /^# `small\.onnx`\n/);
    assert.match(text, /Applied: `low-rank@12:rank=64`\./);
    assert.match(text, /^\| MACs +\| +100 \| +50 \(50\) \| +50\.0% \|$/m);
    assert.match(text, /^\| `y` +\|.*\| +41\.3 dB \|/m);
  });

  it('tells the slowest layers of either model, and how many others there are', () => {
    const layers = Array.from({ length: 12 }, (_, i) => ({
      name: `layer|${i}`,
      op: 'FusedConv',
      before: i === 1 ? null : 12 - i,
      after: i === 0 ? null : 0.5,
    }));
    const verification = { outputs: [output({})], latency: { before: 1, after: 2 }, layers, inputs: 'x' };
    for (const text of [
      formatRewriteMarkdown(answer([], { verification })),
      formatRewrite(answer([], { verification }), (line) => line),
    ]) {
      assert.match(text, /12\.00 ms/);
      assert.match(text, /0\.50 ms/);
      assert.equal(text.split('FusedConv').length, 11);
      assert.match(text, /[Nn]ot shown: 2 faster layers/);
    }
  });

  it('names the file that the weights went into', () => {
    const weightsFile = { path: '/models/small.onnx.data', bytes: 4096 };
    assert.match(
      formatRewriteMarkdown(answer([], { weightsFile })),
      /^2\.00 KiB, and 4\.00 KiB of weights in `small\.onnx\.data`\. Applied/m,
    );
    assert.match(
      formatRewrite(answer([], { weightsFile }), (line) => line),
      /small\.onnx {2}2\.00 KiB\n.*small\.onnx\.data {2}4\.00 KiB/,
    );
  });

  it('tells no difference from nothing alike', () => {
    assert.equal(noiseText(Infinity), 'no difference');
    assert.equal(noiseText(-Infinity), 'nothing alike');
    assert.equal(noiseText(NaN), 'nothing alike');
    assert.equal(noiseText(0), '0.0 dB');
    assert.equal(noiseText(-3.04), '-3.0 dB');
  });

  for (const name of ['a|b', 'a\\|b', '``|', 'a\nb', '<img src=x>', '[x](command:y)', '**b** _c_'])
    it(`keeps ${JSON.stringify(name)} in its cell and writes no markup from it`, () => {
      const outputs = [output({ name }), output({ name, mismatch: `it is ${name} there` })];
      const text = formatRewriteMarkdown({
        ...answer(outputs, { path: `/models/${name}`, applied: [name] }),
      });
      const rows = text
        .slice(text.indexOf('## Verified'))
        .split('\n')
        .filter((line) => line.startsWith('|'));
      assert.equal(rows.length, 4);
      for (const row of rows) assert.equal(row.replaceAll('\\|', '').split('|').length, 8, row);
      const bare = text.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '').replaceAll(/<\/?code>/g, '');
      assert.doesNotMatch(bare, /<|(?<!\\)\[|(?<!\\)\]\(|_c_/);
    });
});
