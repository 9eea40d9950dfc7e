import type { Report } from '../../extension/shared/report';
import { reportBuilder, type ReportBuilder } from './reportBuilder';

const CONV = { bytes: 1000, energy: 50 };

/** A small residual network: a stem, `blocks` blocks with a skip each, a head. */
export function residualReport(blocks = 4): Report {
  const b = reportBuilder({ input: [1, 3, 32, 32] });
  let x = b.layer('Conv', ['input'], {
    ...CONV,
    scope: 'stem',
    shape: [1, 16, 32, 32],
    weight: [16, 3, 3, 3],
    macs: 442368,
    params: 432,
  });
  for (let i = 0; i < blocks; i++) x = residualBlock(b, x, `layers/${i}`);
  const pooled = b.layer('GlobalAveragePool', [x], { shape: [1, 16, 1, 1], bytes: 500, energy: 5 });
  const flat = b.layer('Flatten', [pooled], { shape: [1, 16] });
  const y = b.layer('Gemm', [flat], {
    scope: 'head',
    shape: [1, 10],
    weight: [10, 16],
    macs: 160,
    params: 170,
    bytes: 700,
    energy: 9,
  });
  return b.build([y]);
}

function residualBlock(b: ReportBuilder, x: string, scope: string): string {
  const shape = [1, 16, 32, 32];
  const conv = { ...CONV, shape, weight: [16, 16, 3, 3], macs: 2359296, params: 2304 };
  const attributes = { kernel_shape: '[3, 3]', strides: '[1, 1]', group: '1' };
  const first = b.layer('Conv', [x], { ...conv, attributes, scope: `${scope}/conv1` });
  const relu = b.layer('Relu', [first], { shape, scope, bytes: 300, energy: 3 });
  const second = b.layer('Conv', [relu], { ...conv, attributes, scope: `${scope}/conv2` });
  const sum = b.layer('Add', [second, x], { shape, scope, bytes: 400, energy: 4 });
  return b.layer('Relu', [sum], { shape, scope, bytes: 300, energy: 3 });
}

/** A transformer with module scopes: 12 equal blocks of 16 layers, a mask that all of them read. */
export function transformerReport(): Report {
  const b = reportBuilder({ ids: [1, 128], mask: [1, 128] });
  const shape = [1, 128, 256];
  let x = b.layer('Gather', ['ids'], { scope: 'embed', shape, params: 256000, bytes: 4000, energy: 40 });
  for (let i = 0; i < 12; i++) x = transformerBlock(b, x, `encoder/layers/${i}`);
  const normed = b.layer('LayerNormalization', [x], {
    scope: 'encoder/norm',
    shape,
    params: 512,
    bytes: 900,
  });
  return b.build([
    b.layer('MatMul', [normed], {
      scope: 'head',
      shape: [1, 128, 1000],
      macs: 32768000,
      params: 256000,
      bytes: 9000,
      energy: 90,
    }),
  ]);
}

function transformerBlock(b: ReportBuilder, x: string, scope: string): string {
  const shape = [1, 128, 256];
  const linear = (from: string, name: string): string => {
    const at = { scope: `${scope}/${name}`, shape, bytes: 2000, energy: 20 };
    return b.layer(
      'Add',
      [b.layer('MatMul', [from], { ...at, weight: [256, 256], macs: 8388608, params: 65536 })],
      { ...at, params: 256 },
    );
  };
  const norm = b.layer('LayerNormalization', [x], {
    scope: `${scope}/norm1`,
    shape,
    params: 512,
    bytes: 900,
  });
  const [q, k, v] = [linear(norm, 'attn/q'), linear(norm, 'attn/k'), linear(norm, 'attn/v')];
  const inside = { scope: `${scope}/attn`, bytes: 800, energy: 8 };
  const scores = b.layer('MatMul', [q, k], { ...inside, shape: [1, 128, 128], macs: 4194304 });
  const weights = b.layer('Softmax', [scores, 'mask'], { ...inside, shape: [1, 128, 128] });
  const mixed = b.layer('MatMul', [weights, v], { ...inside, shape, macs: 4194304 });
  const sum = b.layer('Add', [linear(mixed, 'attn/out'), x], { scope, shape, bytes: 700 });
  return b.layer('Add', [linear(sum, 'mlp'), sum], { scope, shape, bytes: 700 });
}

/** Layers without scopes and without any regularity, each reading one or two recent ones. Seeded: always the same. */
export function flatReport(layers: number): Report {
  const b = reportBuilder({ input: [1, 8] });
  const ops = ['Conv', 'Relu', 'Add', 'MatMul', 'Transpose', 'Sigmoid', 'Concat'];
  const recent = ['input'];
  let seed = 12345;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed % below;
  };
  for (let i = 0; i < layers; i++) {
    const from = [recent.at(-1) ?? 'input', recent[random(recent.length)] ?? 'input'];
    const op = ops[random(ops.length)] ?? 'Relu';
    recent.push(b.layer(op, from, { shape: [1, 1 + random(9)], macs: random(1000), bytes: 1 + random(50) }));
    if (recent.length > 12) recent.shift();
  }
  return b.build([recent.at(-1) ?? 'input']);
}

/** A chain of Conv, BatchNormalization, Relu and MaxPool over and over. */
export function chainReport(layers: number): Report {
  const b = reportBuilder({ input: [1, 8] });
  const ops = ['Conv', 'BatchNormalization', 'Relu', 'MaxPool'];
  let x = 'input';
  for (let i = 0; i < layers; i++)
    x = b.layer(ops[i % 4] ?? 'Relu', [x], { macs: i % 4 === 0 ? 10 : 0, bytes: 5 });
  return b.build([x]);
}
