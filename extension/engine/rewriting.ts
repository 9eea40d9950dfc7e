import type { AnalyzeOptions, CallContext } from '../shared/engineCalls';
import type { RewriteAnswer, RewriteRequest, Verification } from '../shared/rewriting';
import type { Need } from '../shared/suggestions';
import type { Analysis } from './analysis';
import { type Combined, Combiner } from './compress/combine';
import type { Priced } from './compress/suggest';
import type { Compression, Subject } from './compression';
import { BadInput } from './diagnostics';
import { readOnnx } from './formats/onnx/read';
import type { MetadataEdits } from './formats/onnx/write/nodes';
import { canMove } from './formats/onnx/write/packing';
import type { EngineHost } from './host';
import type { Graph, StoredTensor } from './ir/graph';
import { collectStored } from './inference/inventory';
import { externalFiles, filesOf } from './modelFiles';
import { NewModel, siblingOf } from './newModel';
import { disagreements } from './verify/agreement';
import type { Verifying } from './verification';
import { writeEdited } from './writeEdited';

/** Exact rewrites may differ by rounding: by this share of an output's largest magnitude. */
const TOLERANCE = 1e-4;

/** Where rewriting gets its parts from. */
export interface RewritingParts {
  readonly host: EngineHost;
  readonly analysis: Analysis;
  readonly compression: Compression;
  readonly verifying: Verifying;
}

/** Writes rewritten models: the old file is copied but for what changes, under a new name, and only whole. */
export class Rewriting {
  readonly #parts: RewritingParts;

  constructor(parts: RewritingParts) {
    this.#parts = parts;
  }

  /**
   * Applies suggestions to a model's file and writes the result. Throws BadInput with one sentence, and leaves neither a
   * half file nor a changed old one, where something stands in the way.
   */
  async rewrite(
    subject: Subject,
    options: AnalyzeOptions,
    request: RewriteRequest,
    context: CallContext,
  ): Promise<RewriteAnswer> {
    const { host, compression } = this.#parts;
    const chosen = compression.chosen(subject, request.ids, context);
    if (chosen.length === 0) throw new BadInput('a rewrite needs at least one suggestion to apply');
    const combined = new Combiner(subject.base, subject.pricer).combine(chosen);
    checkConflicts(combined);
    checkReach(subject, request);
    const stamps = await this.#stamps(subject);
    const files = await NewModel.create(host, request, pathsOf(subject));
    const work = { subject, combined, chosen, request, files, context };
    let verification: Verification | null;
    try {
      await this.#write(work);
      // Whatever went wrong in it is found before it has a name.
      const { graph } = await readOnnx(await host.open(files.model.temporaryPath), context);
      verification = request.verify === true ? await this.#verified(work, graph) : null;
      // What was copied while a file changed would be of two models.
      if ((await this.#stamps(subject)) !== stamps)
        throw new BadInput(`${subject.path}: the weights beside it have changed meanwhile; do it again`);
      await files.commit();
    } catch (error) {
      await files.abort();
      throw error;
    }
    return this.#answer(work, options, verification);
  }

  /** Versions of the files that the model lies in. Throws BadInput where the model is another one than was analyzed. */
  async #stamps(subject: Subject): Promise<string> {
    const { host } = this.#parts;
    const { version } = await host.open(subject.path);
    if (version !== undefined && version !== subject.source.loaded.version)
      throw new BadInput(`${subject.path}: the file has changed; analyze it again`);
    const beside = filesOf(subject).external.map(async ({ name }) => {
      const source = await host.openSibling?.(subject.path, name);
      return source ? `${source.size} ${source.version ?? ''}` : 'absent';
    });
    return (await Promise.all(beside)).join('\n');
  }

  async #write({ subject, combined, chosen, request, files, context }: Work): Promise<void> {
    const { host, verifying } = this.#parts;
    const { inputs = [] } = request;
    const after = combined.priced.model.graph;
    const evaluator = verifying.evaluator(subject, after, inputs, context);
    const needs = needsOf(chosen);
    const metadata: MetadataEdits = new Map([
      // The same id means another layer once the first rewrite is done.
      ['layercost.applied', (earlier) => [...earlier, ...combined.combination.applied]],
      ...(needs.length > 0 ? [['layercost.needs', withoutTwins(needs)] as const] : []),
    ]);
    const { packing } = files;
    await writeEdited(host, { subject, after, metadata, evaluator, packing }, files.model, context);
  }

