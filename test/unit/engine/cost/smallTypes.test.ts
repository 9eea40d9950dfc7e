import assert from 'node:assert/strict';
import { buildReport } from '../../../../extension/engine/cost/report';
import { findProfile } from '../../../../extension/engine/hardware/builtInProfiles';
import { inferModel } from '../../../../extension/engine/inference/infer';
import type { DType } from '../../../../extension/engine/ir/dtype';
import { border, graphOf, node, type GraphParts } from '../../../helpers/graphs';
import type { Report } from '../../../../extension/shared/report';

/** TensorProto.DataType codes and bits, as ONNX's onnx.proto lists them. */
const SMALL: readonly (readonly [type: DType, code: number, bits: number])[] = [
  ['float8e4m3fn', 17, 8],
  ['float8e4m3fnuz', 18, 8],
  ['float8e5m2', 19, 8],
  ['float8e5m2fnuz', 20, 8],
  ['uint4', 21, 4],
  ['int4', 22, 4],
  ['float4e2m1', 23, 4],
  ['float8e8m0', 24, 8],
  ['uint2', 25, 2],
  ['int2', 26, 2],
];

function priced(parts: GraphParts): Report {
  const profile = findProfile('horowitz-45nm', []);
  assert.ok(profile);
  const opsets = new Map([['', 25]]);
  const model = { format: 'onnx', name: '', producer: '', opsets, graph: graphOf(parts), functions: [] };
  return buildReport(model, inferModel(model), { path: '', dims: {}, profile, findings: [] });
}

describe('types of a byte and less', () => {
  for (const [dtype, code, bits] of SMALL)
    it(`are carried as ${dtype}, packed`, () => {
      const report = priced({
        inputs: [border('x', 'float32', [3, 5])],
        stored: [{ name: 'w', dtype, dims: [3, 5], payload: null, raw: true, content: null }],
        nodes: [
          node('Cast', ['x'], ['narrow'], { to: { kind: 'int', value: code } }),
          node('Transpose', ['narrow'], ['turned']),
          node('Concat', ['narrow', 'w'], ['both'], { axis: { kind: 'int', value: 0 } }),
          node('DequantizeLinear', ['both', 'scale'], ['wide']),
        ],
        outputs: ['turned', 'wide'],
      });
      // 15 elements: 15 bytes, 8 of two each, or 4 of four each.
      const packed = Math.ceil((15 * bits) / 8);
      assert.deepEqual(
        report.layers.slice(0, 3).map(({ outputs }) => outputs[0]?.dtype),
        [dtype, dtype, dtype],
      );
      const [cast, turned, both] = report.layers;
      assert.equal(cast?.movedBytes, 60 + packed);
      assert.equal(turned?.movedBytes, 2 * packed);
      assert.equal(both?.weightBytes, packed);
      assert.equal(both.outputBytes, Math.ceil((30 * bits) / 8));
      assert.equal(report.totals.weightBytes, packed);
    });

  it('come out of quantizers that are asked for them', () => {
    for (const [dtype, code] of SMALL) {
      const attributes = { output_dtype: { kind: 'int', value: code } } as const;
      const report = priced({
        inputs: [border('x', 'float32', [3, 5]), border('s', 'float32', [])],
        nodes: [node('QuantizeLinear', ['x', 's'], ['q'], attributes)],
        outputs: ['q'],
      });
      assert.equal(report.outputs[0]?.dtype, dtype);
    }
  });
});
