import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PayloadTrace } from '../../../extension/engine/formats/pytorch/payload';
import { readTraceAnswer } from '../../../extension/engine/formats/pytorch/readPayload';
import { jobOf, openHost, PATIENCE_MILLISECONDS } from '../host/python/jobs';

describe('what the stand-in records', function () {
  this.timeout(PATIENCE_MILLISECONDS);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-recorded-'));
  const host = openHost();
  after(() => {
    host.dispose();
    rmSync(folder, { recursive: true });
  });

  /** The trace of a module on 4x4, with the given lines in its constructor and in `forward`. */
  const record = async (members: string, forward: string): Promise<PayloadTrace> => {
    const file = path.join(folder, 'net.py');
    const text = `import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        ${members}

    def forward(self, x):
        ${forward}
`;
    writeFileSync(file, text);
    const job = { ...jobOf(file), task: 'trace', entry: 'Net()', inputShapes: { '': [4, 4] } } as const;
    const { trace, findings } = readTraceAnswer((await host.run(job, {})).payload);
    return trace ?? assert.fail(JSON.stringify(findings));
  };

  it('both states of an LSTM cell, which the next step reads', async () => {
    const { nodes, constants } = await record(
      'self.cell = nn.LSTMCell(4, 4)',
      'return self.cell(x, self.cell(x, self.cell(x)))',
    );
    const cells = nodes.filter(({ op }) => op === 'LSTMCell');
    assert.deepEqual(
      cells.slice(1).map(({ inputs }) => inputs.slice(1, 3)),
      cells.slice(0, -1).map(({ outputs }) => outputs),
    );
    assert.equal(new Set(cells.flatMap(({ outputs }) => outputs)).size, 6);
    assert.deepEqual(constants, []);
  });

  /** As torch 1.13 does it, by its profiler. */
  const powers: readonly (readonly [power: number, products: number, others: readonly string[]])[] = [
    [0, 0, ['Fill']],
    [1, 0, ['Clone']],
    [2, 1, []],
    [3, 2, []],
    [7, 4, []],
    [8, 3, []],
    [10, 4, []],
    [-1, 0, ['Inverse']],
    [-3, 2, ['Inverse']],
  ];
  for (const [power, products, others] of powers)
    for (const call of ['torch.matrix_power', 'torch.linalg.matrix_power'])
      it(`${call}(x, ${power}): ${products} products`, async () => {
        const { nodes } = await record('pass', `return ${call}(x, ${power})`);
        const ops = nodes.map(({ op }) => op);
        assert.equal(ops.filter((op) => op === 'MatMul').length, products);
        assert.deepEqual(
          ops.filter((op) => op !== 'MatMul'),
          others,
        );
      });
});
