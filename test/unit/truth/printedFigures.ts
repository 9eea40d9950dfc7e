import assert from 'node:assert/strict';
import { recount } from '../../../extension/engine/conventions/recount';
import { CONVENTIONS } from '../../../extension/engine/conventions/registry';
import type { CountingTool } from '../../../extension/shared/counting';
import type { Report } from '../../../extension/shared/report';

/** What a tool prints of networks, to the digits that it prints. */
export interface PrintedFigures {
  readonly tool: CountingTool;
  readonly source: string;
  readonly unit: 1 | 1e6 | 1e9;
  readonly networks: Readonly<Record<string, string>>;
}

/** Of torchvision's networks, built from their own source, at one image of the size that the first measured run takes. */
export const PRINTED: readonly PrintedFigures[] = [
  {
    tool: 'thop',
    source: 'thop 0.1.1; the figure of resnet50 stands in its own README',
    unit: 1,
    networks: {
      vgg11: '7609140224',
      vgg16: '15470314496',
      vgg19: '19632112640',
      resnet18: '1824033792',
      resnet50: '4133742592',
      resnet101: '7866435584',
      resnet152: '11603945472',
      densenet121: '2897007104',
      densenet169: '3436117120',
      densenet201: '4390381952',
    },
  },
  {
    tool: 'fvcore',
    source:
      "timm's results/model_benchmark_amp_nchw_rtx3090.csv, column infer_gmacs, by fvcore as its activation counts tell",
    unit: 1e9,
    networks: {
      vgg11: '7.61',
      vgg13: '11.31',
      vgg16: '15.47',
      vgg19: '19.63',
      vgg11_bn: '7.62',
      vgg13_bn: '11.33',
      vgg16_bn: '15.50',
      vgg19_bn: '19.66',
      resnet18: '1.82',
      resnet34: '3.67',
      resnet101: '7.83',
      resnet152: '11.56',
      resnext50_32x4d: '4.26',
      resnext101_32x8d: '16.48',
      wide_resnet50_2: '11.43',
      wide_resnet101_2: '22.80',
      densenet121: '2.87',
      densenet161: '7.79',
      densenet169: '3.40',
      densenet201: '4.34',
      inception_v3: '5.73',
      mobilenet_v2: '0.31',
      mobilenet_v3_large: '0.23',
      mnasnet1_0: '0.33',
      regnet_x_800mf: '0.81',
      regnet_x_1_6gf: '1.62',
      regnet_x_3_2gf: '3.20',
      regnet_x_8gf: '8.02',
      regnet_x_16gf: '15.99',
      regnet_x_32gf: '31.81',
      regnet_y_400mf: '0.41',
      regnet_y_1_6gf: '1.63',
      swin_t: '4.51',
      swin_s: '8.77',
      swin_b: '15.47',
    },
  },
  {
    tool: 'fvcore',
    source: 'a run of fvcore 3378afe',
    unit: 1e9,
    networks: { resnet50: '4.1115' },
  },
  {
    tool: 'ptflops',
    source: 'a run of ptflops 0.7.5 with its aten backend',
    unit: 1e9,
    networks: { resnet50: '4.0892' },
  },
  {
    tool: 'ptflops',
    source: 'README of ptflops 0.7.5, aten backend',
    unit: 1e9,
    networks: { resnet18: '1.81', vgg16: '15.48', vit_b_16: '16.86' },
  },
  {
    tool: 'ptflops-pytorch',
    source: 'a run of ptflops 0.7.5 with its pytorch backend',
    unit: 1e9,
    networks: { resnet50: '4.1324' },
  },
  {
    tool: 'ptflops-pytorch',
    source: 'README of ptflops 0.7.5, pytorch backend',
    unit: 1e9,
    networks: {
      alexnet: '0.72',
      densenet121: '2.90',
      resnext50_32x4d: '4.29',
      wide_resnet50_2: '11.45',
      regnet_y_1_6gf: '1.65',
      shufflenet_v2_x1_0: '0.15',
    },
  },
  {
    tool: 'torchinfo',
    source: 'a run of torchinfo 5c4164f',
    unit: 1e9,
    networks: { resnet50: '4.0892' },
  },
  {
    tool: 'torchinfo',
    source: 'README of torchinfo',
    unit: 1e9,
    networks: { resnet152: '11.51' },
  },
  {
    tool: 'torchinfo',
    source: 'issue 226 of torchinfo, which asks why it is so little',
    unit: 1e6,
    networks: { vit_b_16: '173.23' },
  },
];

/** Of files of the reference models, as exporters wrote them. */
export const PRINTED_OF_FILES: readonly PrintedFigures[] = [
  {
    tool: 'onnx-tool',
    source: 'a run of onnx-tool 00f5f0a on an export of resnet50, normalization folded',
    unit: 1e9,
    networks: { resnet50_dynamo_op18: '4.1173' },
  },
  {
    tool: 'ptflops',
    source: 'README of ptflops 0.7.5, aten backend',
    unit: 1e9,
    networks: { vit_b_16_dynamo_op23_attention: '16.86' },
  },
  {
    tool: 'fvcore',
    source: "timm's table, vit_base_patch16_224, whose attention is products as in this file",
    unit: 1e9,
    networks: { vit_b_16_dynamo_op18: '17.58' },
  },
];

/** The report counts as each tool prints of the network. */
export function assertAsPrinted(figures: readonly PrintedFigures[], network: string, report: Report): void {
  for (const { tool, source, unit, networks } of figures) {
    const printed = networks[network];
    if (printed === undefined) continue;
    const { total, complete } = recount(report, CONVENTIONS[tool]);
    const decimals = printed.split('.')[1]?.length ?? 0;
    assert.equal((total / unit).toFixed(decimals), printed, `${network} as ${tool} counts: ${source}`);
    assert.ok(complete, `${network} as ${tool} counts is a lower bound`);
  }
}
