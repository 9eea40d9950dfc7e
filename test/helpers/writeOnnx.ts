import { readOnnx } from '../../extension/engine/formats/onnx/read';
import type { PayloadOf } from '../../extension/engine/formats/onnx/write/messages';
import type { MetadataEdits } from '../../extension/engine/formats/onnx/write/nodes';
import { writeOnnx } from '../../extension/engine/formats/onnx/write/writeOnnx';
import { inlineFunctions } from '../../extension/engine/ir/inline';
import type { Graph } from '../../extension/engine/ir/graph';
import { memorySource } from './memorySource';

const NO_PAYLOAD: PayloadOf = (tensor) => Promise.reject(new Error(`nobody asked for ${tensor.name}`));

/** The bytes of a model behind a change of its graph, by the product's own writer. */
export async function rewritten(
  bytes: Uint8Array,
  change: (graph: Graph) => Graph,
  payloadOf: PayloadOf = NO_PAYLOAD,
  metadata: MetadataEdits = new Map(),
): Promise<Uint8Array> {
  const model = await readOnnx(memorySource(bytes));
  const { graph } = inlineFunctions(model);
  const parts: Uint8Array[] = [];
  const sink = {
    write: (part: Uint8Array): Promise<void> => {
      parts.push(part.slice());
      return Promise.resolve();
    },
  };
  const rewriting = { before: graph, after: change(graph), opsets: model.opsets, metadata };
  await writeOnnx(memorySource(bytes), rewriting, payloadOf, sink);
  return new Uint8Array(Buffer.concat(parts));
}

/** Renames the first node that is the file's own; the graph itself where there is none. */
export function renameFirst(rename: (name: string) => string): (graph: Graph) => Graph {
  return (graph) => {
    const at = graph.nodes.findIndex(({ origins }) => origins.length === 1);
    const nodes = graph.nodes.map((node, i) => (i === at ? { ...node, name: rename(node.name) } : node));
    return at < 0 ? graph : { ...graph, nodes };
  };
}
