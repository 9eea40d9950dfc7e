import assert from 'node:assert/strict';
import { createEngine } from '../../../../extension/engine/api';
import { ROOMS } from '../../../../extension/engine/ops/registry';
import { ROW_READERS } from '../../../../extension/engine/view/derivation/movement';
import type { AnalyzeOptions } from '../../../../extension/shared/engineCalls';
import type { Details, Figure } from '../../../../extension/shared/webviewProtocol';
import { derivedModel, undecidedModel } from '../../../helpers/derivedModels';
import { memoryHost } from '../../../helpers/memoryHost';
import { buildModel, float32Bytes, type GraphSpec } from '../../../helpers/onnxBuilder';

const THOP = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {}, countAs: 'thop' } as const;

async function detailsOf(model: Uint8Array, name: string, options: AnalyzeOptions = THOP): Promise<Details> {
  const engine = createEngine(memoryHost({ 'm.onnx': model }));
  const { layers } = await engine.analyze('m.onnx', options);
  const details = await engine.details(
    'm.onnx',
    options,
    layers.find((layer) => layer.name === name)?.id ?? '',
  );
  assert.ok(details, name);
  return details;
}

function figure({ costs }: Details, label: string): Figure {
  const found = costs.find((cost) => cost.label === label);
  assert.ok(found, `${label} in ${costs.map((cost) => cost.label).join()}`);
  return found;
}

const formula = (details: Details, label: string): readonly string[] | undefined =>
  figure(details, label).derivation?.formula;

function single(graph: GraphSpec): Uint8Array {
  return buildModel({ opsets: { '': 17 }, graph: { outputs: ['y'], ...graph } });
}

describe('derivations of a convolution', () => {
  let details: Details;

  before(async () => {
    details = await detailsOf(derivedModel(), '/conv/Conv');
  });

  it('MACs: formula, numbers, open dims', () => {
    assert.deepEqual(formula(details, 'MACs'), [
      'N * Cout * Hout * Wout * (Cin/groups) * kh * kw',
      '= 1 * 8 * 16 * 16 * 3 * 3 * 3',
      '= 55296*batch',
    ]);
  });

  it('FLOPs: two for a MAC and the bias', () => {
    assert.equal(figure(details, 'FLOPs').value, '112,640');
    assert.deepEqual(formula(details, 'FLOPs'), [
      '2 * MACs + element operations',
      '= 2 * 55,296 + 2,048 output elements',
    ]);
  });

  it('parameters and bytes by tensor', () => {
    assert.deepEqual(formula(details, 'Params'), ['8*3*3*3 + 8']);
    assert.deepEqual(formula(details, 'Weight bytes'), ['8*3*3*3 * 4 B + 8 * 4 B']);
    assert.deepEqual(formula(details, 'Input bytes'), ['1*3*16*16 * 4 B']);
    assert.deepEqual(formula(details, 'Output bytes'), ['1*8*16*16 * 4 B']);
    assert.deepEqual(formula(details, 'Moved bytes'), ['896 B weights + 3,072 B inputs + 8,192 B outputs']);
  });

  it('energy: each part at the price of the profile, with its source', () => {
    // 254,361.6 pJ arithmetic; 143,360 + 140,800 pJ movement
    assert.equal(figure(details, 'Energy').value, '539 nJ');
    assert.deepEqual(formula(details, 'Energy'), [
      'MACs * pJ per MAC + bytes * pJ per byte',
      '= 55,296 MACs * 4.6 pJ',
      '+ 896 B of weights * 160 pJ',
      '+ 11,264 B in the buffer * 12.5 pJ',
      '= 254 nJ arithmetic + 284 nJ data movement',
    ]);
    const convention = figure(details, 'Energy').derivation?.convention.join(' ') ?? '';
    assert.match(
      convention,
      /A float32 MAC is 4\.6 pJ \(multiply 3\.7 \+ add 0\.9\)\. Horowitz 45 nm: M\. Horowitz/,
    );
  });
});

