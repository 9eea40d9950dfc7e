import type { ReportTensor } from '../../shared/report';
import type { Unit } from './unit';

/** Numbers structures so that equal ones, and only equal ones, get equal numbers. */
export interface Interner {
  number(key: string): number;
}

export function createInterner(): Interner {
  const numbers = new Map<string, number>();
  return {
    number(key) {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    },
  };
}

/** What makes two units look alike: operator, attributes, element types and shapes; not names. */
export function structureOf(unit: Unit): string {
  if (unit.kind !== 'layer') return `${unit.kind} ${tensorKey(unit.tensor)}`;
  const { op, domain, attributes, inputs, outputs } = unit.layer;
  const settings = Object.entries(attributes ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    domain ?? '',
    op,
    settings.sort().join(','),
    inputs.map(tensorKey).join(','),
    outputs.map(tensorKey).join(','),
  ].join('|');
}

function tensorKey(tensor: ReportTensor): string {
  return `${tensor.dtype ?? '?'}[${tensor.shape?.join('x') ?? '?'}]`;
}
