import type { OutputError } from '../shared/compression';
import type { CallContext } from '../shared/engineCalls';
import { Combiner } from './compress/combine';
import type { Compression, Subject } from './compression';
import { BadInput } from './diagnostics';
import type { EngineHost } from './host';
import type { RuntimeSession, RuntimeTensor } from './hostRuntime';
import { filesOf } from './modelFiles';
import { compareOutput } from './verify/compare';
import type { Feeds } from './verify/feeds';
import { fitFeeds } from './verify/measure';
import { checkSize } from './verify/outputsOf';
import type { Verifying } from './verification';
import { editedBytes } from './writeEdited';

type Outputs = ReadonlyMap<string, RuntimeTensor>;

/** What this works with. */
export interface OutputErrorParts {
  readonly host: EngineHost;
  readonly compression: Compression;
  readonly verifying: Verifying;
}

/**
 * Measures what suggestions do to a model's outputs: each applied on its own to a copy in memory, run on the same seeded
 * inputs as the model itself. Throws BadInput where the model is too large for that or cannot be run, and Cancelled.
 */
export async function outputErrors(
  { host, compression, verifying }: OutputErrorParts,
  subject: Subject,
  ids: readonly string[],
  context: CallContext,
): Promise<Readonly<Record<string, OutputError>>> {
  const { runtime } = host;
  if (!runtime) throw new BadInput('models cannot be run here, so nothing can be measured');
  const { signal, progress } = context;
  const files = filesOf(subject);
  await checkSize(host, files);
  const feeds = await verifying.feeds(subject, []);
  const before = await outputsOnce(await runtime.open(files, { signal }), feeds);
  const found = new Map<string, OutputError>();
  for (const [i, id] of ids.entries()) {
    progress?.('measuring', i, ids.length);
    const model = await edited(id);
    found.set(id, errorOf(before, await outputsOnce(await runtime.openBytes(model, signal, files), feeds)));
  }
  return Object.fromEntries(found);

  async function edited(id: string): Promise<Uint8Array> {
    const chosen = compression.chosen(subject, [id], { ...(signal && { signal }) });
    const { priced, combination } = new Combiner(subject.base, subject.pricer).combine(chosen);
    if (combination.conflicts.length > 0) throw new BadInput(`"${id}" cannot be applied`);
    const after = priced.model.graph;
    const evaluator = verifying.evaluator(subject, after, [], context);
    const model = { subject, after, metadata: new Map(), evaluator, packing: null };
    return editedBytes(host, model, { ...(signal && { signal }) });
  }
}

async function outputsOnce(session: RuntimeSession, feeds: Feeds): Promise<Outputs> {
  try {
    return (await session.run(fitFeeds(session, feeds))).outputs;
  } finally {
    await session.close();
  }
}

/** Of several outputs the one that differs most; noise against signal, as amplitudes. */
function errorOf(before: Outputs, after: Outputs): OutputError {
  const shares = [...before].flatMap(([name, tensor]) => {
    const { mismatch, signalToNoise, comparable } = compareOutput(name, tensor, after.get(name) ?? null);
    if (!comparable) return [];
    return [mismatch === null ? 10 ** (-signalToNoise / 20) : Infinity];
  });
  return { rms: shares.length === 0 ? Number.NaN : Math.max(...shares) };
}
