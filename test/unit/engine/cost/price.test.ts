import assert from 'node:assert/strict';
import { buildReport } from '../../../../extension/engine/cost/report';
import { findProfile } from '../../../../extension/engine/hardware/builtInProfiles';
import { inferModel } from '../../../../extension/engine/inference/infer';
import type { Model, StoredTensor } from '../../../../extension/engine/ir/graph';
import type { Report, ReportLayer } from '../../../../extension/shared/report';
import { body, border, graphOf, type GraphParts, node, stored } from '../../../helpers/graphs';

function priced(parts: GraphParts, dims: Readonly<Record<string, number>> = {}): Report {
  const graph = graphOf(parts);
  const model: Model = {
    format: 'onnx',
    name: '',
    producer: '',
    opsets: new Map([['', 21]]),
    graph,
    functions: [],
  };
  const profile = findProfile('horowitz-45nm', []);
  assert.ok(profile);
  return buildReport(model, inferModel(model), { path: 'm.onnx', dims, profile, findings: [] });
}

function layer(report: Report, id: string): ReportLayer {
  const found = report.layers.find((item) => item.id === id);
  assert.ok(found);
  return found;
}

function weights(name: string, dtype: StoredTensor['dtype'], ...dims: readonly number[]): StoredTensor {
  return { name, dtype, dims, payload: null, raw: false, content: null };
}

/** Loops of a billion rounds each, one in the other, around a node that reads 16 numbers, "s". */
function loopsAround(depth: number, innermost: ReturnType<typeof node>): GraphParts {
  let nodes = [innermost];
  for (let at = 0; at < depth; at++) {
    const inputs = [border('i', 'int64', []), border('go', 'bool', []), border('s', 'float32', [16])];
    const inner = body({ inputs, nodes: [...nodes, node('Identity', ['go'], ['on'])], outputs: ['on', 's'] });
    nodes = [node('Loop', ['trips', '', at === depth - 1 ? 'x' : 's'], [`y${at}`], { body: inner })];
  }
  return {
    inputs: [border('x', 'float32', [16])],
    stored: [stored('trips', 1e9)],
    nodes,
    outputs: [`y${depth - 1}`],
  };
}

const matmul = node('MatMul', ['x', 'w'], ['y']);

