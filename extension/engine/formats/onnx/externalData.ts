import type { EngineDiagnostic } from '../../diagnostics';
import type { EngineHost } from '../../host';
import { bytesOf } from '../../ir/dtype';
import type { Graph, StoredTensor } from '../../ir/graph';

/**
 * Checks that the files in which tensors are said to lie exist, beside the model, and are long enough, and that the
 * tensors are given the bytes that they need. Nothing of them is read: prices do not depend on values.
 */
export async function checkExternalData(
  graph: Graph,
  path: string,
  host: EngineHost,
): Promise<readonly EngineDiagnostic[]> {
  const byFile = new Map<string, StoredTensor[]>();
  for (const tensor of externalTensors(graph)) {
    const file = tensor.payload?.file ?? '';
    const list = byFile.get(file);
    if (list) list.push(tensor);
    else byFile.set(file, [tensor]);
  }
  const found: EngineDiagnostic[] = [];
  for (const [file, tensors] of byFile) {
    const size = await host.sizeOfSibling(path, file);
    const problem = size === null ? missing(file, tensors) : tooShort(file, size, tensors);
    if (problem) found.push(problem);
    const short = givenTooLittle(file, tensors);
    if (short) found.push(short);
  }
  return found;
}

/** Each once: bodies of functions hold the same tensor wherever they are called. */
function externalTensors(graph: Graph, found = new Set<StoredTensor>()): ReadonlySet<StoredTensor> {
  for (const tensor of graph.initializers.values()) if (isExternal(tensor)) found.add(tensor);
  for (const { attributes } of graph.nodes) {
    if (attributes.size === 0) continue;
    for (const attribute of attributes.values())
      if (attribute.kind === 'graph') externalTensors(attribute.value, found);
      else if (attribute.kind === 'tensor' && isExternal(attribute.value)) found.add(attribute.value);
  }
  return found;
}

function isExternal({ payload }: StoredTensor): boolean {
  return payload !== null && payload.file !== null;
}

function missing(file: string, tensors: readonly StoredTensor[]): EngineDiagnostic {
  const name = file === '' ? 'a file that is not named' : `"${file}"`;
  return {
    code: 'missing-external-file',
    severity: 'warning',
    message: `${count(tensors)} in ${name}, which is not beside the model; costs are complete without it, but the model cannot run or be rewritten until it is there.`,
    origin: null,
  };
}

function tooShort(file: string, size: number, tensors: readonly StoredTensor[]): EngineDiagnostic | null {
  const beyond = tensors.filter((tensor) => endOf(tensor) > size);
  const [first] = beyond;
  if (!first) return null;
  return {
    code: 'external-file-too-short',
    severity: 'warning',
    message: `File "${file}" has ${size} bytes, but ${count(beyond)} beyond its end, the first "${first.name}" up to byte ${endOf(first)}; it may be cut off.`,
    origin: null,
  };
}

function givenTooLittle(file: string, tensors: readonly StoredTensor[]): EngineDiagnostic | null {
  const short = tensors.filter(
    (tensor) => (tensor.payload?.length ?? -1) >= 0 && lengthOf(tensor) < needOf(tensor),
  );
  const [first] = short;
  if (!first) return null;
  const shape = `[${first.dims.join(', ')}] of ${first.dtype ?? ''}`;
  return {
    code: 'invalid-tensor',
    severity: 'error',
    message: `${count(short)} in "${file}" with too few bytes, the first "${first.name}", which needs ${needOf(first)} for ${shape}, with ${lengthOf(first)}.`,
    origin: null,
  };
}

/** End of the payload; where the file does not give a length, the tensor's own size says it. */
function endOf(tensor: StoredTensor): number {
  return (tensor.payload?.offset ?? 0) + lengthOf(tensor);
}

function lengthOf(tensor: StoredTensor): number {
  const length = tensor.payload?.length ?? 0;
  return length >= 0 ? length : needOf(tensor);
}

/** 0 where the dims or the type are none: there is a finding of its own for that. */
function needOf({ dtype, dims }: StoredTensor): number {
  if (dtype === null || dtype === 'string' || dims.some((dim) => dim < 0)) return 0;
  return bytesOf(
    dtype,
    dims.reduce((a, b) => a * b, 1),
  );
}

function count(tensors: readonly StoredTensor[]): string {
  return tensors.length === 1 ? `1 tensor lies` : `${tensors.length} tensors lie`;
}
