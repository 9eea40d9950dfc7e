import type { Attribute, DeclaredTensor, LocalFunction, Node } from '../../ir/graph';
import { parseAttribute, parseNode } from './nodeMessage';
import { decodeOpsetImport, decodeValueInfo } from './proto';
import { decodeText } from './texts';
import type { MessageBytes } from './message';
import { WireReader } from './wire';

/** How a function is called: `domain::name`, with `:overload` where there is one. */
export function functionKey(node: { domain: string; overload: string }, name: string): string {
  return `${node.domain}::${name}${node.overload === '' ? '' : `:${node.overload}`}`;
}

/** A model-local function. attribute_proto, value_info and overload are newer than onnx-proto. */
export function parseFunction(message: MessageBytes): LocalFunction {
  const texts = new Map<number, string[]>();
  const nodes: MessageBytes[] = [];
  const defaults: [string, Attribute][] = [];
  const declared = new Map<string, DeclaredTensor>();
  const opsets = new Map<string, number>();
  const reader = new WireReader(message, 'a function');
  while (reader.next()) {
    const { fieldNumber } = reader;
    if (!reader.isChunk) {
      reader.skip();
      continue;
    }
    const chunk = reader.chunk();
    if (!chunk.bytes) continue;
    const { buffer, start, end } = chunk.bytes;
    if (fieldNumber === 7) nodes.push(chunk.bytes);
    else if (fieldNumber === 9) {
      const { domain, version } = decodeOpsetImport(buffer.subarray(start, end));
      opsets.set(domain === 'ai.onnx' ? '' : domain, version);
    } else if (fieldNumber === 11) defaults.push(parseAttribute(chunk, () => ({ path: '', depth: 1 })));
    else if (fieldNumber === 12) {
      const info = decodeValueInfo(buffer.subarray(start, end));
      declared.set(info.name, info);
    } else texts.set(fieldNumber, [...(texts.get(fieldNumber) ?? []), decodeText(buffer, start, end)]);
  }
  const one = (number: number): string => texts.get(number)?.at(-1) ?? '';
  const domain = one(10) === 'ai.onnx' ? '' : one(10);
  const identity = { domain, name: one(1), overload: one(13) };
  const path = `${functionKey(identity, identity.name)}/`;
  return {
    ...identity,
    inputs: texts.get(4) ?? [],
    outputs: texts.get(5) ?? [],
    requiredAttributes: texts.get(6) ?? [],
    defaultAttributes: new Map(defaults),
    nodes: nodes.map((bytes, index): Node => parseNode(bytes, { path, index, depth: 0 })),
    declared,
    opsets,
  };
}
