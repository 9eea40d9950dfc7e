import {
  type Disposable,
  EventEmitter,
  TabInputText,
  type TextDocument,
  type TextDocumentContentProvider,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { Listing } from '../shared/listing';
import { LISTING_SCHEME, listingUri, modelOfListing } from './listingUri';
import type { ModelDocument } from './modelDocument';
import type { Models } from './models';

/** Shows models as read-only text, and keeps a model's analysis alive while its listing is open. */
export class ListingProvider implements TextDocumentContentProvider {
  readonly #models: Models;
  readonly #changed = new EventEmitter<Uri>();
  readonly #subscriptions: readonly Disposable[];
  readonly #held = new Map<string, Disposable>();
  /** The listing that an open document shows, by model: a newer one is announced once. */
  readonly #shown = new Map<string, Listing | string>();

  readonly onDidChange = this.#changed.event;

  constructor(models: Models) {
    this.#models = models;
    this.#subscriptions = [
      workspace.registerTextDocumentContentProvider(LISTING_SCHEME, this),
      window.tabGroups.onDidChangeTabs(() => {
        this.#holdShown();
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === LISTING_SCHEME) this.#shown.delete(modelOfListing(uri).toString());
      }),
      models.onDidChange((model) => {
        this.#announce(model);
      }),
    ];
    this.#holdShown();
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const model = this.#models.get(modelOfListing(uri));
    model.analysis.ensure();
    const { value, message } = await model.listing.settled();
    const shown = value ?? message;
    this.#shown.set(model.uri.toString(), shown);
    return typeof shown === 'string' ? `// ${shown}\n` : shown.text;
  }

  dispose(): void {
    for (const disposable of [...this.#subscriptions, ...this.#held.values()]) disposable.dispose();
    this.#changed.dispose();
  }

  /** Tabs count, not documents: the editor keeps those for minutes after their last tab has closed. */
  #holdShown(): void {
    const shown = new Map(shownListings().map((uri) => [uri.toString(), uri]));
    for (const [key, hold] of this.#held) {
      if (shown.has(key)) continue;
      hold.dispose();
      this.#held.delete(key);
    }
    for (const [key, uri] of shown)
      if (!this.#held.has(key)) this.#held.set(key, this.#hold(modelOfListing(uri)));
  }

  #hold(uri: Uri): Disposable {
    const hold = this.#models.hold(uri);
    const model = this.#models.get(uri);
    model.listing.ensure();
    model.analysis.ensure();
    return hold;
  }

  #announce(model: ModelDocument): void {
    const shown = this.#shown.get(model.uri.toString());
    const { status, value, message } = model.listing.state;
    if (shown === undefined || (status !== 'ready' && status !== 'failed') || shown === (value ?? message))
      return;
    this.#shown.set(model.uri.toString(), value ?? message);
    this.#changed.fire(listingUri(model.uri));
  }
}

function shownListings(): readonly Uri[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(({ input }) => input))
    .flatMap((input) =>
      input instanceof TabInputText && input.uri.scheme === LISTING_SCHEME ? [input.uri] : [],
    );
}

/** The listing that an open document shows, or null while there is none. */
export function listingOf(
  models: Models,
  document: TextDocument,
): { model: ModelDocument; listing: Listing } | null {
  const model = models.find(modelOfListing(document.uri));
  const listing = model?.listing.state.value;
  return model === undefined || listing === null || listing === undefined ? null : { model, listing };
}
