/** Techniques whose only choice is a rank: any rank may be chosen, not only those that are listed. */
export const RANK_TECHNIQUES = ['low-rank', 'spatial-svd'] as const;

const RANK_ID = /^((?:low-rank|spatial-svd)@\d+):rank=([1-9]\d{0,6})$/;

/** The place and the rank that an id like `low-rank@12:rank=64` names; null for ids of other techniques. */
export function readRankId(id: string): { readonly place: string; readonly rank: number } | null {
  const [, place, rank] = RANK_ID.exec(id) ?? [];
  return place === undefined ? null : { place, rank: Number(rank) };
}

/** Whether two ids name the same factorization at whatever rank. */
export function isSamePlace(a: string, b: string): boolean {
  const place = readRankId(a)?.place;
  return place !== undefined && place === readRankId(b)?.place;
}
