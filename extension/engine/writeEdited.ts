import type { CallContext } from '../shared/engineCalls';
import type { Combined } from './compress/combine';
import { type Evaluator, WeightMaker } from './compress/make/maker';
import { WeightStore } from './compress/measured/weightStore';
import type { Subject } from './compression';
import type { Packing, Sink } from './formats/onnx/write/packing';
import { writeOnnx } from './formats/onnx/write/writeOnnx';
import type { EngineHost } from './host';

export interface EditedModel {
  readonly subject: Subject;
  readonly combined: Combined;
  /** Words by key of the model's metadata, besides those that it has already. */
  readonly metadata: ReadonlyMap<string, readonly string[]>;
  /** What only a run of the model tells; null where it cannot be run. */
  readonly evaluator: Evaluator | null;
  readonly packing: Packing | null;
}

/** Writes a model with suggestions applied, new weights made on the way. Throws BadInput where one cannot be made. */
export async function writeEdited(
  host: EngineHost,
  { subject, combined, metadata, evaluator, packing }: EditedModel,
  sink: Sink,
  context: CallContext,
): Promise<void> {
  const { graph, opsets } = subject.base.model;
  const pacing = { pause: () => host.pause?.() ?? Promise.resolve(), ...context };
  const maker = new WeightMaker(new WeightStore(host, subject.path), evaluator, pacing);
  await writeOnnx(
    await host.open(subject.path),
    { before: graph, after: combined.priced.model.graph, opsets, metadata },
    (tensor) => maker.payloadOf(tensor),
    sink,
    {
      ...context,
      openBeside: async (file) => (await host.openSibling?.(subject.path, file)) ?? null,
      ...(packing && { packing }),
    },
  );
}
