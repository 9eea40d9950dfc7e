import { type Dim, equal, isDeclared, symbol, type SymbolKind } from '../ir/dim';
import type { DeclaredTensor } from '../ir/graph';
import { formatShape } from '../ir/shape';
import { holding, type Shape, tensor, type TensorFacts } from '../ir/tensor';

/** What a tensor is when inference and the file's own value_info are laid over each other. */
export interface Reconciled {
  readonly facts: TensorFacts;
  /** A contradiction in one clause, or null. */
  readonly difference: string | null;
}

/**
 * Cross-checks inferred facts with declared ones and fills in what inference left open. Where both are known
 * and differ, inference stands: it follows from the operators, value_info only records what the exporter saw.
 */
export function reconcile(
  inferred: TensorFacts,
  declared: DeclaredTensor,
  inputSymbols: ReadonlyMap<string, SymbolKind>,
): Reconciled {
  if (declared.holds || inferred.holds) return reconcileHolding(inferred, declared);
  const dtypeDiffers =
    inferred.dtype !== null && declared.dtype !== null && inferred.dtype !== declared.dtype;
  const dtype = inferred.dtype ?? declared.dtype;
  if (declared.shape === null)
    return {
      facts: { ...inferred, dtype },
      difference: dtypeDiffers ? typeClause(inferred, declared) : null,
    };
  const named = declared.shape.map((dim, axis) => declaredDim(dim, `${declared.name}.${axis}`, inputSymbols));
  if (inferred.shape === null)
    return {
      facts: { dtype, shape: named, content: inferred.content },
      difference: dtypeDiffers ? typeClause(inferred, declared) : null,
    };
  if (inferred.shape.length !== named.length)
    return {
      facts: { ...inferred, dtype },
      difference: `its shape follows as ${formatShape(inferred.shape)} but is declared as ${formatShape(named)}`,
    };
  const shape = inferred.shape.map((dim, axis) =>
    mergeDim(dim, declared.shape?.[axis] ?? null, inputSymbols),
  );
  const differs = shape.some((dim, axis) => contradicts(dim, named[axis] ?? dim));
  const difference = differs
    ? `its shape follows as ${formatShape(shape)} but is declared as ${formatShape(named)}`
    : dtypeDiffers
      ? typeClause(inferred, declared)
      : null;
  return { facts: { dtype, shape, content: inferred.content }, difference };
}

/** What inference found out of a sequence or an optional stands; where that is nothing, what was declared. */
function reconcileHolding(inferred: TensorFacts, declared: DeclaredTensor): Reconciled {
  const said = heldFacts(declared);
  if (!inferred.holds) {
    const open = inferred.dtype === null && inferred.shape === null;
    return { facts: open ? said : inferred, difference: null };
  }
  const { element } = inferred.holds;
  const dtype = element.dtype ?? said.holds?.element.dtype ?? null;
  if (element.holds || dtype === element.dtype) return { facts: inferred, difference: null };
  return {
    facts: { ...inferred, holds: { ...inferred.holds, element: { ...element, dtype } } },
    difference: null,
  };
}

/** A declared sequence, optional or map: every element may have dims of its own, so that none is the model's. */
export function heldFacts({ name, holds, dtype, shape }: DeclaredTensor): TensorFacts {
  if (holds) return holding(holds.kind, heldFacts({ name: `${name}[]`, ...holds.element }));
  const dims = shape?.map((dim, axis) =>
    typeof dim === 'number' ? dim : symbol(`${name}.${dim ?? axis}`, 'data'),
  );
  return tensor(dtype, dims ?? null);
}

/** A declared dim as a symbol: named ones by their name, unnamed ones by their place. An input's dim is that dim. */
function declaredDim(
  dim: number | string | null,
  place: string,
  inputSymbols: ReadonlyMap<string, SymbolKind>,
): Dim {
  if (typeof dim === 'number') return dim;
  const name = dim ?? place;
  return symbol(name, inputSymbols.get(name) ?? 'data');
}

/** A dim that inference left to the run takes the declared number, or the declared name of an input's dim. */
function mergeDim(
  inferred: Dim,
  declared: number | string | null,
  inputSymbols: ReadonlyMap<string, SymbolKind>,
): Dim {
  if (typeof inferred === 'number' || declared === null || isDeclared(inferred)) return inferred;
  if (typeof declared === 'number') return declared;
  return inputSymbols.get(declared) === 'declared' ? symbol(declared) : inferred;
}

function contradicts(inferred: Dim, declared: Dim): boolean {
  return typeof inferred === 'number' && typeof declared === 'number' && !equal(inferred, declared);
}

function typeClause(inferred: TensorFacts, declared: DeclaredTensor): string {
  return `its element type follows as ${String(inferred.dtype)} but is declared as ${String(declared.dtype)}`;
}

/** The facts of a model input: declared dims become symbols, or the shape that the user asked for. */
export function inputShape(declared: DeclaredTensor, asked: readonly number[] | undefined): Shape | null {
  if (asked !== undefined) return asked;
  return (
    declared.shape?.map((dim, axis) =>
      typeof dim === 'number' ? dim : symbol(inputDimName(declared.name, dim, axis)),
    ) ?? null
  );
}

/** Name of an input's symbolic dim; unnamed ones are called after the input and the axis. */
export function inputDimName(input: string, dim: string | null, axis: number): string {
  return dim ?? `${input}.${axis}`;
}
