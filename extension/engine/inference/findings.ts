import { DIAGNOSTIC_CODES, type DiagnosticCode, type EngineDiagnostic } from '../diagnostics';
import type { Node } from '../ir/graph';

/** Collects findings, each once: bodies of loops are inferred several times over. */
export class Findings {
  readonly #list: EngineDiagnostic[] = [];
  readonly #known = new Set<string>();

  /** `origin` is the node's "path" + index, null for the model as a whole. */
  add(code: DiagnosticCode, message: string, origin: string | null): void {
    const key = `${code} ${origin ?? ''} ${message}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#list.push({ code, severity: DIAGNOSTIC_CODES[code], message, origin });
  }

  all(): readonly EngineDiagnostic[] {
    return this.#list;
  }
}

/** A node as messages name it: by operator and name, or by its place where it has none. */
export function describe(node: Node, id: string): string {
  return node.name === '' ? `${node.op} (node ${id})` : `${node.op} "${node.name}"`;
}
