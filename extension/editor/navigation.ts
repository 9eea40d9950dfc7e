import {
  Disposable,
  DocumentHighlight,
  languages,
  Location,
  type Position,
  Range,
  type TextDocument,
} from 'vscode';
import type { ListingTensor } from '../shared/listing';
import { listingOf } from './listing';
import { mentionsOf, tensorAt } from './listingPlaces';
import { LISTING_SELECTOR } from './listingUri';
import type { Models } from './models';

/** Go to definition, find references and highlights for tensors in listings. */
export function registerNavigation(models: Models): Disposable {
  const mentions = (document: TextDocument, position: Position): readonly ListingTensor[] => {
    const shown = listingOf(models, document);
    const tensor = shown === null ? undefined : tensorAt(shown.listing, position.line, position.character);
    return shown === null || tensor === undefined ? [] : mentionsOf(shown.listing, tensor);
  };
  return Disposable.from(
    languages.registerDefinitionProvider(LISTING_SELECTOR, {
      provideDefinition: (document, position) =>
        mentions(document, position)
          .filter(({ role }) => role === 'definition')
          .map((tensor) => new Location(document.uri, rangeOf(tensor))),
    }),
    languages.registerReferenceProvider(LISTING_SELECTOR, {
      provideReferences: (document, position, { includeDeclaration }) =>
        mentions(document, position)
          .filter(({ role }) => includeDeclaration || role === 'use')
          .map((tensor) => new Location(document.uri, rangeOf(tensor))),
    }),
    languages.registerDocumentHighlightProvider(LISTING_SELECTOR, {
      provideDocumentHighlights: (document, position) =>
        mentions(document, position).map((tensor) => new DocumentHighlight(rangeOf(tensor))),
    }),
  );
}

function rangeOf({ line, start, end }: ListingTensor): Range {
  return new Range(line, start, line, end);
}
