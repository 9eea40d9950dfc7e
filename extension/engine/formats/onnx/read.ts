import { ByteWindow } from '../../bytes/byteWindow';
import { BadInput, checkCancelled } from '../../diagnostics';
import type { ByteSource, CancelSignal, Progress } from '../../host';
import type { Graph, LocalFunction, Model } from '../../ir/graph';
import { parseFunction } from './functionMessage';
import { GraphBuilder } from './graphMessage';
import { decodeOpsetImport } from './proto';
import { heldHeader, heldMessage, loadMessage, NO_CUTS, readHeader } from './skeleton';
import { SUBMESSAGES } from './schema';
import { recognizeImpostor } from './sniff';
import { decodeText } from './texts';
import { LENGTH_DELIMITED, type MessageBytes } from './message';

/** Fields of ModelProto (onnx.proto3). */
const PRODUCER_NAME = 2;
const PRODUCER_VERSION = 3;
const GRAPH = 7;
const OPSET_IMPORT = 8;
const FUNCTIONS = 25;

export interface ReadOptions {
  readonly signal?: CancelSignal;
  readonly progress?: Progress;
}

/**
 * Reads an ONNX model's structure. Tensor payloads are located, not read: time and memory grow with nodes, not
 * with weights. Throws {@link BadInput} with a sentence that says what is wrong, without naming the file.
 */
export async function readOnnx(source: ByteSource, options: ReadOptions = {}): Promise<Model> {
  const window = new ByteWindow(source);
  const head = await window.read(0, Math.min(64, source.size));
  const impostor = recognizeImpostor(head, source.size);
  if (impostor !== null) throw new BadInput(`not an ONNX model: ${impostor}`);
  try {
    return await readModel(window, options);
  } catch (error) {
    throw asBadInput(error);
  }
}

async function readModel(window: ByteWindow, options: ReadOptions): Promise<Model> {
  const texts = new Map<number, string>();
  const opsets = new Map<string, number>();
  const functions: LocalFunction[] = [];
  let builder: GraphBuilder | null = null;
  for (let offset = 0; offset < window.size;) {
    const header = await readHeader(window, offset, window.size);
    const start = offset + header.headerBytes;
    if (header.number === GRAPH) {
      expectMessage(header.wireType, offset, 'the graph');
      // A graph in several parts is one graph, as for every protobuf reader.
      builder ??= new GraphBuilder('', 0);
      await readGraph(window, start, start + header.length, builder, options);
    } else if (header.wireType === LENGTH_DELIMITED) {
      const message = await loadIfKnown(window, start, header.length, header.number);
      if (message && header.number === FUNCTIONS) functions.push(parseFunction(message));
      else if (message && header.number === OPSET_IMPORT) {
        const { domain, version } = decodeOpsetImport(message.buffer.subarray(message.start, message.end));
        opsets.set(domain === 'ai.onnx' ? '' : domain, version);
      } else if (message) texts.set(header.number, decodeText(message.buffer, message.start, message.end));
    } else if (header.number === OPSET_IMPORT || header.number === FUNCTIONS)
      expectMessage(header.wireType, offset, `field ${header.number}`);
    offset = start + header.length;
  }
  const graph: Graph | undefined = builder?.build();
  if (graph === undefined) throw new BadInput('not an ONNX model: it holds no graph');
  if (graph.nodes.length === 0 && graph.outputs.length === 0)
    throw new BadInput('not an ONNX model: its graph has neither nodes nor outputs');
  return {
    format: 'onnx',
    name: graph.name,
    producer: [texts.get(PRODUCER_NAME), texts.get(PRODUCER_VERSION)].filter(Boolean).join(' '),
    opsets,
    graph,
    functions,
  };
}

/** Loads the messages and texts that this reader uses; others, however large, stay in the file. */
async function loadIfKnown(
  window: ByteWindow,
  start: number,
  length: number,
  number: number,
): Promise<MessageBytes | null> {
  if (number === FUNCTIONS) return loadMessage(window, start, length, 'function');
  const isText = number === PRODUCER_NAME || number === PRODUCER_VERSION;
  if ((!isText && number !== OPSET_IMPORT) || length > 4096) return null;
  return loadMessage(window, start, length, 'model');
}

async function readGraph(
  window: ByteWindow,
  start: number,
  end: number,
  builder: GraphBuilder,
  { signal, progress }: ReadOptions,
): Promise<void> {
  let count = 0;
  for (let offset = start; offset < end;) {
    const header = heldHeader(window, offset, end) ?? (await readHeader(window, offset, end));
    const value = offset + header.headerBytes;
    if (header.wireType === LENGTH_DELIMITED) {
      const message =
        heldMessage(window, value, header.length) ??
        (await loadGraphField(window, value, header.length, header.number));
      if (message) builder.add(header.number, message);
    }
    offset = value + header.length;
    if (++count % 1024 === 0) {
      checkCancelled(signal);
      progress?.('reading', offset - start, end - start);
    }
  }
}

/** Fields of GraphProto that are read whole: name, inputs, outputs, value_info. */
const WHOLE_FIELDS: readonly number[] = [2, 11, 12, 13];
const LONGEST_WHOLE_FIELD = 1024 * 1024;

/** Other fields, documentation among them, stay in the file however large they are. */
async function loadGraphField(
  window: ByteWindow,
  start: number,
  length: number,
  number: number,
): Promise<MessageBytes | null> {
  const kind = SUBMESSAGES.graph[number];
  if (kind !== undefined) return loadMessage(window, start, length, kind);
  if (!WHOLE_FIELDS.includes(number) || length > LONGEST_WHOLE_FIELD) return null;
  return {
    buffer: await window.read(start, length),
    start: 0,
    end: length,
    cuts: NO_CUTS,
    fileOffset: start,
  };
}

function expectMessage(wireType: number, offset: number, what: string): void {
  if (wireType !== LENGTH_DELIMITED)
    throw new BadInput(
      `malformed protobuf: ${what} at byte ${offset} has wire type ${wireType} instead of ${LENGTH_DELIMITED}`,
    );
}

/** A stack that overflows on absurd nesting is the file's fault, too. */
function asBadInput(error: unknown): unknown {
  if (error instanceof RangeError) return new BadInput('malformed protobuf: messages nest too deep');
  return error;
}
