import { DIAGNOSTIC_CODES, type DiagnosticCode, type EngineDiagnostic } from '../diagnostics';
import type { Graph, Node } from '../ir/graph';

/** Findings are looked up by their ends: whole places deep in subgraphs, over and over, would take seconds to hash. */
const END = 40;

/** Collects findings, each once: bodies of loops are inferred several times over. */
export class Findings {
  readonly #list: EngineDiagnostic[] = [];
  readonly #byEnd = new Map<string, EngineDiagnostic[]>();

  /** `origin` is the node's "path" + index, null for the model as a whole. */
  add(code: DiagnosticCode, message: string, origin: string | null): void {
    const key = `${code} ${message.length} ${origin?.slice(-END) ?? ''} ${message.slice(-END)}`;
    const alike = this.#byEnd.get(key) ?? [];
    if (alike.some((known) => known.message === message && known.origin === origin)) return;
    const found = { code, severity: DIAGNOSTIC_CODES[code], message, origin };
    if (alike.push(found) === 1) this.#byEnd.set(key, alike);
    this.#list.push(found);
  }

  all(): readonly EngineDiagnostic[] {
    return this.#list;
  }
}

/** A node as messages name it: by operator and name, or by its place where it has none. */
export function describe(node: Node, id: string): string {
  return node.name === '' ? `${node.op} (node ${id})` : `${node.op} "${node.name}"`;
}

export function reportUnsupported(findings: Findings, node: Node, id: string): void {
  const operator = node.domain === '' ? node.op : `${node.domain}.${node.op}`;
  findings.add(
    'unsupported-operator',
    `${describe(node, id)}: no cost is known for operator ${operator}; totals leave it out and say "at least".`,
    id,
  );
}

export function reportUnknownInput(findings: Findings, name: string): void {
  findings.add(
    'unknown-shape',
    `Input "${name}" has no declared shape; give it one, and the layers behind it can be priced.`,
    null,
  );
}

/** Names the first node that had to wait for one stored behind it. */
export function reportOrder(
  findings: Findings,
  { nodes }: Graph,
  path: string,
  order: readonly number[],
): void {
  const moved = order.findIndex((index, position) => index !== position);
  const node = nodes[moved];
  findings.add(
    'unsorted-graph',
    `${node ? describe(node, `${path}${moved}`) : 'A node'} stands before a node that it reads from, which ONNX forbids; the nodes were sorted for pricing.`,
    `${path}${moved}`,
  );
}
