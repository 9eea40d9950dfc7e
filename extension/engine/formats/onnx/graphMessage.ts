import { BadInput } from '../../diagnostics';
import type { DeclaredTensor, Graph, Node, StoredTensor } from '../../ir/graph';
import { parseNode } from './nodeMessage';
import { decodeValueInfo } from './proto';
import { DEEPEST_NESTING } from './schema';
import { parseTensor, readDims } from './tensorMessage';
import { decodeText } from './texts';
import type { Chunk, MessageBytes } from './message';
import { WireReader } from './wire';

/** Collects a graph's fields as they come, from memory or one by one from the file. */
export class GraphBuilder {
  readonly #path: string;
  readonly #depth: number;
  readonly #inputs: DeclaredTensor[] = [];
  readonly #outputs: DeclaredTensor[] = [];
  readonly #nodes: Node[] = [];
  readonly #initializers = new Map<string, StoredTensor>();
  readonly #declared = new Map<string, DeclaredTensor>();
  #name = '';

  constructor(path: string, depth: number) {
    if (depth > DEEPEST_NESTING) throw new BadInput(`subgraphs nest deeper than ${DEEPEST_NESTING} levels`);
    this.#path = path;
    this.#depth = depth;
  }

  /** Takes one length-delimited field of GraphProto (numbers of onnx.proto3); others mean nothing here. */
  add(fieldNumber: number, message: MessageBytes): void {
    if (fieldNumber === 1)
      this.#nodes.push(
        parseNode(message, { path: this.#path, index: this.#nodes.length, depth: this.#depth }),
      );
    else if (fieldNumber === 2) this.#name = decodeText(message.buffer, message.start, message.end);
    else if (fieldNumber === 5) this.#addInitializer(parseTensor(message));
    else if (fieldNumber === 11) this.#inputs.push(decodeValueInfo(bytesOf(message)));
    else if (fieldNumber === 12) this.#outputs.push(decodeValueInfo(bytesOf(message)));
    else if (fieldNumber === 13) {
      const info = decodeValueInfo(bytesOf(message));
      this.#declared.set(info.name, info);
    } else if (fieldNumber === 15) this.#addSparse(message);
  }

  /** Before IR version 4 initializers are listed among the inputs as well: those are no inputs. */
  build(): Graph {
    return {
      name: this.#name,
      inputs: this.#inputs.filter((input) => !this.#initializers.has(input.name)),
      outputs: this.#outputs,
      nodes: this.#nodes,
      initializers: this.#initializers,
      declared: this.#declared,
    };
  }

  #addInitializer(tensor: StoredTensor): void {
    this.#initializers.set(tensor.name, tensor);
  }

  /** A sparse initializer stores its values (field 1) and is as large as its dims (field 3) say. */
  #addSparse(message: MessageBytes): void {
    const reader = new WireReader(message, 'a sparse initializer');
    let values: StoredTensor | null = null;
    const dims: number[] = [];
    while (reader.next()) {
      if (reader.fieldNumber === 3) readDims(reader, dims);
      else if (reader.fieldNumber === 1) values = parseValues(reader.chunk()) ?? values;
      else reader.skip();
    }
    if (values === null) return;
    const storedElements = values.dims.reduce((a, b) => a * b, 1);
    this.#addInitializer({ ...values, dims, storedElements, raw: false, content: null });
  }
}

function bytesOf({ buffer, start, end }: MessageBytes): Uint8Array {
  return buffer.subarray(start, end);
}

function parseValues({ bytes }: Chunk): StoredTensor | null {
  return bytes && parseTensor(bytes);
}

/** A graph that is in memory: a subgraph, or the body of a small model. */
export function parseGraph(message: MessageBytes, path: string, depth: number): Graph {
  const builder = new GraphBuilder(path, depth);
  const reader = new WireReader(message, 'a graph');
  while (reader.next()) {
    if (!reader.isChunk) {
      reader.skip();
      continue;
    }
    const { bytes } = reader.chunk();
    if (bytes) builder.add(reader.fieldNumber, bytes);
  }
  return builder.build();
}
