import { BadInput, checkCancelled } from '../../../diagnostics';
import type { ByteSource, CancelSignal, Progress } from '../../../host';
import { chunkHead } from './fields';
import type { PayloadOf } from './messages';
import type { Rewriting } from './nodes';
import { layOut, type Segment, sizeOf } from './segments';
import { findSpans, GRAPH, type Span } from './spans';

/** Where a new file goes, piece by piece. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
}

export interface WriteContext {
  readonly signal?: CancelSignal;
  readonly progress?: Progress;
}

/** Protobuf messages end here: larger models keep their weights in other files. */
const LARGEST_MODEL_BYTES = 2 ** 31 - 1;
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
  const { graph, metadata } = await layOut(source, spans, rewriting, payloadOf);
  const size = graph.reduce((sum, segment) => sum + sizeOf(segment), 0);
  const total = [...spans.before, ...spans.after].reduce((sum, { length }) => sum + length, 0) + size;
  if (total > LARGEST_MODEL_BYTES)
    throw new BadInput(
      `the new model would have ${total} bytes, more than the 2 GiB that a protobuf file can hold`,
    );
  const writer = new Writer(source, payloadOf, sink, total, context);
  await writer.copyAll(spans.before);
  await writer.put(chunkHead(GRAPH, size));
  for (const segment of graph) await writer.segment(segment);
  await writer.copyAll(spans.after);
  for (const segment of metadata) await writer.segment(segment);
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

  async put(bytes: Uint8Array): Promise<void> {
    checkCancelled(this.#context.signal);
    await this.#sink.write(bytes);
    this.#done += bytes.length;
    this.#context.progress?.('writing', this.#done, this.#total);
  }

  async copyAll(spans: readonly Span[]): Promise<void> {
    for (const span of spans) await this.#copy(span);
  }

  async segment(segment: Segment): Promise<void> {
    if (segment.kind === 'copy') await this.#copy(segment.span);
    else if (segment.kind === 'bytes') await this.put(segment.bytes);
    else {
      const payload = await this.#payloadOf(segment.tensor);
      if (payload.length !== segment.bytes)
        throw new Error(
          `tensor "${segment.tensor.name}" came with ${payload.length} bytes instead of ${segment.bytes}`,
        );
      await this.put(segment.head);
      await this.put(payload);
    }
  }

  async #copy({ offset, length }: Span): Promise<void> {
    for (let at = 0; at < length; at += COPY_BYTES) {
      const wanted = Math.min(COPY_BYTES, length - at);
      const bytes = await this.#source.read(offset + at, wanted);
      if (bytes.length < wanted) throw new BadInput('the file became shorter while it was copied');
      await this.put(bytes);
    }
  }
}
