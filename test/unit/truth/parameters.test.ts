import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeShared } from '../../helpers/shared';
import { analyzeFile, goodModels, measuredDims, publicFolder, readTruth } from './truthModel';

/** A difference between the parameters in a file and torch's count, put together from its causes. */
interface Difference {
  readonly cause: string;
  readonly elements: number;
  /** Module list whose batch norms were folded: each of C channels leaves C biases of 2C parameters. */
  readonly foldedInto?: string;
}

const FOLDED = 'batch norms folded into convolutions: scale and shift become one bias';

function folded(elements: number, foldedInto?: string): Difference {
  return { cause: FOLDED, elements: -elements, ...(foldedInto !== undefined && { foldedInto }) };
}

/** Everything that exporters did to the parameters of the public models. Files that are not listed agree with torch. */
const DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {
  deeplabv3_mobilenet_dynamo_op18: [folded(13_992, 'deeplabv3_mobilenet_v3_large')],
  densenet121_ts_op17: [folded(58 * 128 + 64)],
  efficientnet_b0_dynamo_op18: [folded(21_008, 'efficientnet_b0')],
  fasterrcnn_mobilenet_ts_op17: [
    folded(12_200, 'mobilenet_v3_large'),
    { cause: 'mean and deviation of the input normalization', elements: 3 + 3 },
    { cause: '15 anchor boxes for each of three levels, as constants', elements: 3 * 15 * 4 },
  ],
  fcn_resnet50_ts_op13: [folded(27_072, 'fcn_resnet50')],
  googlenet_ts_op14: [folded(7_280)],
  gpt2_ts_op14_dyn: [
    { cause: 'a transposed copy of the tied embedding for the output layer', elements: 192 * 3000 },
  ],
  inception_v3_ts_op17: [
    folded(34_432 / 2),
    { cause: 'the auxiliary classifier, which only training uses', elements: -3_326_696 },
  ],
  lstm_gru_dynamo_op18: [
    { cause: 'the unrolled RNN holds its recurrent weight once per step', elements: 15 * 48 * 48 },
    { cause: 'the first step of the unrolled RNN, computed at export', elements: 2 * 48 },
  ],
  mnasnet1_0_ts_op10: [folded(18_960, 'mnasnet1_0')],
  mobilenet_v2_dynamo_op18_dynbatch: [folded(17_056, 'mobilenet_v2')],
  mobilenet_v3_large_ts_op17: [folded(12_200, 'mobilenet_v3_large')],
  quant_qdq_op13: [
    { cause: 'a bias and a batch norm of 16 channels folded into one bias', elements: -(16 + 32) + 16 },
  ],
  quant_qoperator_op17: [
    { cause: 'a bias and a batch norm of 16 channels folded into one bias', elements: -(16 + 32) + 16 },
  ],
  regnet_y_400mf_ts_op15: [folded(13_576, 'regnet_y_400mf')],
  resnet18_fp16_ts_op17: [folded(4_800, 'resnet18')],
  resnet18_ts_op17_dynbatch: [folded(4_800, 'resnet18')],
  resnet50_dynamo_op18: [folded(26_560, 'resnet50')],
  resnext50_ts_op12: [folded(34_112, 'resnext50_32x4d')],
  shufflenet_v2_x1_0_ts_op16: [folded(8_090, 'shufflenet_v2_x1_0')],
  ssdlite320_ts_op17: [folded(16_472)],
  swin_t_ts_op17: [
    {
      cause: 'relative position biases expanded from 169 table rows to 49x49 pairs, for 138 heads in all',
      elements: (49 * 49 - 169) * 138,
    },
  ],
  unet_ts_op18_dynhw: [folded(1_408)],
};

describeShared('parameters against torch', (shared) => {
  for (const name of goodModels(shared)) {
    const truth = readTruth(shared, name);
    const torch = truth.params_total;
    if (torch === null) continue;
    const causes = DIFFERENCES[name] ?? [];
    const difference = causes.reduce((sum, { elements }) => sum + elements, 0);
    const title = difference === 0 ? 'as torch counts' : `torch's ${difference > 0 ? '+' : ''}${difference}`;

    it(`${name}: ${title}`, async () => {
      const report = await analyzeFile(path.join(publicFolder(shared), `${name}.onnx`), measuredDims(truth));
      assert.equal(report.totals.params, torch + difference);
    });

    for (const { foldedInto, elements } of causes)
      if (foldedInto !== undefined)
        it(`${name}: ${-elements} is the number of ${foldedInto}'s batch norm channels`, () => {
          assert.equal(batchNormChannels(shared, foldedInto), -elements);
        });
  }
});

interface TorchModule {
  readonly class: string;
  readonly own_params: number;
}

/** Channels of all batch norms of a torch model, which have a weight and a bias each. */
function batchNormChannels(shared: string, model: string): number {
  const file = path.join(shared, 'truth', 'torch_modules', `${model}.json`);
  const { modules } = JSON.parse(readFileSync(file, 'utf8')) as { modules: readonly TorchModule[] };
  const parameters = modules
    .filter((module) => module.class.startsWith('BatchNorm'))
    .reduce((sum, module) => sum + module.own_params, 0);
  return parameters / 2;
}
