import path from 'node:path';
import { createEngine } from '../../extension/engine/api';
import { createNodeHost } from '../../extension/host/files.node';
import { sharedFolder } from '../helpers/shared';
import { formatRows, seconds } from './table';

/** The file, and sizes of its open dims. */
const MODELS: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ['resnet50_dynamo_op18', {}],
  ['mobilenet_v2_dynamo_op18_dynbatch', {}],
  ['vgg16_ts_op13', {}],
  ['vit_b_16_dynamo_op18', {}],
  ['bert_ts_op17_dyn', { batch: 2, seq: 33 }],
  ['swin_t_ts_op17', {}],
];
const SHARES = [75, 50, 25];

/** Time to price all suggestions of a model, and then to plan for shares of its MACs and energy. */
export async function planTable(): Promise<string> {
  const shared = sharedFolder();
  if (shared === null) return 'skipped: the reference models are not there';
  const rows: string[][] = [];
  for (const [name, dims] of MODELS) {
    // A new engine has nothing to remember.
    const engine = createEngine(createNodeHost());
    const file = path.join(shared, 'truth/public', `${name}.onnx`);
    const known =
      (await engine.analyze(file, { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} })).symbols ?? [];
    const own = Object.fromEntries(
      Object.entries(dims).filter(([dim]) => known.some((symbol) => symbol.name === dim)),
    );
    const options = { hardware: 'horowitz-45nm', dims: own, inputShapes: {} };
    let count = 0;
    const suggested = await timed(async () => {
      count = (await engine.suggest(file, options, {})).suggestions.length;
    });
    const planned: string[] = [];
    for (const metric of ['macs', 'energy'])
      for (const share of SHARES)
        planned.push(
          seconds(await timed(() => engine.plan(file, options, { budget: `${metric}=${share}%` }))),
        );
    rows.push([name, String(count), seconds(suggested), ...planned]);
  }
  const header = [
    'model',
    'suggestions',
    'all priced',
    ...SHARES.map((s) => `MACs ${s}%`),
    ...SHARES.map((s) => `energy ${s}%`),
  ];
  return formatRows(header, rows);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
