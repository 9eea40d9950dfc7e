import type { CallContext } from '../shared/engineCalls';
import { type Evaluator, WeightMaker } from './compress/make/maker';
import { WeightStore } from './compress/measured/weightStore';
import type { Subject } from './compression';
import type { MetadataEdits } from './formats/onnx/write/nodes';
import type { Packing, Sink } from './formats/onnx/write/packing';
import { writeOnnx } from './formats/onnx/write/writeOnnx';
import { join } from './bytes/join';
import type { EngineHost } from './host';
import type { Graph } from './ir/graph';

export interface EditedModel {
  readonly subject: Subject;
  /** The graph as it is to be. */
  readonly after: Graph;
  readonly metadata: MetadataEdits;
  /** What only a run of the model tells; null where it cannot be run. */
  readonly evaluator: Evaluator | null;
  readonly packing: Packing | null;
}

/** Writes a model with suggestions applied, new weights made on the way. Throws BadInput where one cannot be made. */
export async function writeEdited(
  host: EngineHost,
  { subject, after, metadata, evaluator, packing }: EditedModel,
  sink: Sink,
  context: CallContext,
): Promise<void> {
  const { graph, opsets } = subject.base.model;
  const pacing = { pause: () => host.pause?.() ?? Promise.resolve(), ...context };
  const maker = new WeightMaker(new WeightStore(host, subject.path), evaluator, pacing);
  await writeOnnx(
    await host.open(subject.path),
    { before: graph, after, opsets, metadata },
    (tensor) => maker.payloadOf(tensor),
    sink,
    {
      ...context,
      openBeside: async (file) => (await host.openSibling?.(subject.path, file)) ?? null,
      ...(packing && { packing }),
    },
  );
}

/** The same in memory. */
export async function editedBytes(
  host: EngineHost,
  edited: EditedModel,
  context: CallContext,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const sink = {
    write: (bytes: Uint8Array): Promise<void> => {
      parts.push(bytes);
      return Promise.resolve();
    },
  };
  await writeEdited(host, edited, sink, context);
  return join(parts);
}
