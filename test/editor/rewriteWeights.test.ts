import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { buildModel } from '../helpers/onnxBuilder';
import { closeAll, openGraph, until, writeFile } from './support';
import { describeUi, ui } from './ui';

const SIZE = 64;
const ID = 'low-rank@0:rank=16';
const NEW = 'outside.low-rank-0-rank-16.onnx';

/** A product whose weight lies in a file beside the model. */
const MODEL = buildModel({
  opsets: { '': 17 },
  graph: {
    inputs: [['x', 'float32', [1, SIZE]]],
    outputs: [['y', 'float32', [1, SIZE]]],
    nodes: [{ op: 'MatMul', name: 'product', inputs: ['x', 'w'], outputs: ['y'] }],
    initializers: [
      {
        name: 'w',
        dtype: 'float32',
        dims: [SIZE, SIZE],
        external: { location: 'outside.bin', offset: '0', length: String(4 * SIZE * SIZE) },
      },
    ],
  },
});

describeUi('a rewrite of a model with weights in another file', () => {
  let files: readonly vscode.Uri[];
  const found = async (name: string): Promise<vscode.Uri | undefined> =>
    (await vscode.workspace.findFiles(name))[0];

  before(async () => {
    await closeAll();
    const values = Float32Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(i));
    files = [
      await writeFile('outside.bin', new Uint8Array(values.buffer)),
      await writeFile('outside.onnx', MODEL),
    ];
  });
  after(async () => {
    await closeAll();
    for (const name of [NEW, `${NEW}.data`]) files = [...files, ...(await vscode.workspace.findFiles(name))];
    for (const file of files) await vscode.workspace.fs.delete(file);
  });

  it('asks where the weights go, and writes them beside the new model', async () => {
    const model = files[1];
    assert.ok(model);
    await openGraph(model);
    await vscode.commands.executeCommand('layercost.suggestCompression', model);
    const card = `[data-id="${ID}"]`;
    await until('the card', () => ui('webviewExists', card));
    await ui('webviewClick', `${card} .card-buttons button:has-text("Apply")`);
    await until('the name that is proposed', async () =>
      (await ui('inputValues', '.quick-input-widget input')).some((value) => value.endsWith(NEW)),
    );
    await ui('press', 'Enter');
    const rows = await until('the places', async () => {
      const texts = await ui('texts', '.quick-input-list .monaco-list-row');
      return texts.length === 3 && texts.some((text) => text.includes('weights')) && texts;
    });
    assert.match(rows[0] ?? '', /Leave the weights where they are.*outside\.bin/s);
    await ui('press', 'ArrowDown');
    await ui('press', 'Enter');
    await until('both files', async () => (await found(NEW)) && (await found(`${NEW}.data`)));
    const data = await vscode.workspace.fs.stat((await found(`${NEW}.data`)) ?? assert.fail());
    // Two factors of 64 x 16.
    assert.equal(data.size, 2 * 4 * SIZE * 16);
  });
});