describe('derivations elsewhere', () => {
  it('say where an activation lies, and that nothing is multiplied', async () => {
    // 1x640x512 float32 is 1.25 MiB: more than the buffer's 1 MiB.
    const model = single({
      inputs: [['x', 'float32', [1, 640, 512]]],
      nodes: [{ op: 'Relu', name: 'r', inputs: ['x'], outputs: ['y'] }],
    });
    const details = await detailsOf(model, 'r');
    assert.deepEqual(formula(details, 'MACs'), []);
    assert.deepEqual(formula(details, 'FLOPs'), ['element operations', '= 327,680 output elements']);
    assert.deepEqual(formula(details, 'Energy')?.slice(1), [
      '= 2,621,440 B in DRAM * 160 pJ',
      '= 0 pJ arithmetic + 419 µJ data movement',
    ]);
  });

  it('price a MAC of dequantized operands at the type that they had', async () => {
    const scale = { name: 's', dtype: 'float32', dims: [], raw: float32Bytes(0.1) } as const;
    const dequantize = (from: string, to: string): NonNullable<GraphSpec['nodes']>[number] => ({
      op: 'DequantizeLinear',
      name: to,
      inputs: [from, 's'],
      outputs: [to],
    });
    const model = single({
      inputs: [
        ['a', 'int8', [4, 8]],
        ['b', 'int8', [8, 2]],
      ],
      nodes: [
        dequantize('a', 'da'),
        dequantize('b', 'db'),
        { op: 'MatMul', name: 'mm', inputs: ['da', 'db'], outputs: ['y'] },
      ],
      initializers: [scale],
    });
    const lines = formula(await detailsOf(model, 'mm'), 'Energy');
    // 4 * 8 * 2 MACs in int8, though the tensors are float32.
    assert.equal(lines?.[1], '= 64 MACs * 0.3 pJ');
  });

  it('count the rows of a gather, of a stored table and of an activation', async () => {
    const table = (stored: boolean): Uint8Array =>
      single({
        inputs: [['i', 'int64', [3]], ...(stored ? [] : ([['t', 'float32', [100, 8]]] as const))],
        nodes: [{ op: 'Gather', name: 'g', inputs: ['t', 'i'], outputs: ['y'] }],
        initializers: stored
          ? [
              {
                name: 't',
                dtype: 'float32',
                dims: [100, 8],
                raw: float32Bytes(...new Array<number>(800).fill(1)),
              },
            ]
          : [],
      });
    // 3 rows of 8 float32 out of the table, 3 indices of 8 bytes, 3 rows out.
    assert.equal(
      formula(await detailsOf(table(true), 'g'), 'Moved bytes')?.[0],
      '96 B weights + 24 B inputs + 96 B outputs',
    );
    assert.equal(
      formula(await detailsOf(table(false), 'g'), 'Moved bytes')?.[0],
      '120 B inputs + 96 B outputs',
    );
    assert.equal(
      formula(await detailsOf(table(false), 'g'), 'Energy')?.[1],
      '= 216 B in the buffer * 12.5 pJ',
    );
  });

  it('know every operator that reads rows', () => {
    const types = ROOMS.flat().flatMap((spec) => (spec.traffic === 'rows' ? spec.types : []));
    const known = Object.entries(ROW_READERS).flatMap(([domain, ops]) =>
      ops.map((op) => (domain === '' ? op : `${domain}:${op}`)),
    );
    assert.deepEqual([...known].sort(), [...types].sort());
  });

  it('leave statistics of a normalization out of its parameters', async () => {
    const vector = (name: string): NonNullable<GraphSpec['initializers']>[number] => ({
      name,
      dtype: 'float32',
      dims: [4],
      raw: float32Bytes(1, 2, 3, 4),
    });
    const model = single({
      inputs: [['x', 'float32', [1, 4, 6, 6]]],
      nodes: [{ op: 'BatchNormalization', name: 'bn', inputs: ['x', 'g', 'b', 'm', 'v'], outputs: ['y'] }],
      initializers: ['g', 'b', 'm', 'v'].map(vector),
    });
    const details = await detailsOf(model, 'bn');
    assert.deepEqual(formula(details, 'Params'), ['4 + 4']);
    assert.equal(formula(details, 'FLOPs')?.[1], '= 2 * 144 output elements');
    const other = figure(details, 'As thop 0.1.1');
    assert.deepEqual(
      [other.value, other.remark],
      ['576 MACs', '576 more: a normalization counts 4 an element.'],
    );
  });
});

describe('a layer as another tool counts it', () => {
  it('names the difference and its reason', async () => {
    const { value, remark } = figure(await detailsOf(derivedModel(), '/attn/MatMul'), 'As thop 0.1.1');
    assert.equal(value, '0 MACs');
    assert.match(remark ?? '', /^16,384 fewer: what is computed outside modules is not seen/);
  });

  it('has nothing to explain where both agree', async () => {
    const same = figure(await detailsOf(derivedModel(), '/conv/Conv'), 'As thop 0.1.1');
    assert.deepEqual([same.value, same.remark], ['55,296 MACs', undefined]);
  });

  it('is left out where no tool was asked for', async () => {
    const { hardware, dims, inputShapes } = THOP;
    const details = await detailsOf(derivedModel(), '/conv/Conv', { hardware, dims, inputShapes });
    assert.ok(details.costs.every(({ label }) => !label.startsWith('As ')));
  });
});

describe('bounds, mask and cache', () => {
  it('of attention', async () => {
    const details = await detailsOf(derivedModel(), '/attn/Attention');
    assert.equal(figure(details, 'of them causal').value, '29,184');
    // 8 * 24 + 36 = 228 of 256 scores
    assert.match(
      figure(details, 'of them causal').derivation?.convention.join(' ') ?? '',
      /89\.1% of the square/,
    );
    assert.equal(figure(details, 'Read of KV cache').value, '12,288 B (12.0 KiB)');
    assert.equal(figure(details, 'Written to KV cache').value, '16,384 B (16.0 KiB)');
    assert.equal(figure(details, 'Read of KV cache').derivation?.section, 'bytes');
  });

  it('of an If, and of the layers in its branches', async () => {
    const decision = await detailsOf(undecidedModel(), '/If');
    assert.equal(figure(decision, 'MACs').value, 'at least 256, at most 1,024');
    assert.equal(figure(decision, 'MACs, then branch').value, '1,024');
    assert.equal(figure(decision, 'MACs, else branch').value, '256');
    const inside = await detailsOf(undecidedModel(), '/wide0/MatMul');
    assert.equal(figure(inside, 'MACs').value, 'at most 512');
    // 512 MACs, 8x16 weights; 4x8 in and 4x16 out, both in the buffer.
    assert.deepEqual(formula(inside, 'Energy')?.slice(1, 4), [
      '= 512 MACs * 4.6 pJ',
      '+ 512 B of weights * 160 pJ',
      '+ 384 B in the buffer * 12.5 pJ',
    ]);
  });
});
