/** A plan as a point: how risky, and what share of the cost is left. */
export interface ParetoPoint {
  readonly risk: number;
  readonly cost: number;
}

/** Points that no other point beats in both, by rising risk. */
export function paretoFront<T extends ParetoPoint>(points: readonly T[]): readonly T[] {
  const sorted = [...points].sort((a, b) => a.risk - b.risk || a.cost - b.cost);
  const front: T[] = [];
  for (const point of sorted)
    if (point.cost < (front.at(-1)?.cost ?? Number.POSITIVE_INFINITY)) front.push(point);
  return front;
}
