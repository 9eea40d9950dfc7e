import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseInputs } from '../../../extension/cli/shapes';
import type { SourceLines } from '../../../extension/shared/sourceLines';
import { EXPECTED_NETWORKS } from '../../fixtures/pytorch/expected';
import type { ExpectedLine, ExpectedNetwork } from '../../fixtures/pytorch/expectedNetwork';
import { openPythonEngine, type PythonEngine } from '../../helpers/pythonEngine';
import { projectRoot } from '../../helpers/root';

const PATIENCE_MILLISECONDS = 60_000;

describe('networks in the styles that people use', () => {
  let python: PythonEngine;
  before(() => {
    python = openPythonEngine();
  });
  after(() => {
    python.dispose();
  });

  for (const network of EXPECTED_NETWORKS)
    it(`${network.file}: ${network.entry}`, async () => {
      const file = path.join(projectRoot(), 'test/fixtures/pytorch', network.file);
      const { shapes, types } = parseInputs(network.inputs);
      const options = python.options({ entry: network.entry, inputShapes: shapes, inputTypes: types });
      const lines = await python.engine.sourceLines(file, options);
      const text = readFileSync(file, 'utf8');
      assertFinding(network, lines, text, file);
      assert.equal(lines.totals?.macs, network.macs, 'MACs');
      assert.equal(lines.totals.params, network.params, 'params');
      for (const line of network.lines) assertLine(line, lines, text);
    }).timeout(PATIENCE_MILLISECONDS);
});

function assertFinding({ finding }: ExpectedNetwork, lines: SourceLines, text: string, file: string): void {
  const found = lines.findings.filter(({ severity }) => severity !== 'info');
  assert.equal(lines.complete, finding === undefined, JSON.stringify(found));
  assert.equal(found.length, finding === undefined ? 0 : 1, JSON.stringify(found));
  if (finding === undefined) return;
  assert.equal(found[0]?.file, file);
  assert.equal(found[0].line, lineOf(finding.at, text));
  for (const mention of finding.mentions) assert.ok(found[0].message.includes(mention), found[0].message);
}

function assertLine({ at, macs, params, count }: ExpectedLine, { lines }: SourceLines, text: string): void {
  const line = lineOf(at, text);
  const found = lines.find((each) => each.line === line);
  assert.ok(found, `nothing at line ${line}: ${at}`);
  assert.equal(found.costs.macs, macs, `MACs of ${at}`);
  if (params !== undefined) assert.equal(found.costs.params, params, `params of ${at}`);
  if (count !== undefined) assert.equal(found.count, count, `count of ${at}`);
}

function lineOf(at: string, text: string): number {
  const lines = text.split('\n').flatMap((line, i) => (line.includes(at) ? [i + 1] : []));
  assert.equal(lines.length, 1, `"${at}" stands on lines ${lines.join(', ')}`);
  return lines[0] ?? 0;
}
