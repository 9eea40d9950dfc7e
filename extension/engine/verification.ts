import type { CallContext } from '../shared/engineCalls';
import type { RewriteRequest, Verification } from '../shared/rewriting';
import type { Evaluator } from './compress/make/maker';
import type { Subject } from './compression';
import { BadInput } from './diagnostics';
import type { EngineHost } from './host';
import type { Graph } from './ir/graph';
import { filesOf } from './modelFiles';
import { RunEvaluator } from './runEvaluator';
import { type Feeds, sampleFeeds } from './verify/feeds';
import { type GivenFile, givenFeeds, LARGEST_GIVEN_FILE } from './verify/givenFeeds';
import { isImage } from './verify/image/imageFeed';
import { DEFAULT_RUNS } from './verify/measure';
import { type ReadModel, verifyModels } from './verify/verify';

/** Runs models for a rewriter: old against new, constants, ranges of activations. */
export class Verifying {
  readonly #host: EngineHost;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** Runs a model and what was written on the same inputs. Throws BadInput where one of them cannot be run. */
  async verify(
    subject: Subject,
    written: ReadModel,
    { inputs = [] }: RewriteRequest,
    { signal, progress }: CallContext,
  ): Promise<Verification> {
    const { runtime } = this.#host;
    if (!runtime) throw new BadInput('models cannot be run here, so nothing can be verified');
    progress?.('verifying', 0, 1);
    const feeds = await this.feeds(subject, inputs);
    const words = inputs.length === 0 ? 'seeded random inputs' : wordsOf(inputs);
    const model = { files: filesOf(subject), graph: subject.source.loaded.model.graph };
    const profiledRuns = profiledRunsOf(subject);
    return verifyModels(runtime, model, written, feeds, { inputs: words, signal, profiledRuns });
  }

  /** What only a run of the model on the same inputs tells, for the weights of `after`; null where nothing can run it. */
  evaluator(
    subject: Subject,
    after: Graph,
    inputs: readonly string[],
    { signal }: CallContext,
  ): Evaluator | null {
    if (!this.#host.runtime) return null;
    return new RunEvaluator(this.#host, subject, after, () => this.feeds(subject, inputs), signal);
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

/** Events of a profile that are read: each is a line of text that the runtime prints. */
const MOST_EVENTS = 20_000;

/** A loop may run its body any number of times, and every node in it is an event each time. */
function profiledRunsOf({ base, pricer }: Subject): number {
  let events = 0;
  for (const { calls } of base.shaped.nodes) {
    const times = calls === null ? null : pricer.bindings.number(calls);
    if (times === null) return 0;
    events += times;
  }
  return Math.min(DEFAULT_RUNS, Math.floor(MOST_EVENTS / Math.max(1, events)));
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
