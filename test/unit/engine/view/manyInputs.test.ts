import assert from 'node:assert/strict';
import { createEngine } from '../../../../extension/engine/api';
import { buildLayerGraph, producerIn } from '../../../../extension/engine/view/layerGraph';
import { memoryHost } from '../../../helpers/memoryHost';
import { buildModel, float32Bytes, type GraphSpec } from '../../../helpers/onnxBuilder';
import { reportBuilder } from '../../../helpers/reportBuilder';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} } as const;
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `t${at}`);

/** The formula behind the parameters of a layer, and how long its details took in milliseconds. */
async function paramsOf(graph: GraphSpec, id: string): Promise<readonly [readonly string[], number]> {
  const engine = createEngine(memoryHost({ 'm.onnx': buildModel({ graph }) }));
  await engine.analyze('m.onnx', OPTIONS);
  const start = performance.now();
  const details = await engine.details('m.onnx', OPTIONS, id);
  const params = details?.costs.find(({ label }) => label === 'Params');
  assert.ok(params?.derivation);
  return [params.derivation.formula, performance.now() - start];
}

describe('details of a layer with very many inputs', function () {
  this.timeout(60_000);

  it('find the parameters among stored tensors in one pass', async () => {
    const count = 25_000;
    const inputs = names(count);
    const [formula, took] = await paramsOf(
      {
        nodes: [
          {
            op: 'Einsum',
            inputs,
            outputs: ['y'],
            attributes: { equation: `${new Array(count).fill('a').join(',')}->a` },
          },
        ],
        outputs: ['y'],
        initializers: inputs.map((name, at) => ({
          name,
          // Integers are no parameters: no prefix of the sizes comes to their number but the first half.
          ...(at < count / 2
            ? { dtype: 'float32', dims: [2], raw: float32Bytes(1, 2) }
            : { dtype: 'int32', dims: [2], int32: [1, 2] }),
        })),
      },
      '0',
    );
    assert.deepEqual(formula, [`2 + 2 + 2 + 2 + 2 + 2 + ${count / 2 - 6} more`]);
    assert.ok(took < 5000, `${took} ms`);
  });

  it('look up once what makes each of them', () => {
    const builder = reportBuilder();
    const made = names(60_000).map(() => builder.layer('Relu', ['input']));
    const report = builder.build([builder.layer('Concat', made)]);
    const graph = buildLayerGraph(report);
    const concat = report.layers.at(-1);
    assert.ok(concat);
    const start = performance.now();
    const producerOf = producerIn(graph, concat);
    assert.ok(concat.inputs.every((tensor, at) => producerOf(tensor) === report.layers[at]));
    const took = performance.now() - start;
    assert.ok(took < 1000, `${took} ms`);
  });
});
