import assert from 'node:assert/strict';
import { describeTechnique, type Figures } from '../cases';
import { conv, on } from '../networks';

const [N, CIN, COUT, H, W] = [2, 16, 24, 9, 15] as const;
const X = [N, CIN, H, W];

function after(k: number, positions: number, bias = 0): Readonly<Record<string, Figures>> {
  const figures = (e: number): Figures => {
    const [expand, depthwise, project] = [e * CIN * CIN, e * CIN * k * k, COUT * e * CIN];
    return {
      macs: N * (H * W * expand + positions * (depthwise + project)),
      params: expand + depthwise + project + bias,
    };
  };
  return { '@0:expansion=6': figures(6), '@0:expansion=3': figures(3) };
}

describeTechnique(
  'inverted-residual',
  [
    {
      title: '3x3 with bias',
      network: on(X, conv('y', 'x', CIN, COUT, { bias: true })),
      before: { macs: N * H * W * COUT * CIN * 9, params: COUT * CIN * 9 + COUT },
      after: after(3, H * W, COUT),
      check: ({ suggestion: { layersAfter, layersBefore } }) => {
        const e = 6 * CIN;
        if (layersAfter.params === layersBefore.params) return;
        // Two ReLUs on the wide maps, a bias on the output.
        const extra = layersAfter.flops - 2 * layersAfter.macs - N * COUT * H * W;
        assert.ok([2 * N * e * H * W, N * e * H * W].includes(extra));
      },
    },
    {
      title: '5x5 at stride 2 on open sizes',
      network: on(['n', CIN, 'h', 'w'], conv('y', 'x', CIN, COUT, { kernel: 5, stride: 2 })),
      dims: { n: N, h: H, w: W },
      before: { macs: N * 5 * 8 * COUT * CIN * 25, params: COUT * CIN * 25 },
      after: after(5, Math.ceil(H / 2) * Math.ceil(W / 2)),
    },
  ],
  [
    { title: 'fewer than 16 channels', network: on([N, 8, H, W], conv('y', 'x', 8, COUT)) },
    { title: 'a grouped convolution', network: on(X, conv('y', 'x', CIN, COUT, { groups: 2 })) },
    { title: 'an oblong kernel', network: on(X, conv('y', 'x', CIN, COUT, { kernel: [1, 3] })) },
  ],
);
