/** A value that a node carries: a number list, a whole number, a float, or a constant vector of int64. */
export type Attribute =
  | { readonly kind: 'ints'; readonly values: readonly number[] }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'vector'; readonly values: readonly number[] };

export interface NetworkNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An initializer: float32 of any content, or int64 with these values. */
export interface Weight {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values?: readonly number[];
}

export interface Border {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

/** A network to be written as a file: the structure of a real one, without its numbers. */
export interface Network {
  readonly nodes: readonly NetworkNode[];
  readonly weights: readonly Weight[];
  readonly input: Border;
  readonly output: Border;
}

/** Collects nodes and weights; each node has one output, named after the node. */
export class NetworkBuilder {
  readonly nodes: NetworkNode[] = [];
  readonly weights: Weight[] = [];

  /** Adds a node and returns its output. */
  node(
    scope: string,
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    const name = `${scope}/${op}_${this.nodes.length}`;
    const output = `${name}_output_0`;
    this.nodes.push({ op, name, inputs, outputs: [output], attributes });
    return output;
  }

  /** Adds a float32 initializer and returns its name. */
  weight(name: string, ...dims: readonly number[]): string {
    this.weights.push({ name, dims });
    return name;
  }

  /** Adds an int64 vector and returns its name. */
  vector(name: string, ...values: readonly number[]): string {
    this.weights.push({ name, dims: [values.length], values });
    return name;
  }
}

export function ints(...values: readonly number[]): Attribute {
  return { kind: 'ints', values };
}

export function int(value: number): Attribute {
  return { kind: 'int', value };
}

export function vector(...values: readonly number[]): Attribute {
  return { kind: 'vector', values };
}
