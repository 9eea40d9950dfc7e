import { inlineFunctions } from '../../extension/engine/ir/inline';
import { readOnnx } from '../../extension/engine/formats/onnx/read';
import { inferModel } from '../../extension/engine/inference/infer';
import { createNodeHost } from '../../extension/host/files.node';

/** The job of `onnx.load` and `infer_shapes`, and no more: FILE is read and every tensor's shape worked out. */
async function main(file: string): Promise<void> {
  const model = await readOnnx(await createNodeHost().open(file));
  const { nodes } = inferModel({ ...model, graph: inlineFunctions(model).graph });
  if (nodes.length === 0) process.exitCode = 1;
}

void main(process.argv[2] ?? '');
