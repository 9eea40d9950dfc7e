import type { DType } from './dtype';
import type { WeightRecipe } from './recipe';
import type { Content, Holding } from './tensor';

/** Where the payload of a stored tensor lies. `file` null is the model file itself. */
export interface Payload {
  readonly file: string | null;
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** An initializer or the value of a Constant node. The payload is located, never loaded, unless it is small. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: DType | null;
  /** Dims as stored; always numbers. */
  readonly dims: readonly number[];
  /** What of its description makes no sense, as the end of a sentence; absent where all does. */
  readonly damage?: string;
  /** Elements that the file holds where they are not as many as the dims say: a sparse tensor. */
  readonly storedElements?: number;
  readonly payload: Payload | null;
  /** Whether the payload is raw little-endian elements rather than a list of protobuf numbers. */
  readonly raw: boolean;
  /** Elements of small tensors, because shapes may depend on them. */
  readonly content: Content | null;
  /** Whether training changes it, where the format says so; absent where that follows from how it is read. */
  readonly learnable?: boolean;
  /** Where a rewrite introduced it: how its elements come from the model's own. */
  readonly recipe?: WeightRecipe;
}

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: StoredTensor }
  | { readonly kind: 'graph'; readonly value: Graph }
  /** A reference to an attribute of the enclosing function. */
  | { readonly kind: 'reference'; readonly value: string }
  /** Kinds that no priced operator reads (sparse tensors, types, lists of tensors or graphs). */
  | { readonly kind: 'other'; readonly value: string };

export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}

export interface Node {
  readonly name: string;
  readonly op: string;
  /** "" is ONNX's own domain, ai.onnx. */
  readonly domain: string;
  readonly overload: string;
  /** Tensor names; "" is an omitted optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Module hierarchy, outermost first. */
  readonly scope: readonly string[];
  readonly source: SourceLocation | null;
  /** Ids of the file's own nodes behind this one: function calls first, the node itself last. */
  readonly origins: readonly string[];
  /** Version of its operator set where that is not the model's: inlined functions have imports of their own. */
  readonly opset?: number;
}

/** A named tensor of a graph's border, or what the file declares of an inner one. */
export interface DeclaredTensor {
  readonly name: string;
  readonly dtype: DType | null;
  /** Dims as declared; a string is a named dim, null an unnamed one. Null where not even the rank is declared. */
  readonly shape: readonly (number | string | null)[] | null;
  /** Whether the element type was seen in a run rather than believed: then it stands, whatever follows from the operator. */
  readonly observed?: boolean;
  /** Where it is no tensor: what it holds; type and shape are null then. */
  readonly holds?: DeclaredHolding;
}

export interface DeclaredHolding {
  readonly kind: Holding['kind'];
  readonly element: Omit<DeclaredTensor, 'name'>;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly DeclaredTensor[];
  readonly outputs: readonly DeclaredTensor[];
  readonly nodes: readonly Node[];
  readonly initializers: ReadonlyMap<string, StoredTensor>;
  /** value_info: what the exporter believed; used to cross-check and to fill in. */
  readonly declared: ReadonlyMap<string, DeclaredTensor>;
}

/** A model-local function, before inlining. */
export interface LocalFunction {
  readonly domain: string;
  readonly name: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of attributes that a call must give, and defaults for those that it may. */
  readonly requiredAttributes: readonly string[];
  readonly defaultAttributes: ReadonlyMap<string, Attribute>;
  readonly nodes: readonly Node[];
  readonly declared: ReadonlyMap<string, DeclaredTensor>;
  readonly opsets: ReadonlyMap<string, number>;
}

export interface Model {
  readonly format: string;
  readonly name: string;
  readonly producer: string;
  /** Operator set version per domain. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: Graph;
  readonly functions: readonly LocalFunction[];
}
