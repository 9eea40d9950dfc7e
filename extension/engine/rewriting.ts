import type { AnalyzeOptions, CallContext } from '../shared/engineCalls';
import type { RewriteAnswer, RewriteRequest, Verification } from '../shared/rewriting';
import type { Need } from '../shared/suggestions';
import type { Analysis } from './analysis';
import { type Combined, Combiner } from './compress/combine';
import { WeightMaker } from './compress/make/maker';
import { WeightStore } from './compress/measured/weightStore';
import type { Priced } from './compress/suggest';
import type { Compression, Subject } from './compression';
import { BadInput } from './diagnostics';
import { writeOnnx } from './formats/onnx/write/writeOnnx';
import type { EngineHost, FileSink } from './host';
import type { Graph } from './ir/graph';
import { disagreements } from './verify/agreement';
import type { Verifying } from './verification';

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
    if (!host.create) throw new BadInput('files cannot be written here');
    checkReach(subject, request.out);
    await this.#checkUnchanged(subject);
    const sink = await host.create(request.out, {
      replace: request.replace === true,
      keep: filesOf(subject),
    });
    let verification: Verification | null;
    try {
      await this.#write(subject, combined, chosen, sink, context);
      verification = await this.#verified(subject, chosen, sink, request, context);
      // What was copied while the file changed would be of two models.
      await this.#checkUnchanged(subject);
      await sink.commit();
    } catch (error) {
      await sink.abort();
      throw error;
    }
    return this.#answer(subject, options, request, { combined, chosen, verification });
  }

  async #checkUnchanged({ path, source }: Subject): Promise<void> {
    const { version } = await this.#parts.host.open(path);
    if (version !== undefined && version !== source.loaded.version)
      throw new BadInput(`${path}: the file has changed; analyze it again`);
  }

  async #write(
    subject: Subject,
    { priced, combination }: Combined,
    chosen: readonly Priced[],
    sink: FileSink,
    context: CallContext,
  ): Promise<void> {
    const { host, verifying } = this.#parts;
    const work = { pause: () => host.pause?.() ?? Promise.resolve(), ...context };
    const evaluator = verifying.evaluator(subject, calibrated(priced.model.graph), context);
    const maker = new WeightMaker(new WeightStore(host, subject.path), evaluator, work);
    const metadata = new Map([
      ['layercost.applied', combination.applied.join(' ')],
      ['layercost.needs', needsOf(chosen).join(' ') || 'nothing'],
    ]);
    const { graph, opsets } = subject.base.model;
    const rewriting = { before: graph, after: priced.model.graph, opsets, metadata };
    const source = await host.open(subject.path);
    await writeOnnx(source, rewriting, (tensor) => maker.payloadOf(tensor), sink, context);
  }

  async #verified(
    subject: Subject,
    chosen: readonly Priced[],
    sink: FileSink,
    request: RewriteRequest,
    context: CallContext,
  ): Promise<Verification | null> {
    if (request.verify !== true) return null;
    const found = await this.#parts.verifying.verify(subject, sink.temporaryPath, request, context);
    const [worst] = disagreements(found, TOLERANCE);
    if (worst && isExact(chosen))
      throw new BadInput(
        `the rewrite should be exact, but output "${worst.name}" ${worst.mismatch ?? `differs by ${worst.maxRelativeError.toExponential(1)} of its largest value`}; nothing was written`,
      );
    return found;
  }

  /** The file is there by now: this is not cancelled any more. */
  async #answer(
    subject: Subject,
    options: AnalyzeOptions,
    { out }: RewriteRequest,
    { combined, chosen, verification }: Done,
  ): Promise<RewriteAnswer> {
    const { analysis, compression, host } = this.#parts;
    const loaded = await analysis.load(out, {});
    const written = compression.subject(out, { loaded }, options, subject.profile, {});
    return {
      path: out,
      applied: combined.combination.applied,
      before: subject.base.totals,
      promised: combined.priced.totals,
      after: written.base.totals,
      needs: needsOf(chosen),
      exact: isExact(chosen),
      bytes: (await host.open(out)).size,
      verification,
    };
  }
}

interface Done {
  readonly combined: Combined;
  readonly chosen: readonly Priced[];
  readonly verification: Verification | null;
}

/** External data are named relative to the model: a new file elsewhere would not find them. */
function checkReach({ path, base }: Subject, out: string): void {
  const external = base.shaped.stored.find(({ payload }) => payload?.file)?.payload?.file;
  if (external && folderOf(path) !== folderOf(out))
    throw new BadInput(
      `${path}: weights lie in "${external}" beside it: write the new file into the same folder`,
    );
}

/** The model's file and those beside it that hold its weights. */
function filesOf({ path, base }: Subject): readonly string[] {
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const beside = base.shaped.stored.flatMap(({ payload }) => (payload?.file ? [payload.file] : []));
  return [path, ...[...new Set(beside)].map((file) => folder + file)];
}

function folderOf(path: string): string {
  const parts = path.split(/[\\/]/).slice(0, -1);
  return parts.filter((part, i) => part !== '.' && (part !== '' || i === 0)).join('/');
}

function checkConflicts({ combination }: Combined): void {
  const [first] = combination.conflicts;
  if (first) throw new BadInput(`"${first.id}" cannot be applied together with the others: ${first.why}`);
}

/** Activations whose range new scales are made of. */
function calibrated({ initializers }: Graph): readonly string[] {
  return [...initializers.values()].flatMap(({ recipe }) =>
    recipe?.kind === 'calibrated' ? [recipe.of] : [],
  );
}

function isExact(chosen: readonly Priced[]): boolean {
  return chosen.every(({ suggestion }) => suggestion.exact);
}

function needsOf(chosen: readonly Priced[]): readonly Need[] {
  return [...new Set(chosen.flatMap(({ suggestion }) => suggestion.needs))].filter(
    (need) => need !== 'weights',
  );
}
