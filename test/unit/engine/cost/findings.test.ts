import assert from 'node:assert/strict';
import { buildReport } from '../../../../extension/engine/cost/report';
import { findProfile } from '../../../../extension/engine/hardware/builtInProfiles';
import { inferModel } from '../../../../extension/engine/inference/infer';
import type { Model } from '../../../../extension/engine/ir/graph';
import type { ReportDiagnostic } from '../../../../extension/shared/report';
import { border, graphOf, node } from '../../../helpers/graphs';

describe('findings of a pricing', () => {
  /** MaxPool 2x2, stride 2 on h x 8. */
  const graph = graphOf({
    inputs: [border('x', 'float32', [1, 1, 'h', 8])],
    nodes: [node('MaxPool', ['x'], ['y'], { kernel_shape: [2, 2], strides: [2, 2] })],
    outputs: ['y'],
  });

  it('says that a dim taken as 1 leaves feature maps empty', () => {
    const [finding] = findings(graph, {});
    assert.equal(finding?.code, 'assumed-dim');
    assert.match(finding.message, /"h" .* leaves feature maps empty/);
  });

  it('says nothing of a dim that was given', () => {
    assert.deepEqual(findings(graph, { h: 8 }), []);
  });

  it('marks totals beyond 2^53', () => {
    const wide = graphOf({
      inputs: [border('a', 'float32', [2 ** 18, 2 ** 18]), border('b', 'float32', [2 ** 18, 2 ** 18])],
      nodes: [node('MatMul', ['a', 'b'], ['y'])],
      outputs: ['y'],
    });
    // 2^18 cubed is 2^54 MACs.
    assert.deepEqual(
      findings(wide, {}).map(({ code }) => code),
      ['beyond-exact-integers'],
    );
  });
});

function findings(
  graph: Model['graph'],
  dims: Readonly<Record<string, number>>,
): readonly ReportDiagnostic[] {
  const profile = findProfile('horowitz-45nm');
  assert.ok(profile);
  const model: Model = {
    format: 'onnx',
    name: '',
    producer: '',
    opsets: new Map([['', 17]]),
    functions: [],
    graph,
  };
  return buildReport(model, inferModel(model), { path: 'x.onnx', dims, profile, findings: [] }).diagnostics;
}
