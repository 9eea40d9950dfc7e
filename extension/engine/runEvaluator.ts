import type { CallContext } from '../shared/engineCalls';
import type { Evaluator } from './compress/make/maker';
import type { Subject } from './compression';
import { BadInput } from './diagnostics';
import { filesOf } from './modelFiles';
import type { EngineHost } from './host';
import type { RuntimeTensor } from './hostRuntime';
import type { Graph, StoredTensor } from './ir/graph';
import { editOrigin } from './ir/graphEdit';
import type { Feeds } from './verify/feeds';
import { numbersOf } from './verify/numbers';
import { checkSize, outputsOf, rangesOf, type Runnable } from './verify/outputsOf';
import type { Weights } from './weights/values';
import { editedBytes } from './writeEdited';

type Ranges = ReadonlyMap<string, readonly [least: number, largest: number] | null>;

/** What a graph is asked for, and what a run of it has told; each is run once for all that is wanted of it. */
interface Asked {
  readonly ranges: readonly string[];
  readonly constants: readonly string[];
  foundRanges?: Promise<Ranges>;
  foundConstants?: Promise<ReadonlyMap<string, RuntimeTensor>>;
}

/**
 * Tells what only runs tell of the tensors that new weights are made of. A rewrite on top of others of the same request
 * asks about the graph that those leave: it is written to memory for that, weights and all.
 */
export class RunEvaluator implements Evaluator {
  readonly #host: EngineHost;
  readonly #subject: Subject;
  readonly #feeds: () => Promise<Feeds>;
  readonly #signal: CallContext['signal'];
  readonly #asked = new Map<Graph, Asked>();
  readonly #written = new Map<Graph, Promise<Runnable>>();

  constructor(
    host: EngineHost,
    subject: Subject,
    after: Graph,
    feeds: () => Promise<Feeds>,
    signal: CallContext['signal'],
  ) {
    this.#host = host;
    this.#subject = subject;
    this.#feeds = feeds;
    this.#signal = signal;
    const tensors = [...after.initializers.values()];
    for (const graph of new Set(tensors.map(beforeOf)))
      if (graph) this.#asked.set(graph, askedBy(tensors.filter((tensor) => beforeOf(tensor) === graph)));
  }

  async evaluate(graph: Graph, tensor: string): Promise<Weights> {
    const asked = this.#of(graph, { ranges: [], constants: [tensor] });
    asked.foundConstants ??= this.#run(graph, asked.constants, outputsOf);
    const found = (await asked.foundConstants).get(tensor);
    if (!found) throw new BadInput(`${this.#subject.path}: there is no tensor "${tensor}"`);
    return { values: numbersOf(found), dims: found.dims };
  }

  async range(graph: Graph, tensor: string): Promise<readonly [number, number]> {
    const asked = this.#of(graph, { ranges: [tensor], constants: [] });
    asked.foundRanges ??= this.#run(graph, asked.ranges, rangesOf);
    const range = (await asked.foundRanges).get(tensor);
    if (!range) throw new BadInput(`"${tensor}" holds nothing but NaN, so it cannot be quantized`);
    return range;
  }

  /** What a later edit has taken away again was not in the list: it is asked for alone. */
  #of(graph: Graph, alone: Asked): Asked {
    const asked = this.#asked.get(graph);
    const [range, constant] = [alone.ranges[0], alone.constants[0]];
    const isListed =
      (range === undefined || asked?.ranges.includes(range) === true) &&
      (constant === undefined || asked?.constants.includes(constant) === true);
    return asked && isListed ? asked : alone;
  }

  async #run<T>(
    graph: Graph,
    names: readonly string[],
    run: (
      host: EngineHost,
      model: Runnable,
      names: readonly string[],
      feeds: Feeds,
      signal: CallContext['signal'],
    ) => Promise<T>,
  ): Promise<T> {
    return run(this.#host, await this.#runnable(graph), names, await this.#feeds(), this.#signal);
  }

  async #runnable(graph: Graph): Promise<Runnable> {
    const files = filesOf(this.#subject);
    if (graph === this.#subject.base.model.graph) return files;
    const known = this.#written.get(graph) ?? this.#write(graph, files);
    this.#written.set(graph, known);
    return known;
  }

  async #write(graph: Graph, files: Runnable): Promise<Runnable> {
    await checkSize(this.#host, files);
    const edited = {
      subject: this.#subject,
      after: graph,
      metadata: new Map(),
      evaluator: this,
      packing: null,
    };
    const context = this.#signal ? { signal: this.#signal } : {};
    return { ...files, bytes: await editedBytes(this.#host, edited, context) };
  }
}

function beforeOf(tensor: StoredTensor): Graph | undefined {
  return editOrigin(tensor)?.before;
}

function askedBy(tensors: readonly StoredTensor[]): Asked {
  const recipes = tensors.flatMap(({ recipe }) => recipe ?? []);
  return {
    ranges: recipes.flatMap((recipe) => (recipe.kind === 'calibrated' ? [recipe.of] : [])),
    constants: recipes.flatMap((recipe) => (recipe.kind === 'evaluated' ? [recipe.output] : [])),
  };
}
