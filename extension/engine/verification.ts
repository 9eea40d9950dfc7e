import type { CallContext } from '../shared/engineCalls';
import type { RewriteRequest, Verification } from '../shared/rewriting';
import type { Evaluator } from './compress/make/maker';
import type { Subject } from './compression';
import { BadInput } from './diagnostics';
import type { EngineHost } from './host';
import type { ModelFiles } from './hostRuntime';
import type { Graph } from './ir/graph';
import { type Feeds, sampleFeeds } from './verify/feeds';
import { type GivenFile, givenFeeds, LARGEST_GIVEN_FILE } from './verify/givenFeeds';
import { numbersOf } from './verify/numbers';
import { outputsOf, rangesOf } from './verify/outputsOf';
import { verifyModels } from './verify/verify';

/** Runs models for a rewriter: old against new, constants, ranges of activations. */
export class Verifying {
  readonly #host: EngineHost;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** Runs a model and what was written on the same inputs. Throws BadInput where one of them cannot be run. */
  async verify(
    subject: Subject,
    written: string,
    { inputs = [] }: RewriteRequest,
    { signal, progress }: CallContext,
  ): Promise<Verification> {
    const { runtime } = this.#host;
    if (!runtime) throw new BadInput('models cannot be run here, so nothing can be verified');
    progress?.('verifying', 0, 1);
    const feeds = await this.#feeds(subject, inputs);
    const words = inputs.length === 0 ? 'seeded random inputs' : inputs.join(', ');
    const files = filesOf(subject);
    const now = { path: written, external: files.external };
    return verifyModels(runtime, files, now, feeds, { inputs: words, signal });
  }

  /** What only a run tells of a model, for the weights of its rewrites; null where nothing can run it. */
  evaluator(subject: Subject, activations: readonly string[], { signal }: CallContext): Evaluator | null {
    return this.#host.runtime ? new RunEvaluator(this.#host, subject, activations, signal) : null;
  }

  async #feeds(subject: Subject, inputs: readonly string[]): Promise<Feeds> {
    const { graph } = subject.base.model;
    if (inputs.length === 0) return sampleFeeds(graph, shapesOf(subject));
    const files: GivenFile[] = [];
    for (const path of inputs) {
      const source = await this.#host.open(path);
      if (source.size > LARGEST_GIVEN_FILE)
        throw new BadInput(`${path}: files with inputs end at 1 GiB here`);
      files.push({ path, bytes: await source.read(0, source.size) });
    }
    return givenFeeds(graph, files);
  }
}

/** Inputs' shapes at the sizes that the model is priced at. */
function shapesOf({ base, pricer }: Subject): ReadonlyMap<string, readonly number[]> {
  return new Map(
    base.shaped.inputs.flatMap(({ declared, facts }) => {
      const shape = pricer.bindings.shape(facts.shape);
      return shape?.every((dim): dim is number => typeof dim === 'number') === true
        ? [[declared.name, shape] as const]
        : [];
    }),
  );
}

/** The model and the files beside it that its tensors lie in. */
function filesOf({ path, base }: Subject): ModelFiles {
  const files = base.shaped.stored.flatMap(({ payload }) => payload?.file ?? []);
  return { path, external: [...new Set(files)] };
}

/** Runs the model as it was; what earlier rewrites of the same request brought is not in it. */
class RunEvaluator implements Evaluator {
  readonly #host: EngineHost;
  readonly #subject: Subject;
  readonly #activations: readonly string[];
  readonly #signal: CallContext['signal'];
  #ranges: ReturnType<typeof rangesOf> | null = null;

  constructor(
    host: EngineHost,
    subject: Subject,
    activations: readonly string[],
    signal: CallContext['signal'],
  ) {
    this.#host = host;
    this.#subject = subject;
    this.#activations = activations;
    this.#signal = signal;
  }

  async evaluate(_graph: Graph, tensor: string): Promise<{ values: Float64Array; dims: readonly number[] }> {
    const found = (
      await outputsOf(this.#host, filesOf(this.#subject), [tensor], this.#feeds(), this.#signal)
    ).get(tensor);
    if (!found) throw new BadInput(`${this.#subject.path}: there is no tensor "${tensor}"`);
    return { values: numbersOf(found), dims: found.dims };
  }

  async range(_graph: Graph, tensor: string): Promise<readonly [number, number]> {
    // All at once: each run of the model tells many.
    this.#ranges ??= rangesOf(
      this.#host,
      filesOf(this.#subject),
      this.#activations,
      this.#feeds(),
      this.#signal,
    );
    const range = (await this.#ranges).get(tensor);
    if (!range) throw new BadInput(`${this.#subject.path}: no range is known of "${tensor}"`);
    return range;
  }

  #feeds(): Feeds {
    return sampleFeeds(this.#subject.base.model.graph, shapesOf(this.#subject));
  }
}
