import assert from 'node:assert/strict';
import { tensorMarkdown } from '../../../extension/editor/hoverText';
import { detailsMarkdown, escapeMarkdown, factTable } from '../../../extension/editor/markdown';
import type { Details } from '../../../extension/shared/webviewProtocol';
import { layer, report } from './reports';

const HOSTILE = [
  '[click](command:evil)',
  '<img src=x onerror=alert(1)>',
  'a|b',
  '**bold** `code` $(flame)',
  'https://evil.example',
  'line\nbreak\u202etxt',
];

const DETAILS: Details = {
  id: '0',
  title: 'Conv',
  subtitle: '/conv1/Conv',
  family: 'layer',
  costs: [
    {
      label: 'MACs',
      value: '118,013,952',
      derivation: {
        formula: ['N * Cout', '= 1 * 64'],
        brief: 'N * Cout = 1 * 64',
        convention: ['One MAC is two.'],
        section: 'macs',
      },
    },
    { label: 'As thop 0.1.1', value: '0 MACs', remark: 'fewer: <b>no</b> module.' },
    {
      label: 'Moved bytes',
      value: '8 B',
      derivation: { formula: ['weights'], brief: '8 B weights', convention: [], section: 'bytes' },
    },
  ],
  shares: [{ label: 'MACs', value: '6.5%' }],
  inputs: [{ label: 'input', value: 'float32 1x3x224x224' }],
  outputs: [],
  attributes: [],
  notes: ['assumed <b>'],
  hasSource: false,
};

describe('markdown', () => {
  for (const text of HOSTILE) {
    it(`shows ${JSON.stringify(text)} as the text that it is`, () => {
      const escaped = escapeMarkdown(text);
      // Every character that Markdown gives a meaning stands behind a backslash.
      assert.doesNotMatch(escaped.replace(/\\[!-/:-@[-`{-~]/g, ''), /[!-/:-@[-`{-~\n\u202e]/);
    });
  }

  it('shortens what is too long to read', () => {
    assert.ok(escapeMarkdown('x'.repeat(10_000)).length < 300);
  });

  it('makes tables of facts, and none of nothing', () => {
    assert.equal(factTable('Cost', []), '');
    assert.equal(
      factTable('Cost', [{ label: 'a|b', value: '1' }]),
      '| Cost | |\n| :-- | :-- |\n| a\\|b | 1 |',
    );
    const many = Array.from({ length: 20 }, (_, i) => ({ label: `l${i}`, value: '' }));
    assert.match(factTable('Cost', many), /\| … \| 8 more \|$/);
  });

  it('tells what a layer costs, its share, how that came about, and what differs', () => {
    const text = detailsMarkdown(DETAILS);
    assert.match(text, /^\*\*Conv\*\* \\\/conv1\\\/Conv\n\n\| Cost/);
    const rows = text
      .replaceAll('\\', '')
      .split('\n')
      .map((line) => line.replaceAll('\u00a0', ' '));
    assert.ok(rows.includes('| MACs | 118,013,952 | 6.5% | &ensp;N * Cout = 1 * 64 |'), text);
    assert.ok(rows.includes('| As thop 0.1.1 | 0 MACs |  | &ensp;fewer: <b>no</b> module. |'), text);
    assert.match(text, /- assumed \\<b\\>$/);
  });

  it('links each section once, by a command that takes nothing but its name', () => {
    const [, links] = /How it is counted: (.*)/.exec(detailsMarkdown(DETAILS)) ?? [];
    assert.equal(
      links,
      '[MACs](command:layercost.openDocumentation?%5B%22macs%22%5D) · [Moved bytes](command:layercost.openDocumentation?%5B%22bytes%22%5D)',
    );
  });

  it('tells a tensor by the layers that mention it', () => {
    const outputs = [{ name: 't', dtype: 'float32', shape: [1, 'seq', 4] }];
    const mention = { name: 't', scope: '', line: 3, start: 0, end: 1, role: 'definition' } as const;
    const costs = new Map([[3, { layers: [layer({ outputs })] }]]) as never;
    const text = tensorMarkdown(mention, [mention], { report: report([]), costs });
    assert.equal(text.replaceAll('\\', ''), 'tensor **t float32 1xseqx4** · read 0 times');
  });
});