describe('prices', () => {
  it('of a MatMul with a symbolic batch', () => {
    const parts = {
      inputs: [border('x', 'float32', ['n', 8])],
      stored: [weights('w', 'float32', 8, 16)],
      nodes: [matmul],
      outputs: ['y'],
    };
    const assumed = priced(parts);
    assert.equal(layer(assumed, '0').macs, 128);
    assert.deepEqual(assumed.symbols, [{ name: 'n', kind: 'declared', value: 1, assumed: true }]);
    assert.deepEqual(assumed.dims, { n: 1 });
    assert.equal(assumed.inputs[0]?.assumed, true);
    assert.deepEqual(
      assumed.diagnostics.map(({ code }) => code),
      ['assumed-dim'],
    );
    const bound = priced(parts, { n: 5 });
    const { macs, flops, params, weightBytes, inputBytes, outputBytes, movedBytes, energyPj, intensity } =
      layer(bound, '0');
    assert.deepEqual(
      { macs, flops, params, weightBytes, inputBytes, outputBytes, movedBytes },
      {
        macs: 640,
        flops: 1280,
        params: 128,
        weightBytes: 512,
        inputBytes: 160,
        outputBytes: 320,
        movedBytes: 992,
      },
    );
    assert.equal(energyPj, 640 * 4.6 + 512 * 160 + 480 * 12.5);
    assert.equal(intensity, 640 / 992);
    assert.deepEqual(bound.diagnostics, []);
    assert.equal(bound.inputs[0]?.assumed, false);
  });

  it('count a tensor that is read twice by one node once, and one that two nodes read in both', () => {
    const report = priced({
      inputs: [border('x', 'float32', [4, 4])],
      stored: [weights('w', 'float32', 4, 4)],
      nodes: [node('MatMul', ['w', 'w'], ['s']), node('MatMul', ['x', 'w'], ['t'])],
      outputs: ['s', 't'],
    });
    assert.deepEqual(
      [layer(report, '0').weightElements, layer(report, '0').weightBytes, layer(report, '1').params],
      [16, 64, 16],
    );
    assert.deepEqual(
      [report.totals.params, report.totals.weightBytes, report.totals.storedElements],
      [16, 64, 16],
    );
  });

  it('take types below a byte at their size', () => {
    const report = priced({
      inputs: [border('x', 'float32', [1])],
      stored: [weights('w', 'int4', 3, 5), weights('scale', 'float32')],
      nodes: [node('DequantizeLinear', ['w', 'scale'], ['d']), node('Identity', ['d'], ['y'])],
      outputs: ['y'],
    });
    // 15 half bytes and a last one, and one float.
    assert.equal(layer(report, '0').weightBytes, 12);
    assert.equal(report.totals.weightBytes, 12);
  });

  it('do not count what is not learnable as parameters', () => {
    const report = priced({
      inputs: [border('x', 'float32', [2, 8])],
      stored: [weights('one', 'float32', 1), stored('shape', [4, 4]), weights('b', 'float32', 4)],
      nodes: [
        node('Mul', ['x', 'one'], ['m']),
        node('Reshape', ['m', 'shape'], ['r']),
        node('Add', ['r', 'b'], ['y']),
      ],
      outputs: ['y'],
    });
    assert.equal(report.totals.params, 4);
    assert.equal(report.totals.storedElements, 7);
  });

  it('multiply by the trips of a loop, and are unknown where only a run decides them', () => {
    const inner = body({
      inputs: [border('i', 'int64', []), border('go', 'bool', []), border('s', 'float32', [4, 4])],
      nodes: [node('MatMul', ['s', 'w'], ['next']), node('Identity', ['go'], ['on'])],
      outputs: ['on', 'next'],
    });
    const parts = (count: readonly string[]): GraphParts => ({
      inputs: [border('x', 'float32', [4, 4]), border('flag', 'bool', [])],
      stored: [weights('w', 'float32', 4, 4), stored('trips', 3)],
      nodes: [node('Loop', [...count, 'x'], ['y'], { body: inner })],
      outputs: ['y'],
    });
    const counted = layer(priced(parts(['trips', ''])), '0:Loop.body/0');
    assert.deepEqual(
      [counted.calls, counted.macs, counted.macsPerCall, counted.weightBytes],
      [3, 192, 64, 64],
    );
    const open = priced(parts(['', 'flag']));
    const body0 = layer(open, '0:Loop.body/0');
    assert.deepEqual([body0.calls, body0.macs, body0.macsPerCall], [null, null, 64]);
    assert.equal(body0.unknown, 'only a run decides how often it runs');
    assert.equal(open.complete, false);
  });

  it('are unknown where loops in loops come to more than a number can count', () => {
    let nodes = [matmul];
    for (let depth = 0; depth < 40; depth++) {
      const inputs = [border('i', 'int64', []), border('go', 'bool', []), border('s', 'float32', [1, 1])];
      const inner = body({
        inputs,
        nodes: [...nodes, node('Identity', ['go'], ['on'])],
        outputs: ['on', 's'],
      });
      nodes = [matmul, node('Loop', ['trips', '', 'x'], [`y${depth}`], { body: inner })];
    }
    const report = priced({
      inputs: [border('x', 'float32', [2, 8])],
      stored: [weights('w', 'float32', 8, 4), stored('trips', 1e9)],
      nodes,
      outputs: ['y'],
    });
    const within = (depth: number): ReportLayer => layer(report, `${'1:Loop.body/'.repeat(depth)}0`);
    assert.deepEqual([within(2).calls, within(2).macs, within(2).unknown], [1e18, 64e18, null]);
    const { calls, macs, movedBytes, energyPj, macsPerCall, unknown } = within(39);
    assert.deepEqual([calls, macs, movedBytes, energyPj, macsPerCall], [null, null, null, null, 64]);
    assert.equal(unknown, 'it comes to more than a number can count');
    assert.deepEqual(
      report.diagnostics.filter(({ code }) => code === 'decided-at-run-time'),
      [],
    );
    assert.equal(report.complete, false);
  });

  it('in too many loops hang on no run, whatever else is not known of them', () => {
    const report = priced(loopsAround(40, node('Magic', ['s'], ['z'])));
    const deepest = layer(report, `${'0:Loop.body/'.repeat(40)}0`);
    assert.deepEqual([deepest.calls, deepest.unknown], [null, 'no cost is known for operator Magic']);
    assert.deepEqual(
      report.diagnostics.map(({ code }) => code),
      ['unsupported-operator', 'beyond-exact-integers'],
    );
    const relu = layer(priced(loopsAround(9, node('Relu', ['s'], ['z']))), `${'0:Loop.body/'.repeat(9)}0`);
    assert.ok(
      Math.abs((relu.calls ?? 0) / 1e81 - 1) < 1e-9 && Math.abs((relu.flops ?? 0) / 16e81 - 1) < 1e-9,
    );
    assert.equal(relu.unknown, null);
  });

  it('of an unknown operator are unknown and say so', () => {
    const report = priced({
      inputs: [border('x', 'float32', [2])],
      nodes: [{ ...node('Magic', ['x'], ['m']), domain: 'own' }, node('Relu', ['m'], ['y'])],
      outputs: ['y'],
    });
    assert.equal(layer(report, '0').unknown, 'no cost is known for operator own.Magic');
    assert.match(layer(report, '1').unknown ?? '', /^the shape of .*y"? is not known$/);
    assert.equal(layer(report, '0').macs, null);
    assert.equal(report.complete, false);
  });

  it('say when they are beyond exact integers', () => {
    const report = priced({
      inputs: [border('x', 'float32', [2 ** 27, 2 ** 27])],
      nodes: [node('Relu', ['x'], ['y'])],
      outputs: ['y'],
    });
    assert.ok(report.diagnostics.some(({ code }) => code === 'beyond-exact-integers'));
    assert.equal(layer(report, '0').outputBytes, 2 ** 56);
  });

  it('bind what only a run decides where a value is given', () => {
    const parts = {
      inputs: [border('x', 'float32', [8])],
      nodes: [node('NonZero', ['x'], ['z'])],
      outputs: ['z'],
    };
    const open = priced(parts);
    const [symbol] = open.symbols ?? [];
    assert.ok(symbol);
    assert.deepEqual([symbol.kind, symbol.value], ['data', null]);
    assert.equal(typeof open.outputs[0]?.shape?.[1], 'string');
    const bound = priced(parts, { [symbol.name]: 3 });
    assert.deepEqual(bound.outputs[0]?.shape, [1, 3]);
    assert.equal(bound.complete, true);
  });
});
