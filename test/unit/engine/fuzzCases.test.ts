import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EVERYTHING, examine } from '../../fuzz/oracle';
import { projectRoot } from '../../helpers/root';
import { outcomeOf } from '../../helpers/outcome';
import { buildModel, type GraphSpec, type NodeSpec, type ValueSpec } from '../../helpers/onnxBuilder';

const folder = path.join(projectRoot(), 'test/fuzz/cases');
const MOST_BYTES = 200_000;

describe('inputs that the fuzzer found', function () {
  this.timeout(60_000);
  const names = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
  let total = 0;
  for (const name of names)
    it(name, async () => {
      const bytes = Uint8Array.from(readFileSync(path.join(folder, name)));
      total += bytes.length;
      assert.equal(await examine(bytes, EVERYTHING), null);
    });

  it('are small', () => {
    assert.ok(names.length > 0 && total < MOST_BYTES, `${total} bytes`);
  });
});

describe('files that grow beyond memory', function () {
  this.timeout(120_000);

  it('put many nodes deep into subgraphs: their places would take gigabytes', async () => {
    const branch = (nodes: readonly NodeSpec[], outputs: readonly string[]): GraphSpec => ({
      nodes,
      outputs,
    });
    const relu: NodeSpec = { op: 'Relu', inputs: ['x'], outputs: ['r'] };
    let body = branch(new Array<NodeSpec>(25_000).fill(relu), ['r']);
    for (let depth = 0; depth < 120; depth++) {
      const attributes = { then_branch: { graph: body } };
      body = branch([{ op: 'If', inputs: ['c'], outputs: ['r'], attributes }], ['r']);
    }
    const outcome = await outcomeOf(buildModel({ graph: { inputs: [['c', 'bool', []]], ...body } }));
    assert.deepEqual(outcome, {
      problem: 'model.onnx: too many nodes lie too deep in subgraphs for their places to be named',
    });
  });

  it('put sequences into sequences and optionals, which doubles what is known of them each time', async () => {
    for (const op of ['SequenceConstruct', 'Optional', 'SequenceInsert']) {
      const nodes = Array.from({ length: 400 }, (_, at): NodeSpec => {
        const before = at === 0 ? 'x' : `t${at}`;
        return { op, inputs: op === 'SequenceInsert' ? [before, before] : [before], outputs: [`t${at + 1}`] };
      });
      const first: NodeSpec = { op: 'SequenceConstruct', inputs: ['v', 'v'], outputs: ['x'] };
      const graph = { inputs: [['v', 'float32', [2]]] as const, nodes: [first, ...nodes], outputs: ['t400'] };
      assert.equal(await examine(buildModel({ graph }), EVERYTHING), null);
    }
  });

  it('align inputs at an axis far outside of the rank, as operators before opset 7 do', async () => {
    const vector = (name: string): ValueSpec => [name, 'float32', [2, 3]];
    for (const axis of [-(2 ** 31), -(2 ** 28), 2 ** 31, -3, 7]) {
      const node: NodeSpec = {
        op: 'Add',
        inputs: ['a', 'b'],
        outputs: ['y'],
        attributes: { axis, broadcast: 1 },
      };
      const graph = { inputs: [vector('a'), vector('b')], nodes: [node], outputs: ['y'] };
      assert.equal(await examine(buildModel({ graph, opsets: { '': 6 } }), EVERYTHING), null);
    }
  });

  it('hold names of any length and of any characters, and findings stay one line', async () => {
    const name = `line\nbreak\u202e${'long'.repeat(5000)}`;
    const nodes: readonly NodeSpec[] = [{ op: name, name, domain: name, inputs: [name], outputs: ['y'] }];
    const bytes = buildModel({ graph: { nodes, outputs: ['y'] } });
    assert.equal(await examine(bytes, EVERYTHING), null);
  });
});
