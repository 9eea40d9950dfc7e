import { BadInput, checkCancelled } from '../../../diagnostics';
import type { ByteSource, CancelSignal, Progress } from '../../../host';
import { chunkHead } from './fields';
import type { PayloadOf } from './messages';
import type { Rewriting } from './nodes';
import type { Packing, Sink, TensorSegment } from './packing';
import { type Layout, layOut, type Segment, sizeOf } from './segments';
import { findSpans, GRAPH, LARGEST_MODEL_BYTES, type Span } from './spans';

export interface WriteContext {
  readonly signal?: CancelSignal;
  readonly progress?: Progress;
  /** Opens a file beside the model that tensors lie in; null where it is not there. */
  readonly openBeside?: (file: string) => Promise<ByteSource | null>;
  /** Where weights go that no edit touched; absent where they stay where they are. */
  readonly packing?: Packing;
}

const COPY_BYTES = 4 * 1024 * 1024;

/**
 * Writes a model with what an edit changed, and every other byte copied: nodes, tensors and fields that no reader here
 * knows stay as they are. Memory grows with the largest new tensor, not with the model. Throws BadInput where the result
 * would be no valid file.
 */
export async function writeOnnx(
  source: ByteSource,
  rewriting: Rewriting,
  payloadOf: PayloadOf,
  sink: Sink,
  context: WriteContext = {},
): Promise<void> {
  const spans = await findSpans(source, context.signal);
  const layout = await layOut(source, spans, rewriting, payloadOf, context.packing ?? null);
  const graphBytes = layout.graph.reduce((sum, segment) => sum + sizeOf(segment), 0);
  const around = [...layout.before, ...layout.after].reduce((sum, { length }) => sum + length, 0);
  if (around + graphBytes > LARGEST_MODEL_BYTES)
    throw new BadInput(
      `the new model would have ${around + graphBytes} bytes, more than the 2 GiB that a protobuf file can hold: let the weights go into a file beside it`,
    );
  const writer = new Writer(source, payloadOf, sink, around + graphBytes + besideBytes(layout), context);
  await writer.copyAll(layout.before);
  await writer.put(chunkHead(GRAPH, graphBytes));
  for (const segment of layout.graph) await writer.segment(segment);
  await writer.copyAll(layout.after);
  for (const segment of layout.metadata) await writer.segment(segment);
}

/** Bytes of the file beside the model. */
function besideBytes({ graph }: Layout): number {
  return graph.reduce(
    (sum, segment) =>
      segment.kind === 'tensor' && segment.padding !== null ? sum + segment.padding + segment.bytes : sum,
    0,
  );
}

class Writer {
  readonly #source: ByteSource;
  readonly #payloadOf: PayloadOf;
  readonly #sink: Sink;
  readonly #total: number;
  readonly #context: WriteContext;
  #done = 0;

  constructor(source: ByteSource, payloadOf: PayloadOf, sink: Sink, total: number, context: WriteContext) {
    this.#source = source;
    this.#payloadOf = payloadOf;
    this.#sink = sink;
    this.#total = total;
    this.#context = context;
  }

  async put(bytes: Uint8Array, sink = this.#sink): Promise<void> {
    checkCancelled(this.#context.signal);
    await sink.write(bytes);
    this.#done += bytes.length;
    this.#context.progress?.('writing', this.#done, this.#total);
  }

  async copyAll(spans: readonly Span[]): Promise<void> {
    for (const span of spans) await this.#copy(this.#source, span, this.#sink);
  }

  async segment(segment: Segment): Promise<void> {
    if (segment.kind === 'copy') await this.#copy(this.#source, segment.span, this.#sink);
    else if (segment.kind === 'bytes') await this.put(segment.bytes);
    else {
      const { packing } = this.#context;
      await this.put(segment.head);
      if (segment.padding === null) await this.#elements(segment, this.#sink);
      else if (packing?.kind === 'beside') {
        await this.put(new Uint8Array(segment.padding), packing.sink);
        await this.#elements(segment, packing.sink);
      }
    }
  }

  /** What lies in a file as it is to be is copied in pieces, however large it is. */
  async #elements({ tensor, bytes, stored }: TensorSegment, sink: Sink): Promise<void> {
    if (bytes === 0) return;
    if (stored) {
      await this.#copy(await this.#opened(tensor.name, stored.file), stored, sink);
      return;
    }
    const payload = await this.#payloadOf(tensor);
    if (payload.length !== bytes)
      throw new Error(`tensor "${tensor.name}" came with ${payload.length} bytes instead of ${bytes}`);
    await this.put(payload, sink);
  }

  async #opened(tensor: string, file: string | null): Promise<ByteSource> {
    const source = file === null ? this.#source : await this.#context.openBeside?.(file);
    if (!source)
      throw new BadInput(`tensor "${tensor}" lies in "${file ?? ''}", which is not beside the model`);
    return source;
  }

  async #copy(source: ByteSource, { offset, length }: Span, sink: Sink): Promise<void> {
    for (let at = 0; at < length; at += COPY_BYTES) {
      const wanted = Math.min(COPY_BYTES, length - at);
      const bytes = await source.read(offset + at, wanted);
      if (bytes.length < wanted)
        throw new BadInput('a file became shorter while it was copied, or was cut off');
      await this.put(bytes, sink);
    }
  }
}
