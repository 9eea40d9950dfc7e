import type { SymbolKind } from '../ir/dim';
import type { DeclaredTensor, Graph } from '../ir/graph';
import type { TensorFacts } from '../ir/tensor';
import { reconcile } from './declared';
import type { Findings } from './findings';

interface Place {
  readonly graph: Graph;
  readonly path: string;
}

/** What graphs declare of their tensors, laid over what is inferred; contradictions are findings. */
export class Declarations {
  readonly #findings: Findings;
  readonly #inputSymbols: ReadonlyMap<string, SymbolKind>;
  readonly #outputs = new Map<Graph, ReadonlyMap<string, DeclaredTensor>>();

  /** `inputSymbols` are the model's own, which may still be on their way in. */
  constructor(findings: Findings, inputSymbols: ReadonlyMap<string, SymbolKind>) {
    this.#findings = findings;
    this.#inputSymbols = inputSymbols;
  }

  /** Facts of a tensor that a node makes, which stands at `index` of a graph. */
  reconciled(name: string, inferred: TensorFacts, { graph, path }: Place, index: number): TensorFacts {
    const declared = graph.declared.get(name) ?? this.#outputsOf(graph).get(name);
    if (!declared) return inferred;
    const known = declared.observed === true ? { ...inferred, dtype: declared.dtype } : inferred;
    const { facts, difference } = reconcile(known, declared, this.#inputSymbols);
    if (difference !== null)
      this.#findings.add(
        'declared-shape-differs',
        `Tensor "${name}": ${difference}; the inferred one is used.`,
        `${path}${index}`,
      );
    return facts;
  }

  #outputsOf(graph: Graph): ReadonlyMap<string, DeclaredTensor> {
    const known = this.#outputs.get(graph);
    if (known) return known;
    const outputs = new Map(graph.outputs.map((output) => [output.name, output]));
    this.#outputs.set(graph, outputs);
    return outputs;
  }
}
