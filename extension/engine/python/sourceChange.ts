import type { SourceChange } from '../../shared/compression';
import type { AnalyzeOptions, CallContext } from '../../shared/engineCalls';
import type { Priced } from '../compress/suggest';
import { ModelFacts } from '../compress/facts';
import { convLayer } from '../compress/support/convLayer';
import { linearLayer } from '../compress/support/linearLayer';
import type { Compression, Subject } from '../compression';
import { decodeUtf8 } from '../bytes/utf8';
import { BadInput } from '../diagnostics';
import type { PayloadTrace } from '../formats/pytorch/payload';
import type { EngineHost } from '../host';
import type { Node } from '../ir/graph';
import { applyEdits, rewriteSource, type SourceLayer, type TextEdit } from '../source/python/rewrite';
import type { PythonRuns, TracedSource } from './runs';
import { moduleOf } from './sites';

/** A suggestion for source code on its way into the text. */
interface Change {
  readonly subject: Subject;
  readonly one: Priced;
  readonly traced: TracedSource;
  readonly trace: PayloadTrace;
}

/**
 * Rewrites the lines behind a suggestion and runs the edited text: only what still builds, and still turns the same
 * inputs into outputs of the same shapes, is offered.
 */
export async function sourceChange(
  { subject, one, traced, trace }: Change,
  options: AnalyzeOptions,
  context: CallContext,
  world: { readonly host: EngineHost; readonly runs: PythonRuns; readonly compression: Compression },
): Promise<SourceChange> {
  const { path } = subject;
  const text = await readText(path, world.host);
  const edits = editsFor(text, { subject, one, traced, trace });
  if ('refused' in edits) return edits;
  const entry = traced.entry?.id ?? '';
  const again = { ...options, entry };
  const tried = await world.runs.trace(path, again, context, applyEdits(text, edits.edits));
  const broken = tried.findings.find(({ severity }) => severity === 'error');
  if (tried.model === null || broken)
    return { refused: `the rewritten file does not run: ${broken?.message ?? 'its entry is gone'}` };
  const after = world.compression.subject(path, { loaded: tried.model }, again, subject.profile, context);
  const before = subject.base;
  if (outputs(before.shaped) !== outputs(after.base.shaped))
    return { refused: 'the rewritten file makes outputs of other shapes' };
  const title = `${one.suggestion.title}: ${one.suggestion.what}`;
  return { file: path, edits: edits.edits, title, before: before.totals, after: after.base.totals };
}

function outputs({ outputs: list }: Subject['base']['shaped']): string {
  return JSON.stringify(list.map(({ facts }) => [facts.dtype, facts.shape]));
}

/** Source code is text of at most a few MB. */
const MOST_BYTES = 4 * 1024 * 1024;

async function readText(path: string, host: EngineHost): Promise<string> {
  const source = await host.open(path);
  if (source.size > MOST_BYTES) throw new BadInput(`${path}: ${source.size} bytes are too many to rewrite`);
  return decodeUtf8(await source.read(0, source.size));
}

/** One edit per line that builds what changes; all of them on the text as it is. */
function editsFor(
  text: string,
  change: Change,
): { readonly edits: readonly TextEdit[] } | { readonly refused: string } {
  const { subject, one, trace } = change;
  const { rewrite, refused } = one.estimate.proposal;
  const place = one.suggestion.source;
  if (!rewrite || !place || refused !== undefined)
    return { refused: place?.refused ?? refused ?? 'there is no rewrite of source code for it' };
  const facts = new ModelFacts(subject.base);
  const edits = new Map<string, TextEdit>();
  for (const node of one.estimate.gone) {
    const site = subject.source.siteOf?.(node) ?? node.source;
    if (!site) continue;
    if (site.file !== subject.path) return { refused: `it is built in ${site.file}, which is another file` };
    const layer = layerOf(facts, node, moduleOf(node, trace)?.class ?? '');
    const made = rewriteSource(text, site.line, layer, rewrite);
    if ('refused' in made) return made;
    for (const edit of made.edits) edits.set(JSON.stringify(edit), edit);
  }
  return edits.size === 0 ? { refused: 'nothing in this file builds it' } : { edits: [...edits.values()] };
}

/** What the trace knows of the layer, for arguments that are not written as numbers. */
function layerOf(facts: ModelFacts, node: Node, className: string): SourceLayer {
  const shaped = facts.maker(node.outputs[0] ?? '');
  const conv = shaped ? convLayer(facts, shaped) : null;
  const linear = shaped ? linearLayer(facts, shaped) : null;
  return {
    className,
    inChannels: conv?.inChannels ?? linear?.inFeatures ?? Number.NaN,
    outChannels: conv?.outChannels ?? linear?.outFeatures ?? Number.NaN,
    kernel: conv?.kernel ?? [],
    stride: conv?.strides ?? [],
    padding: conv?.padsBegin ?? [],
    dilation: conv?.dilations ?? [],
    groups: conv?.groups ?? 1,
    bias: (conv ?? linear)?.bias !== null,
  };
}
