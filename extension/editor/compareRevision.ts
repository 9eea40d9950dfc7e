import { ProgressLocation, type QuickPickItem, TabInputCustom, Uri, window, workspace } from 'vscode';
import { SOURCE_REFUSED } from '../host/git/revisionPath';
import type { Copy, Revisions } from '../host/git/revisions.node';
import type { Revision } from '../host/git/history.node';
import type { Comparisons } from './compare';
import { iconFree } from './costText';
import { localPath } from './modelDocument';
import type { Models } from './models';
import { isPython } from './python/pythonText';

/** What comparing with a revision needs. */
export interface RevisionServices {
  readonly models: Models;
  readonly comparisons: Comparisons;
  /** Null where the editor cannot run Git. */
  readonly revisions: Revisions | null;
}

/** Commits that are offered; older ones can be named. */
const MOST_OFFERED = 200;

/** Opens a model beside itself at a revision, which the user picks where none is given. Throws one sentence. */
export async function compareRevision(
  uri: Uri,
  given: string | null,
  { models, comparisons, revisions }: RevisionServices,
): Promise<void> {
  if (revisions === null) throw new Error('Revisions are read by Git, which cannot be run here.');
  if (!workspace.isTrusted)
    throw new Error(
      'Git follows the settings of a repository: trust this workspace to compare with a revision.',
    );
  if (isPython(uri)) throw new Error(`${workspace.asRelativePath(uri)}: ${SOURCE_REFUSED}`);
  const file = localPath(uri);
  const revision = given ?? (await chooseRevision(uri, await revisions.history(file, MOST_OFFERED)));
  if (revision === undefined) return;
  const name = workspace.asRelativePath(uri);
  const { path, shortId } = await copied(revisions, file, revision, name);
  const before = Uri.file(path);
  priceAlike(models, uri, before);
  await comparisons.show(before, uri, '', `${name} @ ${shortId}`);
}

function copied(revisions: Revisions, file: string, revision: string, name: string): Thenable<Copy> {
  const title = `Reading ${name} at ${revision}`;
  return window.withProgress({ location: ProgressLocation.Window, title }, () =>
    revisions.copyOf(file, revision),
  );
}

/** What the user chose for the model goes for its earlier version too; else everything would differ. */
function priceAlike(models: Models, uri: Uri, before: Uri): void {
  const [fresh, old] = [models.get(uri), models.get(before)];
  const { hardware, dims } = fresh.options;
  old.chooseHardware(hardware);
  old.chooseMetric(fresh.metric);
  const unbound = Object.keys(old.options.dims).filter((dim) => !Object.hasOwn(dims, dim));
  for (const dim of unbound) old.chooseDim(dim, null);
  for (const [dim, value] of Object.entries(dims)) old.chooseDim(dim, value);
}

async function chooseRevision(uri: Uri, history: readonly Revision[]): Promise<string | undefined> {
  const other: QuickPickItem = { label: 'Another revision...', alwaysShow: true };
  const title = `Compare ${workspace.asRelativePath(uri)} with`;
  const choice = await window.showQuickPick<QuickPickItem & { readonly id?: string }>(
    [...history.map(itemOf), other],
    {
      title,
      placeHolder:
        history.length === 0 ? 'No commit of this branch holds the file' : 'A commit that changed the file',
      matchOnDescription: true,
    },
  );
  if (choice !== other) return choice?.id;
  const named = await window.showInputBox({
    title,
    prompt: 'A branch, tag or commit, such as origin/main, v1.0 or HEAD~3',
    validateInput: (text) => (text.trim() === '' ? 'A branch, tag or commit' : null),
  });
  return named?.trim();
}

function itemOf({ id, shortId, time, author, subject }: Revision): QuickPickItem & { readonly id: string } {
  const facts = [shortId, dateText(time), author].filter((fact) => fact !== '');
  return { id, label: iconFree(subject) || shortId, description: iconFree(facts.join(', ')) };
}

/** A day; "" for times that no calendar has. */
function dateText(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}

/** Removes copies of earlier versions that no tab shows. */
export async function cleanRevisions(revisions: Revisions): Promise<void> {
  const inputs = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const open = new Set(inputs.map((input) => (input instanceof TabInputCustom ? input.uri.fsPath : '')));
  await revisions.clean((path) => open.has(Uri.file(path).fsPath));
}
