import assert from 'node:assert/strict';
import { createEngine } from '../../../../extension/engine/api';
import type { Details } from '../../../../extension/shared/webviewProtocol';
import type { ReportChoice } from '../../../../extension/shared/report';
import { memoryHost } from '../../../helpers/memoryHost';
import { buildModel, type GraphSpec, type NodeSpec } from '../../../helpers/onnxBuilder';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} } as const;

/** If(cond) { Loop { Relu [4, 8] } } else { Neg }; without a stored `trip`, an input sets it. */
function loopInBranch(trip: number | null): Uint8Array {
  const body: GraphSpec = {
    name: 'body',
    inputs: [
      ['i', 'int64', []],
      ['go', 'bool', []],
      ['v', 'float32', [4, 8]],
    ],
    outputs: ['go2', 'v2'],
    nodes: [
      { op: 'Identity', inputs: ['go'], outputs: ['go2'] },
      { op: 'Relu', inputs: ['v'], outputs: ['v2'] },
    ],
  };
  const loop: NodeSpec = {
    op: 'Loop',
    inputs: ['trip', 'true', 'x'],
    outputs: ['o'],
    attributes: { body: { graph: body } },
  };
  const negation: NodeSpec = { op: 'Neg', inputs: ['x'], outputs: ['p'] };
  const branches = {
    then_branch: { graph: { name: 'then', outputs: ['o'], nodes: [loop] } },
    else_branch: { graph: { name: 'else', outputs: ['p'], nodes: [negation] } },
  };
  return buildModel({
    graph: {
      inputs: [
        ['cond', 'bool', []],
        ['x', 'float32', [4, 8]],
        ...(trip === null ? ([['trip', 'int64', []]] as const) : []),
      ],
      outputs: ['y'],
      nodes: [{ op: 'If', inputs: ['cond'], outputs: ['y'], attributes: branches }],
      initializers: [
        ...(trip === null ? [] : [{ name: 'trip', dtype: 'int64', dims: [], int64: [trip] } as const]),
        { name: 'true', dtype: 'bool', dims: [], int32: [1] },
      ],
    },
  });
}

interface Seen {
  readonly choice: ReportChoice | undefined;
  readonly details: Details;
}

async function seen(model: Uint8Array, op: string): Promise<Seen> {
  const engine = createEngine(memoryHost({ 'm.onnx': model }));
  const layer = (await engine.analyze('m.onnx', OPTIONS)).layers.find((each) => each.op === op);
  assert.ok(layer, op);
  const details = await engine.details('m.onnx', OPTIONS, layer.id);
  assert.ok(details, op);
  return { choice: layer.choice, details };
}

describe('a layer in a loop in a branch that only a run takes', () => {
  it('says how often it runs if the branch is taken, though it has no MACs', async () => {
    const { choice, details } = await seen(loopInBranch(10), 'Relu');
    assert.equal(choice?.calls, 10);
    const moved = details.costs.find(({ label }) => label === 'Moved bytes');
    assert.equal(moved?.value, 'at most 2,560 B (2.50 KiB)');
    assert.deepEqual(moved.derivation?.formula, ['1,280 B inputs + 1,280 B outputs']);
    assert.match(moved.derivation.convention.join(' '), /Each distinct tensor once/);
    const flops = details.costs.find(({ label }) => label === 'FLOPs');
    assert.deepEqual(flops?.derivation?.formula, ['element operations', '= 320 output elements']);
  });

  it('runs once outside of the loop', async () => {
    assert.equal((await seen(loopInBranch(10), 'Neg')).choice?.calls, 1);
  });

  it('says nothing of its costs where a run sets the trips, too', async () => {
    const { choice, details } = await seen(loopInBranch(null), 'Relu');
    assert.deepEqual([choice?.calls, choice?.movedBytes], [null, null]);
    const moved = details.costs.find(({ label }) => label === 'Moved bytes');
    assert.deepEqual([moved?.value, moved?.derivation?.formula], ['unknown', []]);
  });
});
