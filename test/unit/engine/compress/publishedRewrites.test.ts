import assert from 'node:assert/strict';
import type { Costs } from '../../../../extension/shared/suggestions';
import { proposals, subjectOf } from './cases';
import { conv, type Layer, on, op } from './networks';

/** What a suggestion says of the layers that it changes, in a network with others around them. */
function rewritten(
  technique: string,
  layer: Layer,
  shape: readonly number[],
): { before: Costs; after: Costs } {
  const [, channels = 0] = shape;
  const around = [conv('first', 'x', channels, channels, { kernel: 1 }), op('Relu', 'first', 'r')];
  const network = on(shape, ...around, layer, op('GlobalAveragePool', 'y', 'z'));
  const [one] = [...proposals(subjectOf(network), technique).values()].filter(
    ({ suggestion }) => suggestion.layer === '2',
  );
  assert.ok(one, `${technique} is not proposed`);
  return { before: one.suggestion.layersBefore, after: one.suggestion.layersAfter };
}

const layer = (from: number, to: number, kernel: number): Layer => conv('y', 'r', from, to, { kernel });

interface Row {
  readonly title: string;
  readonly technique: string;
  readonly from: number;
  readonly to: number;
  readonly kernel: number;
  /** MACs and weights as published. */
  readonly before: readonly [macs: number, weights: number];
  readonly after: readonly [macs: number, weights: number];
}

/** Section 2 of what the papers say; all on 13x13. */
const ROWS: readonly Row[] = [
  {
    title: '5x5 384 to 256 as 5x1 and 1x5, outputs summed',
    technique: 'spatial-parallel',
    from: 384,
    to: 256,
    kernel: 5,
    before: [415_334_400, 2_457_600],
    after: [166_133_760, 983_040],
  },
  {
    title: '3x3 384 to 256 as 3x1 and 1x3, outputs summed',
    technique: 'spatial-parallel',
    from: 384,
    to: 256,
    kernel: 3,
    before: [149_520_384, 884_736],
    after: [99_680_256, 589_824],
  },
  {
    title: '3x3 256 to 384 behind a 1x1 to 64',
    technique: 'bottleneck',
    from: 256,
    to: 384,
    kernel: 3,
    before: [149_520_384, 884_736],
    after: [2_768_896 + 37_380_096, 16_384 + 221_184],
  },
];

describe('published rewrites as suggestions', () => {
  for (const { title, technique, from, to, kernel, before, after } of ROWS)
    it(title, () => {
      const costs = rewritten(technique, layer(from, to, kernel), [1, from, 13, 13]);
      assert.deepEqual([costs.before.macs, costs.before.params], before);
      assert.deepEqual([costs.after.macs, costs.after.params], after);
    });

  /** Cost after to cost before is `share[0] / share[1]`, in whole numbers. */
  function assertShare(
    { before, after }: { before: Costs; after: Costs },
    share: readonly [number, number],
  ): void {
    for (const metric of ['macs', 'params'] as const)
      assert.equal(after[metric] * share[1], before[metric] * share[0], metric);
  }

  for (const [from, to] of [
    [64, 64],
    [32, 64],
    [96, 40],
  ] as const) {
    const shape = [2, from, 14, 17];
    const mid = to;

    it(`5x5 ${from} to ${to} as two stacked 3x3: (9 Cin Cmid + 9 Cmid Cout) / (25 Cin Cout)`, () => {
      const costs = rewritten('kernel-stacking', layer(from, to, 5), shape);
      assertShare(costs, [9 * from * mid + 9 * mid * to, 25 * from * to]);
      if (from === to) assertShare(costs, [18, 25]);
    });

    it(`3x3 ${from} to ${to} as 1x3 and then 3x1: (3 Cin Cmid + 3 Cmid Cout) / (9 Cin Cout)`, () => {
      const costs = rewritten('spatial-sequential', layer(from, to, 3), shape);
      assertShare(costs, [3 * from * mid + 3 * mid * to, 9 * from * to]);
      if (from === to) assertShare(costs, [6, 9]);
    });

    for (const k of [3, 5, 7])
      it(`${k}x${k} ${from} to ${to} depthwise separable: 1 / Cout + 1 / K^2`, () => {
        // As one fraction: (K^2 + Cout) / (Cout K^2).
        assertShare(rewritten('depthwise-separable', layer(from, to, k), shape), [k * k + to, to * k * k]);
      });
  }
});
