import type { EngineHost } from '../../host';
import type { StoredTensor } from '../../ir/graph';
import type { Work } from '../../weights/pace';
import { readWeights } from '../../weights/readWeights';
import { singularValues, type Spectrum } from '../../weights/spectrum';
import type { Matrix, Weights } from '../../weights/values';

/**
 * Weights of a model's stored tensors, read when somebody asks, one at a time: the elements are let go of at once,
 * what was found out about them is kept.
 */
export class WeightStore {
  readonly #host: EngineHost;
  readonly #path: string;
  readonly #spectra = new Map<string, Promise<Spectrum | null>>();

  constructor(host: EngineHost, path: string) {
    this.#host = host;
    this.#path = path;
  }

  /** Null where the file does not hold the tensor, or not in a type that is read. */
  read(tensor: StoredTensor, work: Work): Promise<Weights | null> {
    return tensor.payload === null
      ? Promise.resolve(null)
      : readWeights(this.#host, this.#path, tensor, work);
  }

  /** Singular values of a matrix made of a tensor; `kind` names which one, for several are made of the same. */
  async spectrum(
    tensor: StoredTensor,
    kind: string,
    matrixOf: (weights: Weights) => Matrix | null,
    work: Work,
  ): Promise<Spectrum | null> {
    const key = `${kind} ${tensor.name}`;
    const known = this.#spectra.get(key) ?? this.#decompose(tensor, matrixOf, work);
    this.#spectra.set(key, known);
    // A cancelled run says nothing about the tensor.
    known.catch(() => this.#spectra.delete(key));
    return known;
  }

  async #decompose(
    tensor: StoredTensor,
    matrixOf: (weights: Weights) => Matrix | null,
    work: Work,
  ): Promise<Spectrum | null> {
    const weights = await this.read(tensor, work);
    const matrix = weights && matrixOf(weights);
    return matrix && singularValues(matrix, work);
  }
}
