import type { ReportLayer, ReportTensor } from '../../../shared/report';
import { bitsOf, bytesOf, type DType, DTYPES } from '../../ir/dtype';
import type { LayerGraph } from '../layerGraph';

/** A summand as it is written, and what it comes to. */
export interface Term {
  readonly text: string;
  readonly value: number;
}

/** Summands that are written out; a Concat may have thousands. */
const MOST_TERMS = 6;

/** `a + b`, long sums cut short. */
export function sumText(terms: readonly Term[]): string {
  const shown = terms.slice(0, MOST_TERMS).map(({ text }) => text);
  const left = terms.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join(' + ');
}

export function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { value }) => sum + value, 0);
}

/** Elements of a tensor; null while a dim is open. */
export function elementsOf({ shape }: ReportTensor): number | null {
  if (!shape?.every((dim) => typeof dim === 'number')) return null;
  return shape.reduce((product, dim) => product * dim, 1);
}

/** `64*3*7*7`; a scalar is `1`. */
export function elementsTerm(tensor: ReportTensor): Term | null {
  const value = elementsOf(tensor);
  const text = tensor.shape?.join('*') ?? '';
  return value === null ? null : { text: text === '' ? '1' : text, value };
}

/** `64*3*7*7 * 4 B`, or `* 4 bit` for types below a byte. */
export function bytesTerm(tensor: ReportTensor): Term | null {
  const elements = elementsTerm(tensor);
  const type = dtypeOf(tensor);
  if (elements === null || type === null || type === 'string') return null;
  const bits = bitsOf(type);
  const size = bits % 8 === 0 ? `${bits / 8} B` : `${bits} bit`;
  return { text: `${elements.text} * ${size}`, value: bytesOf(type, elements.value) };
}

export function dtypeOf({ dtype }: ReportTensor): DType | null {
  return dtype !== null && Object.hasOwn(DTYPES, dtype) ? (dtype as DType) : null;
}

/** All terms, or null where one of them is not known. */
export function allKnown(terms: readonly (Term | null)[]): readonly Term[] | null {
  const known = terms.filter((term) => term !== null);
  return known.length === terms.length ? known : null;
}

/** The tensors that one execution of a layer reads and writes, each once. */
export interface Operands {
  readonly weights: readonly ReportTensor[];
  readonly activations: readonly ReportTensor[];
  readonly outputs: readonly ReportTensor[];
}

/** Tells stored tensors (initializers and constants) from activations as far as names tell them. */
export function operandsOf(layer: ReportLayer, graph: LayerGraph, stored: readonly string[]): Operands {
  const distinct = [...new Map(layer.inputs.map((tensor) => [tensor.name, tensor])).values()].filter(
    ({ name }) => name !== '',
  );
  const names = new Set([...stored, ...constants(graph)]);
  return {
    weights: distinct.filter(({ name }) => names.has(name)),
    activations: distinct.filter(({ name }) => !names.has(name)),
    outputs: layer.outputs.filter(({ name }) => name !== ''),
  };
}

function constants({ units }: LayerGraph): readonly string[] {
  return units.flatMap((unit) =>
    unit.kind === 'layer' && unit.layer.op === 'Constant' ? unit.layer.outputs.map(({ name }) => name) : [],
  );
}
