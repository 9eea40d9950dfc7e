import type { ReportTotals } from '../../shared/report';
import { DIAGNOSTIC_CODES, type DiagnosticCode, type EngineDiagnostic } from '../diagnostics';
import { describe } from '../inference/findings';
import type { Shape } from '../ir/tensor';
import type { Bindings } from './bindings';
import { runsOf } from './runs';
import type { SymbolValues } from './symbols';
import type { PricedNode } from './types';
import { BEYOND_NUMBERS } from './unknown';

/** A pricing, as far as something in it may be worth a remark. */
export interface Pricing {
  readonly bound: SymbolValues;
  readonly nodes: readonly PricedNode[];
  readonly bindings: Bindings;
  readonly totals: ReportTotals;
}

/** Findings that hang on the values of symbols: assumptions, what a run decides, sizes that cannot be. */
export function pricingFindings(pricing: Pricing): readonly EngineDiagnostic[] {
  return [
    ...assumedDims(pricing),
    ...runDecided(pricing),
    ...impossibleShapes(pricing),
    ...inexactTotals(pricing),
  ];
}

/** Dims taken as 1; where that leaves feature maps without elements, costs of 0 are an artifact worth a word. */
function assumedDims({ bound, nodes, bindings }: Pricing): readonly EngineDiagnostic[] {
  const assumed = bound.symbols.filter((symbol) => symbol.assumed);
  if (assumed.length === 0) return [];
  const shapes = new Set<Shape>();
  for (const { shaped } of nodes) for (const { facts } of shaped.outputs) shapes.add(facts.shape ?? []);
  // A dim that is 0 in the file itself, as in an unused input of Resize, is meant.
  const empty = [...shapes].some((shape) =>
    shape.some((dim) => typeof dim !== 'number' && bindings.number(dim) === 0),
  );
  const advice = empty
    ? 'that leaves feature maps empty and layers without cost: bind it to a real size'
    : 'bind it to price another size';
  return assumed.map(({ name }) =>
    finding('assumed-dim', `Dim "${name}" is open in the file and taken as 1; ${advice}.`),
  );
}

function runDecided({ bound, nodes, bindings }: Pricing): readonly EngineDiagnostic[] {
  const open = bound.symbols.filter(({ value }) => value === null).map(({ name }) => name);
  const waiting = nodes.filter(
    ({ cost, shaped }) =>
      cost.unknown !== null &&
      cost.unknown !== BEYOND_NUMBERS &&
      (open.length > 0 || runsOf(shaped.calls, bindings) === null),
  );
  const [first] = waiting;
  if (!first) return [];
  const names = open.length > 0 ? ` (${open.slice(0, 5).join(', ')}${open.length > 5 ? ', ...' : ''})` : '';
  const left = waiting.every(({ shaped }) => shaped.choice)
    ? 'they are in branches of an If, of which totals give the cheaper and the dearer one.'
    : 'they are left out, and totals say "at least".';
  return [
    finding(
      'decided-at-run-time',
      `${waiting.length} layers hang on what only a run decides${names}; ${left}`,
      idOf(first),
    ),
  ];
}

/** The first node whose output cannot be at these values; those behind it suffer from it. */
function impossibleShapes({ bound, nodes, bindings }: Pricing): readonly EngineDiagnostic[] {
  const first = nodes.find(({ shaped }) =>
    shaped.outputs.some(({ facts }) => bindings.isImpossible(facts.shape)),
  );
  if (!first) return [];
  const values = bound.symbols.flatMap(({ name, value }) => (value === null ? [] : [`${name} = ${value}`]));
  return [
    finding(
      'shape-conflict',
      `${describe(first.shaped.node, idOf(first))}: with ${values.slice(0, 5).join(', ')} ${String(first.cost.unknown)}; bind other values.`,
      idOf(first),
    ),
  ];
}

function inexactTotals({ totals }: Pricing): readonly EngineDiagnostic[] {
  const exact = Object.values(totals).every(
    (value) => typeof value !== 'number' || Number.isSafeInteger(value),
  );
  if (exact) return [];
  return [
    finding(
      'beyond-exact-integers',
      'A total is beyond 2^53 (about 9.0e15), where numbers are no longer exact: the nearest one is given.',
    ),
  ];
}

function finding(code: DiagnosticCode, message: string, origin: string | null = null): EngineDiagnostic {
  return { code, severity: DIAGNOSTIC_CODES[code], message, origin };
}

function idOf({ shaped }: PricedNode): string {
  return `${shaped.path}${shaped.index}`;
}
