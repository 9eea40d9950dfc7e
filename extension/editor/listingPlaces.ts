import type { Listing, ListingTensor } from '../shared/listing';

/** The mention of a tensor at a place, or undefined. */
export function tensorAt(listing: Listing, line: number, column: number): ListingTensor | undefined {
  return listing.tensors.find(
    (tensor) => tensor.line === line && tensor.start <= column && column < tensor.end,
  );
}

/** All mentions of the same tensor, definition first where there is one. */
export function mentionsOf(listing: Listing, { name, scope }: ListingTensor): readonly ListingTensor[] {
  const same = listing.tensors.filter((tensor) => tensor.name === name && tensor.scope === scope);
  return [...same.filter(({ role }) => role === 'definition'), ...same.filter(({ role }) => role === 'use')];
}

/** The listing's line for a layer: the innermost of its origins that has one. */
export function lineOfOrigins(listing: Listing, origins: readonly string[]): number | null {
  const lines = new Map(listing.lines.map(({ origin, line }) => [origin, line]));
  for (const origin of [...origins].reverse()) {
    const line = lines.get(origin);
    if (line !== undefined) return line;
  }
  return null;
}