  async #verified({ subject, chosen, request, files, context }: Work, graph: Graph): Promise<Verification> {
    const written = { files: files.unnamed(externalFiles(collectStored(graph).stored)), graph };
    const found = await this.#parts.verifying.verify(subject, written, request, context);
    if (found.outputs.length > 0 && found.outputs.every(({ comparable }) => !comparable))
      throw new BadInput(
        'no output of the model holds a finite number on these inputs, so nothing can be verified: give inputs that it is made for (--inputs); nothing was written',
      );
    const [worst] = disagreements(found, TOLERANCE);
    if (worst && isExact(chosen))
      throw new BadInput(
        `the rewrite should be exact, but output "${worst.name}" ${worst.mismatch ?? `differs by ${worst.maxRelativeError.toExponential(1)} of its largest value`}; nothing was written`,
      );
    return found;
  }

  /** The file is there by now: this is not cancelled any more. */
  async #answer(
    { subject, combined, chosen, request: { out }, files: { weightsFile } }: Work,
    options: AnalyzeOptions,
    verification: Verification | null,
  ): Promise<RewriteAnswer> {
    const { analysis, compression, host } = this.#parts;
    const loaded = await analysis.load(out, {});
    const written = compression.subject(out, { loaded }, options, subject.profile, {});
    const weights = weightsFile === null ? null : siblingOf(out, weightsFile);
    const sizeOf = async (path: string): Promise<number> => (await host.open(path)).size;
    return {
      path: out,
      applied: combined.combination.applied,
      before: subject.base.totals,
      promised: combined.priced.totals,
      after: written.base.totals,
      needs: needsOf(chosen),
      exact: isExact(chosen),
      bytes: await sizeOf(out),
      weightsFile: weights === null ? null : { path: weights, bytes: await sizeOf(weights) },
      verification,
    };
  }
}

/** A rewrite on its way. */
interface Work {
  readonly subject: Subject;
  readonly combined: Combined;
  readonly chosen: readonly Priced[];
  readonly request: RewriteRequest;
  readonly files: NewModel;
  readonly context: CallContext;
}

/** External data are named relative to the model: a new file elsewhere would not find what stays where it is. */
function checkReach({ path, base }: Subject, { out, weights = 'keep' }: RewriteRequest): void {
  if (folderOf(path) === folderOf(out)) return;
  const initializers = new Set(base.model.graph.initializers.values());
  const moves = (tensor: StoredTensor): boolean =>
    weights !== 'keep' && initializers.has(tensor) && canMove(tensor);
  const staying = base.shaped.stored.find((tensor) => tensor.payload?.file && !moves(tensor));
  if (!staying?.payload?.file) return;
  const others = weights === 'keep' ? ', or have all weights written with it' : '';
  throw new BadInput(
    `${path}: ${weights === 'keep' ? 'weights lie' : `what "${staying.name}" holds lies`} in "${staying.payload.file}" beside it: write the new file into the same folder${others}`,
  );
}

/** The model's file and those beside it that hold its weights. */
function pathsOf(subject: Subject): readonly string[] {
  const { path, external } = filesOf(subject);
  return [path, ...external.map(({ name }) => siblingOf(path, name))];
}

function folderOf(path: string): string {
  const parts = path.split(/[\\/]/).slice(0, -1);
  return parts.filter((part, i) => part !== '.' && (part !== '' || i === 0)).join('/');
}

function checkConflicts({ combination }: Combined): void {
  const [first] = combination.conflicts;
  if (first) throw new BadInput(`"${first.id}" cannot be applied together with the others: ${first.why}`);
}

function isExact(chosen: readonly Priced[]): boolean {
  return chosen.every(({ suggestion }) => suggestion.exact);
}

function withoutTwins(words: readonly string[]): (earlier: readonly string[]) => readonly string[] {
  return (earlier) => [...new Set([...earlier, ...words])];
}

function needsOf(chosen: readonly Priced[]): readonly Need[] {
  return [...new Set(chosen.flatMap(({ suggestion }) => suggestion.needs))].filter(
    (need) => need !== 'weights',
  );
}
