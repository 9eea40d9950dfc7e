import path from 'node:path';
import { describeShared } from '../../helpers/shared';
import { assertAsPrinted, PRINTED_OF_FILES } from './printedFigures';
import { analyzeFile, measuredDims, publicFolder, readTruth } from './truthModel';

describeShared('truth: files counted as other tools print', (shared) => {
  for (const { tool, networks } of PRINTED_OF_FILES)
    for (const name of Object.keys(networks))
      it(`${name} as ${tool}`, async () => {
        const file = path.join(publicFolder(shared), `${name}.onnx`);
        const figures = PRINTED_OF_FILES.filter((one) => one.tool === tool);
        assertAsPrinted(figures, name, await analyzeFile(file, measuredDims(readTruth(shared, name))));
      });
});
