import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, lenses, lineWith, openGraph, openListing, until } from './support';
import { describeUi, ui } from './ui';

/** SqueezeNet 1.1; 349,151,936 MACs and 1,235,496 parameters are what torch counts. */
const SAMPLE = 'squeezenet1_1.onnx';

describe('the sample network', () => {
  let model: vscode.Uri;

  before(async () => {
    const [found] = await vscode.workspace.findFiles(SAMPLE);
    assert.ok(found);
    model = found;
  });
  beforeEach(closeAll);
  after(closeAll);

  it('its first convolution reads the expected numbers', async () => {
    const { document } = await openListing(model);
    const titles = await lenses(document);
    // 64 * 111 * 111 * 3 * 3 * 3 = 21,290,688 MACs; 64 * 27 + 64 = 1,792 params of 4 B.
    // Energy: MACs * 4.6 + 7,168 B * 160 + input 602,112 B * 12.5 + output 3,154,176 B * 160 (larger than the buffer).
    assert.equal(
      titles.get(lineWith(document, '= Conv <')),
      '21.3 M MACs (6.1%) | 1.79 k params | 7.00 KiB | 611 µJ',
    );
    const head = titles.get(lineWith(document, 'float[1,3,224,224]')) ?? '';
    assert.match(head, /^349 M MACs \| 1\.24 M params \| 4\.71 MiB \| [\d.]+ mJ \| horowitz-45nm$/);
  });

  it('marks the layers that make up the first half', async () => {
    const { document } = await openListing(model);
    const titles = [...(await lenses(document)).values()];
    const hot = titles.filter((title) => title.startsWith('$(flame)'));
    const share = (title: string): number => Number(/\(([\d.]+)%\)/.exec(title)?.[1]);
    const sum = hot.reduce((total, title) => total + share(title), 0);
    assert.ok(sum >= 50 && sum - Math.min(...hot.map(share)) < 50, `${sum}% in ${hot.length} layers`);
  });

  describeUi('in the graph', () => {
    it('shows totals with every digit, and every layer of the file', async () => {
      await openGraph(model);
      await until('the total', async () => (await ui('webviewText', '.totals')).includes('349,151,936'));
      assert.match(await ui('webviewText', '.totals'), /1,235,496/);
      // 65 nodes, one input and one output; the head of the table counts as a row
      assert.equal(await ui('webviewAttribute', '.reader-only table', 'aria-rowcount'), '68');
    });
  });
});
