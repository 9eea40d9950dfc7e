import { BadInput, checkCancelled } from '../../../diagnostics';
import type { ByteSource, CancelSignal } from '../../../host';
import { chunkField, chunkHead, textField } from './fields';
import { join } from '../../../bytes/join';
import { findSpans, GRAPH, LARGEST_MODEL_BYTES, type Span } from './spans';

/** Fields of GraphProto, and the name in a ValueInfoProto. */
const OUTPUT = 12;
const NAME = 1;

const COPY_BYTES = 16 * 1024 * 1024;

/**
 * A copy of a model in memory, in which these tensors of its main graph are outputs besides its own. Only their names are
 * declared: who runs the model infers the rest. Throws BadInput where the model is malformed or too large.
 */
export async function withOutputs(
  source: ByteSource,
  names: readonly string[],
  signal?: CancelSignal,
): Promise<Uint8Array> {
  const { before, graph, after } = await findSpans(source, signal);
  const there = new Set(graph.filter(({ number }) => number === OUTPUT).map(({ name }) => name));
  const added = join(
    [...new Set(names)]
      .filter((name) => !there.has(name))
      .map((name) => chunkField(OUTPUT, textField(NAME, name))),
  );
  const size = lengthOf(graph) + added.length;
  const head = chunkHead(GRAPH, size);
  const total = lengthOf(before) + head.length + size + lengthOf(after);
  if (total > LARGEST_MODEL_BYTES) throw new BadInput('the model is too large to be copied into memory');
  const copy = new Copy(source, total, signal);
  await copy.take(before);
  copy.put(head);
  await copy.take(graph);
  copy.put(added);
  await copy.take(after);
  return copy.bytes;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { length }) => sum + length, 0);
}

class Copy {
  readonly bytes: Uint8Array;
  readonly #source: ByteSource;
  readonly #signal: CancelSignal | undefined;
  #at = 0;

  constructor(source: ByteSource, size: number, signal: CancelSignal | undefined) {
    this.bytes = new Uint8Array(size);
    this.#source = source;
    this.#signal = signal;
  }

  put(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Spans that follow each other in the file are one read. */
  async take(spans: readonly Span[]): Promise<void> {
    for (const { offset, length } of merged(spans))
      for (let done = 0; done < length;) {
        checkCancelled(this.#signal);
        const bytes = await this.#source.read(offset + done, Math.min(COPY_BYTES, length - done));
        if (bytes.length === 0) throw new BadInput('the file became shorter while it was copied');
        this.put(bytes);
        done += bytes.length;
      }
  }
}

function merged(spans: readonly Span[]): readonly Span[] {
  const result: { offset: number; length: number }[] = [];
  for (const { offset, length } of spans) {
    const last = result.at(-1);
    if (last?.offset !== undefined && last.offset + last.length === offset) last.length += length;
    else result.push({ offset, length });
  }
  return result;
}
