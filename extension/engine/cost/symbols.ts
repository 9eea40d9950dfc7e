import type { ReportSymbol } from '../../shared/report';
import type { ShapedModel } from '../inference/shaped';

/** Symbols of a model with the values that a pricing uses. */
export interface SymbolValues {
  readonly values: ReadonlyMap<string, number>;
  readonly symbols: readonly ReportSymbol[];
}

/**
 * Binds symbols: given values first; a declared dim that nobody bound is taken as 1 and marked assumed; what
 * only a run decides stays open.
 */
export function bindSymbols(model: ShapedModel, given: Readonly<Record<string, number>>): SymbolValues {
  const values = new Map<string, number>();
  const symbols: ReportSymbol[] = [];
  for (const [name, kind] of model.symbols) {
    const asked = Object.hasOwn(given, name) ? given[name] : undefined;
    const value = asked ?? (kind === 'declared' ? 1 : null);
    if (value !== null) values.set(name, value);
    symbols.push({
      name,
      kind: kind === 'declared' ? 'declared' : 'data',
      value,
      assumed: asked === undefined && kind === 'declared',
    });
  }
  return { values, symbols };
}
