import type { Listing } from '../../../../shared/listing';
import type { Attribute, DeclaredTensor, Graph, LocalFunction, Model, Node } from '../../../ir/graph';
import { functionKey } from '../functionMessage';
import { attributeText, declaredType, nameText, payloadText, quoted, storedType } from './literals';
import { RegionStack } from './regions';
import { ListingWriter } from './writer';

/** Names that a graph or function makes, and where to look for those that it does not. */
interface Scope {
  readonly id: string;
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | null;
}

interface Page {
  readonly writer: ListingWriter;
  readonly regions: RegionStack;
}

/** A model in ONNX's textual syntax, one node a line: main graph first, then the model's own functions. */
export function listOnnx(model: Model): Listing {
  const page: Page = { writer: new ListingWriter(), regions: new RegionStack() };
  writeHeader(model, page);
  writeGraph(model.graph, '', null, page, 0);
  for (const local of model.functions) writeFunction(local, page);
  const { writer, regions } = page;
  return { text: writer.text(), lines: writer.lines, tensors: writer.tensors, regions: regions.finished() };
}

function writeHeader({ opsets, producer }: Model, { writer }: Page): void {
  const imports = [...opsets].map(([domain, version]) => `${quoted(domain)}: ${version}`).join(', ');
  writer.write(`<opset_import: [${imports}]`);
  if (producer !== '') writer.write(`, producer_name: ${quoted(producer)}`);
  writer.write('>').endLine();
}

/** Writes from the current column on; the closing brace stays on the last line, without a line end. */
function writeGraph(graph: Graph, id: string, outer: Scope | null, page: Page, depth: number): void {
  const { writer, regions } = page;
  const scope: Scope = { id, names: definedNames(graph), outer };
  const name = graph.name === '' ? 'graph' : graph.name;
  regions.open(name, outer === null ? 'graph' : 'subgraph', writer.line);
  writer.write(`${nameText(name)} (`);
  writeBorder(graph.inputs, scope, 'definition', writer);
  writer.write(') => (');
  writeBorder(graph.outputs, scope, 'use', writer);
  writer.write(')').endLine();
  writeInitializers(graph, scope, page, depth);
  writeBody(graph.nodes, scope, page, depth);
  regions.close(writer.line);
  if (outer === null) writer.endLine();
}

function writeBorder(
  tensors: readonly DeclaredTensor[],
  scope: Scope,
  role: 'definition' | 'use',
  writer: ListingWriter,
): void {
  tensors.forEach((tensor, i) => {
    writer
      .write(`${i > 0 ? ', ' : ''}${declaredType(tensor)} `)
      .tensor(tensor.name, scopeOf(tensor.name, scope), role);
  });
}

function writeInitializers({ initializers }: Graph, scope: Scope, page: Page, depth: number): void {
  const { writer, regions } = page;
  if (initializers.size === 0) return;
  regions.open('initializers', 'scope', writer.line);
  let rest = initializers.size;
  writer.write(`${indent(depth)}<`).endLine();
  for (const tensor of initializers.values()) {
    writer.write(`${indent(depth + 1)}${storedType(tensor)} `).tensor(tensor.name, scope.id, 'definition');
    writer.write(` = ${payloadText(tensor)}${--rest > 0 ? ',' : ''}`).endLine();
  }
  writer.write(`${indent(depth)}>`);
  regions.enterScope([], writer.line + 1);
  writer.endLine();
}

function writeBody(nodes: readonly Node[], scope: Scope, page: Page, depth: number): void {
  const { writer, regions } = page;
  writer.write(`${indent(depth)}{`).endLine();
  for (const node of nodes) {
    regions.enterScope(node.scope, writer.line);
    writeNode(node, scope, page, depth + 1);
  }
  regions.enterScope([], writer.line);
  writer.write(`${indent(depth)}}`);
}

function writeNode(node: Node, scope: Scope, page: Page, depth: number): void {
  const { writer } = page;
  const origin = node.origins.at(-1) ?? '';
  writer.lines.push({ line: writer.line, origin, name: node.name, op: node.op, scope: node.scope });
  writer.write(indent(depth));
  if (node.name !== '') writer.write(`[${nameText(node.name)}] `);
  writeList(node.outputs, (name) => writer.tensor(name, scope.id, 'definition'), writer);
  writer.write(` = ${operatorText(node)}${plainAttributes(node.attributes)} (`);
  writeList(node.inputs, (name) => writer.tensor(name, scopeOf(name, scope), 'use'), writer);
  writer.write(')');
  writeSubgraphs(node, origin, scope, page, depth);
  writer.endLine();
}

function writeSubgraphs(node: Node, origin: string, scope: Scope, page: Page, depth: number): void {
  const { writer } = page;
  let separator = ' <';
  for (const [name, attribute] of node.attributes) {
    if (attribute.kind !== 'graph') continue;
    writer.write(`${separator}${nameText(name)}: graph = `);
    writeGraph(attribute.value, `${origin}:${node.op}.${name}/`, scope, page, depth);
    separator = ', ';
  }
  if (separator === ', ') writer.write('>');
}

function writeFunction(local: LocalFunction, page: Page): void {
  const { writer, regions } = page;
  const id = `${functionKey(local, local.name)}/`;
  const names = new Set([...local.inputs, ...local.nodes.flatMap(({ outputs }) => outputs)]);
  const scope: Scope = { id, names, outer: null };
  const imports = [...local.opsets].map(([domain, version]) => `${quoted(domain)}: ${version}`).join(', ');
  writer
    .endLine()
    .write(`<domain: ${quoted(local.domain)}, opset_import: [${imports}]>`)
    .endLine();
  regions.open(local.name, 'function', writer.line);
  writer.write(nameText(local.name));
  const parameters = [...local.requiredAttributes, ...local.defaultAttributes.keys()];
  if (parameters.length > 0) writer.write(` <${parameters.map(nameText).join(', ')}>`);
  writer.write(' (');
  writeList(local.inputs, (name) => writer.tensor(name, id, 'definition'), writer);
  writer.write(') => (');
  writeList(local.outputs, (name) => writer.tensor(name, id, 'use'), writer);
  writer.write(')').endLine();
  writeBody(local.nodes, scope, page, 0);
  regions.close(writer.line);
  writer.endLine();
}

function writeList(names: readonly string[], write: (name: string) => void, writer: ListingWriter): void {
  names.forEach((name, i) => {
    if (i > 0) writer.write(', ');
    write(name);
  });
}

function plainAttributes(attributes: ReadonlyMap<string, Attribute>): string {
  const texts = [...attributes].flatMap(([name, attribute]) =>
    attribute.kind === 'graph' ? [] : [attributeText(name, attribute)],
  );
  return texts.length === 0 ? '' : ` <${texts.join(', ')}>`;
}

function operatorText({ domain, op, overload }: Node): string {
  const name = domain === '' ? nameText(op) : `${nameText(domain)}.${nameText(op)}`;
  return overload === '' ? name : `${name}:${nameText(overload)}`;
}

function definedNames(graph: Graph): ReadonlySet<string> {
  const names = new Set([...graph.inputs.map(({ name }) => name), ...graph.initializers.keys()]);
  for (const { outputs } of graph.nodes) for (const output of outputs) names.add(output);
  return names;
}

/** The graph or function that makes a tensor: this one or the nearest around it. */
function scopeOf(name: string, scope: Scope): string {
  for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.names.has(name)) return at.id;
  return scope.id;
}

function indent(depth: number): string {
  return '  '.repeat(Math.min(depth, 40));
}
