import assert from 'node:assert/strict';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import { jsonPieces } from '../../../extension/engine/report/json';
import { createNodeHost } from '../../../extension/host/files.node';
import type { AnalyzeOptions } from '../../../extension/shared/engineCalls';
import type { LazyReport } from '../../../extension/shared/report';
import { describeShared } from '../../helpers/shared';

/** What each has that a report tells in a way of its own. */
const MODELS: Readonly<Record<string, string>> = {
  alexnet_ts_op11: 'a recognized network',
  bert_ts_op17_dyn: 'open dims',
  extdata_two_files_lenet_ts_op17: 'weights in other files',
  fasterrcnn_mobilenet_ts_op17: 'layers that hang on data',
  functions_handmade_op18: 'functions',
  if_loop_scan_handmade_op21: 'branches, loops and scans',
};

describeShared('truth: reports whose layers are made as they are gone through', (shared) => {
  const engine = createEngine(createNodeHost(), { remembers: false });
  const json = (report: LazyReport): string => [...jsonPieces(report)].join('');
  for (const [name, what] of Object.entries(MODELS))
    it(`say the same of ${what}, byte for byte and as often as they are asked`, async () => {
      const file = path.join(shared, 'truth/public', `${name}.onnx`);
      for (const countAs of ['thop', undefined] as const) {
        const options: AnalyzeOptions = {
          hardware: 'horowitz-45nm',
          dims: {},
          inputShapes: {},
          ...(countAs && { countAs }),
        };
        const whole = json(await engine.analyze(file, options));
        const lazy = await engine.analyzeLazily(file, options);
        assert.ok(json(lazy) === whole && json(lazy) === whole);
      }
    });
});
