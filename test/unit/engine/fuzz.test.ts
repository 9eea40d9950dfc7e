import assert from 'node:assert/strict';
import { buildInput } from '../../fuzz/inputs';
import { depthOf, examine } from '../../fuzz/oracle';
import { type Seeds, seedsOf, sharedSeeds } from '../../fuzz/seeds';
import { buildModel, float32Bytes, int64Bytes } from '../../helpers/onnxBuilder';
import { outcomeOf } from '../../helpers/outcome';
import { describeShared } from '../../helpers/shared';

const BUDGET_MS = 6000;
const MOST_INPUTS = 1000;
const SEED = 3;

/** Examines inputs in turn, as many as the budget allows; `npm run fuzz` does the same for as long as it is asked to. */
async function fuzz(seeds: Seeds): Promise<void> {
  const started = performance.now();
  let number = 0;
  for (; number < MOST_INPUTS && performance.now() - started < BUDGET_MS; number++) {
    const { bytes, from, steps } = buildInput(seeds, SEED, number);
    const finding = await examine(bytes, depthOf(number));
    if (finding)
      assert.fail(`input ${number}: ${from}, ${steps.join(', ')}: ${finding.kind}\n${finding.detail}`);
  }
  assert.ok(number > 30, `only ${number} inputs in time`);
}

/** A small model with something of everything. */
function everything(): Uint8Array {
  const branch = (op: string): { graph: object } => ({
    graph: { outputs: ['r'], nodes: [{ op, inputs: ['c'], outputs: ['r'], name: `/m/${op}` }] },
  });
  return buildModel({
    producer: 'test',
    functions: [
      {
        domain: 'own',
        name: 'twice',
        inputs: ['a'],
        outputs: ['b'],
        attributes: ['k'],
        nodes: [
          { op: 'Concat', inputs: ['a', 'a'], outputs: ['b'], attributes: { axis: { reference: 'k' } } },
        ],
      },
    ],
    graph: {
      inputs: [
        ['x', 'float32', ['n', 3, 'h', 8]],
        ['flag', 'bool', []],
      ],
      outputs: [['y', 'float32', null]],
      declared: [['c', 'float32', ['n', 4, null, null]]],
      initializers: [
        {
          name: 'w',
          dtype: 'float32',
          dims: [4, 3, 3, 3],
          raw: float32Bytes(...new Array<number>(108).fill(1)),
        },
        { name: 's', dtype: 'int64', dims: [2], raw: int64Bytes(0, -1) },
        {
          name: 'e',
          dtype: 'float32',
          dims: [64, 10],
          external: { location: 'w.bin', offset: '0', length: '2560' },
        },
      ],
      nodes: [
        {
          op: 'Conv',
          inputs: ['x', 'w'],
          outputs: ['c'],
          name: '/m/conv',
          attributes: { pads: [1, 1, 1, 1], strides: [2, 2] },
        },
        {
          op: 'If',
          inputs: ['flag'],
          outputs: ['i'],
          attributes: { then_branch: branch('Relu'), else_branch: branch('Tanh') },
        },
        { op: 'twice', domain: 'own', inputs: ['i'], outputs: ['t'], attributes: { k: 1 } },
        {
          op: 'Shape',
          inputs: ['t'],
          outputs: ['shape'],
          metadata: { 'pkg.torch.onnx.stack_trace': 'File "m.py", line 3' },
        },
        {
          op: 'ConstantOfShape',
          inputs: ['shape'],
          outputs: ['filled'],
          attributes: { value: { tensor: { dtype: 'float32', dims: [1], float: [1] } } },
        },
        { op: 'Reshape', inputs: ['filled', 's'], outputs: ['flat'] },
        { op: 'Loop', inputs: ['', 'flag', 'flat'], outputs: ['y'], attributes: { body: loopBody() } },
      ],
    },
  });
}

function loopBody(): { graph: object } {
  return {
    graph: {
      inputs: ['i', 'go', 'state'],
      outputs: ['go', 'next'],
      nodes: [{ op: 'Mul', inputs: ['state', 'state'], outputs: ['next'] }],
    },
  };
}

describe('mutated models', () => {
  it('made from one with something of everything give a report or one sentence', async function () {
    this.timeout(60_000);
    const bytes = everything();
    const { report } = (await outcomeOf(bytes)) as { report: { layers: readonly unknown[] } };
    assert.equal(report.layers.length, 10);
    await fuzz(seedsOf([{ share: 1, files: [{ name: 'everything', bytes }] }]));
  });
});

describeShared('mutated models of the reference files', (shared) => {
  it('give a report or one sentence', async function () {
    this.timeout(60_000);
    await fuzz(sharedSeeds(shared));
  });
});
