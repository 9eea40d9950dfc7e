import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findSpans } from '../../../extension/engine/formats/onnx/write/spans';
import { memorySource } from '../../helpers/memorySource';
import { describeShared } from '../../helpers/shared';
import { renameFirst, rewritten } from '../../helpers/writeOnnx';

const FOLDERS = ['public', 'onnx_light', 'onnx_node_tests', 'onnx_other_tests'];
const SUFFIX = '_renamed';

describeShared('writing ONNX files', (shared) => {
  for (const folder of FOLDERS)
    it(`${folder}: an edit and its inverse give back every byte`, async function () {
      this.timeout(300_000);
      const files = models(path.join(shared, 'truth', folder));
      assert.ok(files.length > 5, `${files.length} models`);
      for (const file of files) {
        const bytes = new Uint8Array(readFileSync(file));
        const same = await rewritten(bytes, (graph) => graph);
        assert.ok(Buffer.compare(bytes, same) === 0, `${file}: unchanged`);
        const renamed = await rewritten(
          bytes,
          renameFirst((name) => name + SUFFIX),
        );
        const back = await rewritten(
          renamed,
          renameFirst((name) => name.slice(0, -SUFFIX.length)),
        );
        assert.ok(Buffer.compare(bytes, back) === 0, `${file}: renamed and renamed back`);
        assert.ok((await changedFields(bytes, renamed)) <= 1, `${file}: more than one node differs`);
      }
    });
});

function models(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.onnx') && !name.includes('damaged'))
    .map((name) => path.join(folder, name));
}

/** Fields of the model or its graph that are not the same bytes in both; there are as many in both. */
async function changedFields(before: Uint8Array, after: Uint8Array): Promise<number> {
  const [old, fresh] = await Promise.all([fieldsOf(before), fieldsOf(after)]);
  assert.equal(old.length, fresh.length);
  return old.filter((field, i) => Buffer.compare(field, fresh[i] ?? new Uint8Array()) !== 0).length;
}

async function fieldsOf(bytes: Uint8Array): Promise<readonly Uint8Array[]> {
  const { before, graph, after } = await findSpans(memorySource(bytes));
  return [...before, ...graph, ...after].map(({ offset, length }) => bytes.subarray(offset, offset + length));
}
