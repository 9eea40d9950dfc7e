import assert from 'node:assert/strict';
import { formatDim } from '../../../../extension/engine/ir/dimText';
import { shown } from '../../../helpers/facts';
import { body, border, inferGraph, node } from '../../../helpers/graphs';

const CELL = body({
  inputs: [border('state', null, null), border('slice', null, null)],
  nodes: [node('Add', ['state', 'slice'], ['next']), node('Identity', ['next'], ['seen'])],
  outputs: ['next', 'seen'],
});

describe('Scan', () => {
  it('runs once per element of the sequence', () => {
    const { facts, nodes } = inferGraph({
      inputs: [border('h', 'float32', ['batch', 8]), border('x', 'float32', ['seq', 'batch', 8])],
      nodes: [node('Scan', ['h', 'x'], ['last', 'all'], { body: CELL, num_scan_inputs: 1 })],
      outputs: ['last', 'all'],
    });
    assert.equal(shown(facts('last')), 'float32 batchx8');
    assert.equal(shown(facts('all')), 'float32 seqxbatchx8');
    const calls = nodes.find((shaped) => shaped.node.op === 'Add')?.calls ?? 0;
    assert.equal(formatDim(calls), 'seq');
  });

  it('cuts and stacks along other axes', () => {
    const { facts } = inferGraph({
      inputs: [border('h', 'float32', ['batch', 8]), border('x', 'float32', ['batch', 'seq', 8])],
      nodes: [
        node('Scan', ['h', 'x'], ['last', 'all'], {
          body: CELL,
          num_scan_inputs: 1,
          scan_input_axes: [1],
          scan_output_axes: [-1],
        }),
      ],
      outputs: ['last', 'all'],
    });
    assert.equal(shown(facts('all')), 'float32 batchx8xseq');
  });

  it('has the batch in front in opset 8', () => {
    const { facts, nodes } = inferGraph(
      {
        inputs: [border('h', 'float32', [3, 8]), border('x', 'float32', [3, 5, 8])],
        nodes: [node('Scan', ['', 'h', 'x'], ['last', 'all'], { body: CELL, num_scan_inputs: 1 })],
        outputs: ['last', 'all'],
      },
      8,
    );
    assert.equal(shown(facts('last')), 'float32 3x8');
    assert.equal(shown(facts('all')), 'float32 3x5x8');
    assert.equal(nodes.find((shaped) => shaped.node.op === 'Add')?.calls, 15);
  });
});
