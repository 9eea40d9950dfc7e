import {
  Disposable,
  DocumentSymbol,
  FoldingRange,
  languages,
  Range,
  SymbolKind,
  type TextDocument,
} from 'vscode';
import { plainText } from '../engine/diagnosticsText';
import type { Listing, ListingLine, ListingRegion } from '../shared/listing';
import { listingOf } from './listing';
import { LISTING_SELECTOR } from './listingUri';
import type { Models } from './models';

const KINDS: Readonly<Record<ListingRegion['kind'], SymbolKind>> = {
  graph: SymbolKind.Module,
  function: SymbolKind.Function,
  subgraph: SymbolKind.Namespace,
  scope: SymbolKind.Package,
};

/** Folding and the outline of listings: graphs, functions, subgraphs and module scopes. */
export function registerOutline(models: Models): Disposable {
  return Disposable.from(
    languages.registerFoldingRangeProvider(LISTING_SELECTOR, {
      provideFoldingRanges: (document) =>
        flatten(listingOf(models, document)?.listing.regions ?? []).map(foldingRange),
    }),
    languages.registerDocumentSymbolProvider(LISTING_SELECTOR, {
      provideDocumentSymbols: (document) => {
        const listing = listingOf(models, document)?.listing;
        return listing === undefined ? [] : outlineOf(listing, document);
      },
    }),
  );
}

function flatten(regions: readonly ListingRegion[]): readonly ListingRegion[] {
  return regions.flatMap((region) => [region, ...flatten(region.children)]);
}

function foldingRange({ firstLine, lastLine }: ListingRegion): FoldingRange {
  return new FoldingRange(firstLine, lastLine);
}

function outlineOf(listing: Listing, document: TextDocument): DocumentSymbol[] {
  const nodes = listing.lines.map((line) => nodeSymbol(line, document));
  let next = 0;
  const takeUntil = (line: number): DocumentSymbol[] => {
    const taken: DocumentSymbol[] = [];
    for (let node = nodes[next]; node !== undefined && node.range.start.line < line; node = nodes[next]) {
      taken.push(node);
      next++;
    }
    return taken;
  };
  const regionSymbol = (region: ListingRegion): DocumentSymbol => {
    const end = document.lineAt(Math.min(region.lastLine, document.lineCount - 1)).range.end;
    const range = new Range(region.firstLine, 0, end.line, end.character);
    const symbol = new DocumentSymbol(
      label(region.name, region.kind),
      region.kind,
      KINDS[region.kind],
      range,
      range,
    );
    symbol.children = [
      ...region.children.flatMap((child) => [...takeUntil(child.firstLine), regionSymbol(child)]),
      ...takeUntil(region.lastLine + 1),
    ];
    return symbol;
  };
  return [...listing.regions.map(regionSymbol), ...takeUntil(Infinity)];
}

function nodeSymbol({ line, op, name }: ListingLine, document: TextDocument): DocumentSymbol {
  const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
  return new DocumentSymbol(label(op, 'node'), plainText(name), SymbolKind.Method, range, range);
}

/** A symbol without a name is refused by the editor. */
function label(name: string, fallback: string): string {
  return name.trim() === '' ? fallback : plainText(name);
}
