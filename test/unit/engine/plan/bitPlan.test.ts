import assert from 'node:assert/strict';
import { createEngine } from '../../../../extension/engine/api';
import type { BitChoice } from '../../../../extension/shared/compression';
import { memoryHost } from '../../../helpers/memoryHost';
import { buildModel, float32Bytes } from '../../../helpers/onnxBuilder';
import { seeded } from '../../../helpers/random';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} };
const WIDTH = 32;
const LAYERS = 4;
const BITS = [2, 4, 8, null] as const;

/** A chain of square matrix products; one row of input. */
function chain(): Uint8Array {
  const random = seeded(7);
  const layers = Array.from({ length: LAYERS }, (_, i) => i);
  const values = Array.from({ length: LAYERS }, (_, i) =>
    Array.from({ length: WIDTH * WIDTH }, () => (random.next() - 0.5) * (i + 1)),
  );
  return buildModel({
    opsets: { '': 25 },
    graph: {
      inputs: [['x0', 'float32', [1, WIDTH]]],
      outputs: [[`x${LAYERS}`, 'float32', [1, WIDTH]]],
      nodes: layers.map((i) => ({
        op: 'MatMul',
        name: `fc${i}`,
        inputs: [`x${i}`, `w${i}`],
        outputs: [`x${i + 1}`],
      })),
      initializers: layers.map((i) => ({
        name: `w${i}`,
        dtype: 'float32',
        dims: [WIDTH, WIDTH],
        raw: float32Bytes(...(values[i] ?? [])),
      })),
    },
  });
}

/** Bytes of one weight: packed elements, and a float32 scale per output (8 bits) or per 32 inputs (fewer). */
function bytesAt(bits: (typeof BITS)[number]): number {
  return bits === null ? 4 * WIDTH ** 2 : (WIDTH ** 2 * bits) / 8 + 4 * WIDTH;
}

describe('mixed precision plans', () => {
  const engine = createEngine(memoryHost({ 'net.onnx': chain() }));
  const plan = (budget: string, errors?: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
    engine.plan('net.onnx', OPTIONS, {
      budget,
      mixedPrecision: true,
      ...(errors && {
        sensitivities: JSON.stringify({
          layers: Object.fromEntries(Object.entries(errors).map(([name, list]) => [name, { errors: list }])),
        }),
      }),
    });

  it('keeps to the limit when priced again, and costs the closed form', async () => {
    for (const share of [60, 40, 20, 12]) {
      const { plan: made, bits = [], optimal } = await plan(`weights=${share}%`);
      const total = bits.reduce((sum, { bits: width }) => sum + bytesAt(width as (typeof BITS)[number]), 0);
      assert.equal(made.after.weightBytes, total);
      assert.ok(total <= (share / 100) * LAYERS * 4 * WIDTH ** 2);
      assert.ok(made.meetsBudget && optimal);
      assert.deepEqual(new Set(bits.map(({ from }) => from)), new Set(['weights']));
    }
  });

  it('is the true optimum: no assignment of bits within the limit has a smaller error', async () => {
    const random = seeded(11);
    for (let round = 0; round < 12; round++) {
      const errors = Object.fromEntries(
        Array.from({ length: LAYERS }, (_, i) => [
          `w${i}`,
          { '2': 4 * random.next(), '4': random.next(), '8': random.next() / 4 },
        ]),
      );
      const limit = Math.ceil(LAYERS * (bytesAt(2) + random.next() * (bytesAt(null) - bytesAt(2))));
      const { bits = [] } = await plan(`weights=${limit}B`, errors);
      assert.ok(Math.abs(errorOf(bits) - bruteForce(errors, limit)) < 1e-12, `limit ${limit}`);
    }
  });

  it('says that it cannot, and shows the smallest', async () => {
    const { plan: made, bits = [], optimal } = await plan('weights=1%');
    assert.deepEqual([made.meetsBudget, optimal], [false, false]);
    assert.deepEqual(
      bits.map(({ bits: width }) => width),
      Array(LAYERS).fill(2),
    );
  });

  it('takes one limit of a metric that adds up', async () => {
    await assert.rejects(plan('weights=50%,energy=50%'), /mixed precision is planned under one limit/);
    await assert.rejects(plan('macs=50%'), /one limit, of weights, moved, energy/);
  });
});

function errorOf(bits: readonly BitChoice[]): number {
  return bits.reduce((sum, { error }) => sum + error, 0);
}

function bruteForce(
  errors: Readonly<Record<string, Readonly<Record<string, number>>>>,
  limit: number,
): number {
  let best = Number.POSITIVE_INFINITY;
  for (let code = 0; code < BITS.length ** LAYERS; code++) {
    let size = 0;
    let error = 0;
    for (let i = 0; i < LAYERS; i++) {
      const width = BITS[Math.floor(code / BITS.length ** i) % BITS.length] ?? null;
      size += bytesAt(width);
      error += width === null ? 0 : (errors[`w${i}`]?.[String(width)] ?? 0);
    }
    if (size <= limit) best = Math.min(best, error);
  }
  return best;
}
