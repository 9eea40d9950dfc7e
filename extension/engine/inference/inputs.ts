import type { CancelSignal, Progress } from '../host';
import { type Dim, equal, symbol, type SymbolKind, symbolsOf } from '../ir/dim';
import type { DeclaredTensor, Graph } from '../ir/graph';
import { elements, type TensorFacts } from '../ir/tensor';
import { heldFacts, inputShape } from './declared';
import type { Previous } from './previous';
import type { ShapedInput } from './shaped';
import { own } from '../own';

export interface InferOptions {
  /** Whole shapes that the user gave for inputs, by name. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /** Symbols that are numbers from the start, rather than substituted afterwards. */
  readonly bind?: ReadonlyMap<string, number>;
  /** An inference of a graph that shares nodes with this one: what is unchanged is taken over from it. */
  readonly previous?: Previous;
  readonly signal?: CancelSignal | undefined;
  readonly progress?: Progress | undefined;
}

/** A model input with the symbols in its shape and content. */
export interface BoundInput extends ShapedInput {
  readonly symbols: ReadonlyMap<string, SymbolKind>;
}

/** Facts of the model's inputs: declared dims as symbols, shapes as asked, bound symbols as numbers. */
export function bindInputs(graph: Graph, { inputShapes, bind }: InferOptions): readonly BoundInput[] {
  const bound = (dim: Dim): Dim => boundDim(dim, bind);
  return graph.inputs.map((declared) => {
    const symbols = new Map<string, SymbolKind>();
    if (declared.holds) return { declared, facts: inputHolding(declared), symbols };
    const shape = inputShape(declared, askedShape(declared, inputShapes))?.map(bound) ?? null;
    for (const dim of shape ?? []) symbolsOf(dim, symbols);
    const value = scalarSymbol(declared.name, { dtype: declared.dtype, shape, content: null }, graph);
    if (value !== null) symbolsOf(value, symbols);
    const content = value === null ? null : elements([bound(value)]);
    return { declared, facts: { dtype: declared.dtype, shape, content }, symbols };
  });
}

/** A sequence comes with as many elements as the caller likes. */
function inputHolding(declared: DeclaredTensor): TensorFacts {
  const facts = heldFacts(declared);
  if (facts.holds?.kind !== 'sequence') return facts;
  return { ...facts, holds: { ...facts.holds, count: symbol(`${declared.name}.count`, 'data') } };
}

/** Any name may be asked for, `constructor` included. */
function askedShape(
  { name }: DeclaredTensor,
  asked: InferOptions['inputShapes'],
): readonly number[] | undefined {
  return asked && own(asked, name);
}

/** An input's dim is one symbol or a number. */
function boundDim(dim: Dim, bind: InferOptions['bind']): Dim {
  const [name] = symbolsOf(dim).keys();
  return (name === undefined ? undefined : bind?.get(name)) ?? dim;
}

/** An integer scalar among the inputs is followed by value: trip counts and lengths hang on it. */
function scalarSymbol(name: string, { dtype, shape }: TensorFacts, graph: Graph): Dim | null {
  if (!shape || shape.length > 1 || shape.some((dim) => !equal(dim, 1))) return null;
  if (dtype !== 'int64' && dtype !== 'int32') return null;
  const taken = graph.inputs.some((input) => input.shape?.includes(name) === true);
  return symbol(taken ? `${name}.value` : name, 'value');
}
