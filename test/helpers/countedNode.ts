import { createEngine } from '../../extension/engine/api';
import type { Convention } from '../../extension/engine/conventions/convention';
import { recount } from '../../extension/engine/conventions/recount';
import type { CountedAs, Report } from '../../extension/shared/report';
import { memoryHost } from './memoryHost';
import { buildModel, type GraphSpec } from './onnxBuilder';

type Dims = readonly number[];

/** A node of opset 17 between its inputs and one output; stored tensors have no payload, counting needs none. */
export interface NodeToCount {
  /** Default 1x4x6x6, 144 elements. */
  readonly inputs?: readonly Dims[];
  readonly stored?: readonly Dims[];
  readonly attributes?: NonNullable<GraphSpec['nodes']>[number]['attributes'];
  /** As an exporter names it, module by module. */
  readonly name?: string;
  /** Names of the stored tensors. */
  readonly names?: readonly string[];
  readonly outputs?: number;
  readonly opset?: number;
}

export async function reportOf(graph: GraphSpec, opset = 17): Promise<Report> {
  const host = memoryHost({ 'm.onnx': buildModel({ opsets: { '': opset }, graph }) });
  return createEngine(host).analyze('m.onnx', { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} });
}

/** What a tool counts for one node. */
export async function counted(as: Convention, op: string, node: NodeToCount = {}): Promise<CountedAs> {
  const inputs = (node.inputs ?? [[1, 4, 6, 6]]).map((dims, i) => [`x${i}`, 'float32', [...dims]] as const);
  const initializers = (node.stored ?? []).map((dims, i) => ({
    name: node.names?.[i] ?? `w${i}`,
    dtype: 'float32' as const,
    dims: [...dims],
    external: { location: 'weights.bin' },
  }));
  const reads = [...inputs.map(([name]) => name), ...initializers.map(({ name }) => name)];
  const outputs = Array.from({ length: node.outputs ?? 1 }, (_, i) => `y${i}`);
  const { attributes = {}, name = '/part/it' } = node;
  const nodes = [{ op, name, inputs: reads, outputs, attributes }];
  return recount(await reportOf({ inputs, outputs, nodes, initializers }, node.opset), as);
}
