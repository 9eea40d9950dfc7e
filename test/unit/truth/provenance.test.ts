import assert from 'node:assert/strict';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import { createNodeHost } from '../../../extension/host/files.node';
import type { Recognition } from '../../../extension/shared/report';
import { describeShared } from '../../helpers/shared';

/** Exports of torchvision's networks, at the published size of input. */
const EXPORTS: Readonly<Record<string, string>> = {
  alexnet_ts_op11: 'alexnet',
  convnext_tiny_dynamo_op21: 'convnext_tiny',
  densenet121_ts_op17: 'densenet121',
  efficientnet_b0_dynamo_op18: 'efficientnet_b0',
  googlenet_ts_op14: 'googlenet',
  inception_v3_ts_op17: 'inception_v3',
  mnasnet1_0_ts_op10: 'mnasnet1_0',
  mobilenet_v2_dynamo_op18_dynbatch: 'mobilenet_v2',
  mobilenet_v3_large_ts_op17: 'mobilenet_v3_large',
  regnet_y_400mf_ts_op15: 'regnet_y_400mf',
  resnet18_fp16_ts_op17: 'resnet18',
  resnet50_dynamo_op18: 'resnet50',
  resnext50_ts_op12: 'resnext50_32x4d',
  shufflenet_v2_x1_0_ts_op16: 'shufflenet_v2_x1_0',
  squeezenet1_1_dynamo_op20: 'squeezenet1_1',
  swin_t_ts_op17: 'swin_t',
  vgg16_ts_op13: 'vgg16',
  vit_b_16_dynamo_op18: 'vit_b_16',
  vit_b_16_dynamo_op23_attention: 'vit_b_16',
};

/** None of them is published: made by hand, or of other sizes. */
const OTHERS = ['bert_ts_op17_dyn', 'full_lenet_ts_op17_dynbatch', 'full_mobilenet_v2_035_bn_ts_op17'];

describeShared('truth: networks that are recognized', (shared) => {
  const engine = createEngine(createNodeHost());
  const recognized = async (
    name: string,
    dims: Readonly<Record<string, number>> = {},
    inputShapes: Readonly<Record<string, readonly number[]>> = {},
  ): Promise<Recognition | undefined> => {
    const file = path.join(shared, 'truth/public', `${name}.onnx`);
    return (await engine.analyze(file, { hardware: 'horowitz-45nm', dims, inputShapes })).recognized;
  };

  for (const [file, name] of Object.entries(EXPORTS))
    it(`${file} is ${name}`, async () => {
      const found = await recognized(file);
      assert.deepEqual([found?.name, found?.equal], [name, true]);
    });

  it('are taken for nothing where they are nothing that is known', async () => {
    for (const name of OTHERS) assert.equal(await recognized(name), undefined, name);
  });

  it('are the same at any batch', async () => {
    const found = await recognized('resnet18_ts_op17_dynbatch', { batch: 8 });
    assert.deepEqual([found?.name, found?.equal], ['resnet18', true]);
  });

  it('say how far they are from what was published at another size, and why', async () => {
    const found = await recognized('resnet50_dynamo_op18', {}, { input: [1, 3, 448, 448] });
    assert.equal(found?.equal, false);
    // Four times the places of every convolution, and the same 2,048 x 1,000 behind them.
    const figure = ((4_089_184_256 - 2_048_000) * 3).toLocaleString('en');
    assert.match(
      found.text,
      new RegExp(`^resnet50 .* ${figure} MACs more .* 4\\.089 G, because its input is 1x3x448x448`),
    );
  });
});
