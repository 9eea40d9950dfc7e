import type { ReportDim, ReportFormula, ReportTensor } from '../../shared/report';
import type { Dim } from '../ir/dim';
import { formatDim } from '../ir/dimText';
import type { Node } from '../ir/graph';
import type { TensorFacts } from '../ir/tensor';
import type { TensorUse } from '../inference/shaped';
import type { Work } from '../ops/op';
import { attributeTexts } from './attributeText';
import type { Bindings } from './bindings';
import { formulaOf } from './formula';

/** What a report says of tensors, attributes and formulas. What is said of many layers is made once. */
export class ReportTexts {
  readonly #told: (facts: TensorFacts) => Omit<ReportTensor, 'name'>;
  readonly #written: (work: Work) => ReportFormula | null;
  /** Null where nobody holds on to layers: looking a tensor up takes longer than telling of it again. */
  readonly #tensors: Map<TensorUse, ReportTensor> | null;
  readonly #facts = new Map<TensorFacts, Omit<ReportTensor, 'name'>>();
  readonly #attributes = new Map<Node['attributes'], Readonly<Record<string, string>>>();
  readonly #formulas = new Map<Work, ReportFormula | null>();

  constructor(bindings: Bindings, { keepsTensors }: { readonly keepsTensors: boolean }) {
    this.#tensors = keepsTensors ? new Map() : null;
    this.#told = (facts) => reportFacts(facts, bindings);
    this.#written = (work) => formulaOf(work, bindings);
  }

  /** The tensors of some slots, without those that are left out. */
  tensors(uses: readonly (TensorUse | null)[]): readonly ReportTensor[] {
    return (uses.every(isGiven) ? uses : uses.filter(isGiven)).map(this.#tensor);
  }

  attributes({ attributes }: Node): Readonly<Record<string, string>> {
    return memoized(this.#attributes, attributes, attributeTexts);
  }

  formula(work: Work): ReportFormula | null {
    return memoized(this.#formulas, work, this.#written);
  }

  readonly #tensor = (use: TensorUse): ReportTensor => {
    const known = this.#tensors?.get(use);
    if (known) return known;
    const { dtype, shape, holds } = memoized(this.#facts, use.facts, this.#told);
    const { name } = use;
    const tensor = holds ? { name, dtype, shape, holds } : { name, dtype, shape };
    this.#tensors?.set(use, tensor);
    return tensor;
  };
}

function isGiven(use: TensorUse | null): use is TensorUse {
  return use !== null && use.name !== '';
}

function memoized<K, V>(known: Map<K, V>, key: K, make: (key: K) => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make(key);
  known.set(key, made);
  return made;
}

export function reportTensor(name: string, facts: TensorFacts, bindings: Bindings): ReportTensor {
  return { name, ...reportFacts(facts, bindings) };
}

function reportFacts({ dtype, shape, holds }: TensorFacts, bindings: Bindings): Omit<ReportTensor, 'name'> {
  const bound = bindings.isImpossible(shape) ? null : bindings.shape(shape);
  return {
    dtype,
    shape: bound?.map(reportDim) ?? null,
    ...(holds && {
      holds: {
        kind: holds.kind,
        count: holds.count === null ? null : reportDim(bindings.dim(holds.count)),
        element: reportFacts(holds.element, bindings),
      },
    }),
  };
}

function reportDim(dim: Dim): ReportDim {
  return typeof dim === 'number' ? dim : formatDim(dim);
}
