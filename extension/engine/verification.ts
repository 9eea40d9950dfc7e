import type { CallContext } from '../shared/engineCalls';
import type { RewriteRequest, Verification } from '../shared/rewriting';
import type { Evaluator } from './compress/make/maker';
import type { Subject } from './compression';
import { BadInput } from './diagnostics';
import type { EngineHost } from './host';
import type { ExternalFile, ModelFiles, RuntimeTensor } from './hostRuntime';
import type { Graph, StoredTensor } from './ir/graph';
import { type Feeds, sampleFeeds } from './verify/feeds';
import { type GivenFile, givenFeeds, LARGEST_GIVEN_FILE } from './verify/givenFeeds';
import { isImage } from './verify/image/imageFeed';
import { numbersOf } from './verify/numbers';
import { outputsOf, rangesOf } from './verify/outputsOf';
import { verifyModels } from './verify/verify';
import type { Weights } from './weights/values';

/** Runs models for a rewriter: old against new, constants, ranges of activations. */
export class Verifying {
  readonly #host: EngineHost;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** Runs a model and what was written on the same inputs. Throws BadInput where one of them cannot be run. */
  async verify(
    subject: Subject,
    written: ModelFiles,
    { inputs = [] }: RewriteRequest,
    { signal, progress }: CallContext,
  ): Promise<Verification> {
    const { runtime } = this.#host;
    if (!runtime) throw new BadInput('models cannot be run here, so nothing can be verified');
    progress?.('verifying', 0, 1);
    const feeds = await this.feeds(subject, inputs);
    const words = inputs.length === 0 ? 'seeded random inputs' : wordsOf(inputs);
    return verifyModels(runtime, filesOf(subject), written, feeds, { inputs: words, signal });
  }

  /** What only a run of the model on the same inputs tells, for the weights of `after`; null where nothing can run it. */
  evaluator(
    subject: Subject,
    after: Graph,
    inputs: readonly string[],
    { signal }: CallContext,
  ): Evaluator | null {
    if (!this.#host.runtime) return null;
    return new RunEvaluator(this.#host, subject, wantedBy(after), () => this.feeds(subject, inputs), signal);
  }

  /** Inputs of a run: seeded random ones, or those that the files hold. Throws BadInput where they do not fit. */
  async feeds(subject: Subject, inputs: readonly string[]): Promise<Feeds> {
    const { graph } = subject.base.model;
    if (inputs.length === 0) return sampleFeeds(graph, shapesOf(subject));
    const files: GivenFile[] = [];
    for (const path of inputs) {
      const source = await this.#host.open(path);
      if (source.size > LARGEST_GIVEN_FILE)
        throw new BadInput(`${path}: files with inputs end at 1 GiB here`);
      files.push({ path, bytes: await source.read(0, source.size) });
    }
    return givenFeeds(graph, files, shapesOf(subject));
  }
}

function wordsOf(inputs: readonly string[]): string {
  const note = inputs.some(isImage) ? ' (pictures scaled, cropped and normalized as for ImageNet)' : '';
  return inputs.join(', ') + note;
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
export function filesOf({ path, base }: Subject): ModelFiles {
  return { path, external: externalFiles(base.shaped.stored) };
}

/** Files beside a model that these tensors lie in, each once. */
export function externalFiles(stored: Iterable<StoredTensor>): readonly ExternalFile[] {
  const files = new Set<string>();
  for (const { payload } of stored) if (payload?.file) files.add(payload.file);
  return [...files].map((name) => ({ name }));
}

/** Tensors of the model as it was that new weights are made of. */
interface Wanted {
  readonly ranges: readonly string[];
  readonly constants: readonly string[];
}

function wantedBy({ initializers }: Graph): Wanted {
  const recipes = [...initializers.values()].flatMap(({ recipe }) => recipe ?? []);
  return {
    ranges: recipes.flatMap((recipe) => (recipe.kind === 'calibrated' ? [recipe.of] : [])),
    constants: recipes.flatMap((recipe) => (recipe.kind === 'evaluated' ? [recipe.output] : [])),
  };
}

/** Runs the model as it was; what earlier rewrites of the same request brought is not in it. */
class RunEvaluator implements Evaluator {
  readonly #host: EngineHost;
  readonly #subject: Subject;
  readonly #wanted: Wanted;
  readonly #feeds: () => Promise<Feeds>;
  readonly #signal: CallContext['signal'];
  #ranges: ReturnType<typeof rangesOf> | null = null;
  #constants: Promise<ReadonlyMap<string, RuntimeTensor>> | null = null;

  constructor(
    host: EngineHost,
    subject: Subject,
    wanted: Wanted,
    feeds: () => Promise<Feeds>,
    signal: CallContext['signal'],
  ) {
    this.#host = host;
    this.#subject = subject;
    this.#wanted = wanted;
    this.#feeds = feeds;
    this.#signal = signal;
  }

  async evaluate(_graph: Graph, tensor: string): Promise<Weights> {
    // All at once: loading the model takes longer than running it.
    this.#constants ??= this.#values(this.#wanted.constants);
    const found = (await this.#constants).get(tensor) ?? (await this.#values([tensor])).get(tensor);
    if (!found) throw new BadInput(`${this.#subject.path}: there is no tensor "${tensor}"`);
    return { values: numbersOf(found), dims: found.dims };
  }

  async range(_graph: Graph, tensor: string): Promise<readonly [number, number]> {
    this.#ranges ??= this.#feeds().then((feeds) =>
      rangesOf(this.#host, filesOf(this.#subject), this.#wanted.ranges, feeds, this.#signal),
    );
    const range = (await this.#ranges).get(tensor);
    if (!range) throw new BadInput(`${this.#subject.path}: no range is known of "${tensor}"`);
    return range;
  }

  async #values(names: readonly string[]): Promise<ReadonlyMap<string, RuntimeTensor>> {
    return outputsOf(this.#host, filesOf(this.#subject), names, await this.#feeds(), this.#signal);
  }
}
