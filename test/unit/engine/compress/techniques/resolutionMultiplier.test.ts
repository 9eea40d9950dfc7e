import { describeTechnique, type Figures } from '../cases';
import { conv, dense, type Layer, on, op } from '../networks';

const [N, C, CLASSES] = [2, 8, 5] as const;

const pooled: readonly Layer[] = [
  conv('c', 'x', 3, C, { stride: 2 }),
  op('GlobalAveragePool', 'c', 'p'),
  op('Flatten', 'p', 'f'),
  dense('y', 'f', C, CLASSES),
];

function at(h: number, w: number): Figures {
  return { macs: N * ((h / 2) * (w / 2) * C * 27 + C * CLASSES), params: C * 27 + C * CLASSES };
}

describeTechnique(
  'resolution-multiplier',
  [
    {
      title: '224, open batch: 192, 160 and 128',
      network: on(['n', 3, 224, 224], ...pooled),
      dims: { n: N },
      before: at(224, 224),
      after: Object.fromEntries([192, 160, 128].map((size) => [`:size=${size}x${size}`, at(size, size)])),
    },
    {
      title: 'open height and width, each in multiples of 32',
      network: on([N, 3, 'h', 'w'], ...pooled),
      dims: { h: 128, w: 256 },
      before: at(128, 256),
      after: Object.fromEntries(
        (
          [
            [96, 224],
            [96, 192],
            [64, 160],
          ] as const
        ).map(([h, w]) => [`:size=${h}x${w}`, at(h, w)]),
      ),
    },
    {
      title: 'a map that is an output shrinks along; six and five sevenths of 128 are both 96',
      network: on([N, 3, 128, 128], conv('y', 'x', 3, C, { kernel: 1 })),
      before: { macs: N * 128 ** 2 * 3 * C, params: 3 * C },
      after: Object.fromEntries(
        [96, 64].map((size) => [`:size=${size}x${size}`, { macs: N * size ** 2 * 3 * C, params: 3 * C }]),
      ),
    },
  ],
  [
    {
      title: 'a classifier that reads all positions',
      network: on([N, 3, 128, 128], op('Flatten', 'x', 'f'), dense('y', 'f', 3 * 128 ** 2, 2)),
    },
    { title: 'a feature map of many channels', network: on([N, 64, 128, 128], conv('y', 'x', 64, 4)) },
    { title: 'a small picture', network: on([N, 3, 32, 32], conv('y', 'x', 3, 4)) },
    { title: 'no picture', network: on([N, 128], dense('y', 'x', 128, 4)) },
  ],
);
