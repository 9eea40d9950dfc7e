import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, lineWith, openGraph, openListing, until, writeFile } from './support';
import { strangeModel } from './tinyModel';

describe('findings', () => {
  after(closeAll);

  it('stand in the Problems view, on the model and on the listing line, with a code', async () => {
    const model = await writeFile('problems.onnx', strangeModel());
    await openGraph(model);
    const finding = await until('the finding', () =>
      findingsOn(model).find(({ message }) => message.includes('Frobnicate')),
    );
    assert.equal(finding.source, 'LayerCost');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(typeof finding.code === 'object');
    assert.equal(finding.code.value, 'unsupported-operator');
    assert.equal(finding.code.target.fragment, 'unsupported-operator');
    const { document } = await openListing(model);
    const line = lineWith(document, 'Frobnicate');
    await until('the finding on its line', () =>
      findingsOn(document.uri).some(({ range }) => range.start.line === line),
    );
  });

  it('tell what is wrong with a damaged file', async () => {
    const damaged = await writeFile('damaged.onnx', new TextEncoder().encode('this is not a model'));
    await openGraph(damaged);
    const finding = await until('the sentence', () => findingsOn(damaged)[0]);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.match(finding.message, /damaged\.onnx/);
  });
});

function findingsOn(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'LayerCost');
}
