import assert from 'node:assert/strict';
import { roundedChannels } from '../../../../../extension/engine/compress/techniques/widthMultiplier';
import { describeTechnique, type Figures } from '../cases';
import { batchNorm, conv, dense, type Layer, on, op, text } from '../networks';

const [N, H, W, K, CLASSES] = [2, 8, 6, 3, 10] as const;
const HEAD = [op('GlobalAveragePool', 'r', 'p'), op('Flatten', 'p', 'f')];

/** A full, a depthwise and a 1x1 convolution with a classifier: widths a, a and b. */
const separable: readonly Layer[] = [
  conv('a', 'x', 3, 32, { bias: true, constant: true }),
  op('Clip', 'a', 'c'),
  conv('d', 'c', 32, 32, { groups: 32, stride: 2 }),
  batchNorm('n', 'd', 32),
  conv('b', 'n', 32, 64, { kernel: 1 }),
  op('Relu', 'b', 'r'),
  ...HEAD,
  dense('y', 'f', 64, CLASSES, { as: 'gemm-transposed', bias: true }),
];
const quarter = (H / 2) * (W / 2);

function separableAt(a: number, b: number): Figures {
  const kernels = 3 * a * K * K + a * K * K + a * b;
  const params = kernels + a + 2 * a + b * CLASSES + CLASSES;
  return {
    macs: N * (H * W * 3 * a * K * K + quarter * (a * K * K + a * b) + b * CLASSES),
    params,
    weightBytes: 4 * (params + 2 * a),
  };
}

/** [N, C, H, W] flattened into a layer: each channel is H * W of its inputs. */
const flattened: readonly Layer[] = [
  conv('a', 'x', 3, 16),
  op('Flatten', 'a', 'f'),
  dense('y', 'f', 16 * H * W, CLASSES),
];

function flattenedAt(a: number): Figures {
  return { macs: N * H * W * (27 * a + a * CLASSES), params: 27 * a + a * H * W * CLASSES };
}

describeTechnique(
  'width-multiplier',
  [
    {
      title: 'all channels but those of inputs and outputs, depthwise ones along, open batch',
      network: on(['n', 3, H, W], ...separable),
      dims: { n: N },
      before: separableAt(32, 64),
      after: {
        ':width=0.75': separableAt(24, 48),
        ':width=0.5': separableAt(16, 32),
        ':width=0.25': separableAt(8, 16),
      },
    },
    {
      title: 'channels that a flattening repeats; 4 round up to 8',
      network: on([N, 3, H, W], ...flattened),
      before: flattenedAt(16),
      // 0.75 of 16 are 12, which round up to 16.
      after: { ':width=0.5': flattenedAt(8), ':width=0.25': flattenedAt(8) },
    },
  ],
  [
    { title: 'one layer between input and output', network: on([N, 3, H, W], conv('y', 'x', 3, 32)) },
    {
      title: 'channels that something unknown may count',
      network: on(
        [N, 3, H, W],
        conv('a', 'x', 3, 32),
        op('Softmax', 'a', 's', { axis: 1 }),
        conv('y', 's', 32, 4),
      ),
    },
    {
      title: 'channels in groups of several',
      network: on(
        [N, 32, H, W],
        conv('a', 'x', 32, 32, { groups: 4 }),
        conv('y', 'a', 32, 32, { groups: 2 }),
      ),
    },
    {
      title: 'channels that an equation names',
      network: on(
        [N, 3, H, W],
        conv('a', 'x', 3, 32),
        op('Einsum', ['a', 'a'], 'y', { equation: text('nchw,ndhw->ncd') }),
      ),
    },
  ],
);

describe('rounding of channels', () => {
  it('goes to multiples of 8 and never loses more than a tenth', () => {
    for (let channels = 8; channels <= 512; channels++) {
      const rounded = roundedChannels(channels);
      assert.equal(rounded % 8, 0);
      assert.ok(rounded >= 0.9 * channels && rounded <= channels + 8);
    }
  });
});
