import type { AnalyzeOptions } from '../shared/engineCalls';
import { BadInput, type EngineDiagnostic } from './diagnostics';
import type { DeclaredTensor, Graph } from './ir/graph';
import { inputDimName } from './inference/declared';

/** What was asked of dims and inputs, in terms of this model. */
export interface ResolvedInputs {
  readonly dims: Readonly<Record<string, number>>;
  /** Whole shapes that contradict what the file declares, and so need an inference of their own. */
  readonly overrides: Readonly<Record<string, readonly number[]>>;
  readonly findings: readonly EngineDiagnostic[];
}

/**
 * Turns shapes that were given for inputs into values of the dims that those inputs leave open. Throws
 * {@link BadInput} for an input that does not exist or has another rank.
 */
export function resolveInputs(graph: Graph, options: AnalyzeOptions): ResolvedInputs {
  const dims = new Map(Object.entries(options.dims));
  for (const [name, value] of dims) checkSizes(`dim "${name}"`, [value]);
  const overrides = new Map<string, readonly number[]>();
  const findings: EngineDiagnostic[] = [];
  for (const [name, shape] of Object.entries(options.inputShapes)) {
    const input = findInput(graph, name);
    checkSizes(`a dim of input "${input.name}"`, shape);
    if (input.shape !== null && input.shape.length !== shape.length)
      throw new BadInput(
        `input "${input.name}" has ${input.shape.length} dims, but ${shape.join('x')} was given for it`,
      );
    // Every axis binds its dim, those behind one that differs, too: other inputs may share it.
    const differs = shape.map((dim, axis) => bindAxis(input, axis, dim, dims)).includes(true);
    if (!differs && input.shape !== null) continue;
    overrides.set(input.name, shape);
    if (input.shape !== null) findings.push(overridden(input, shape));
  }
  return { dims: Object.fromEntries(dims), overrides: Object.fromEntries(overrides), findings };
}

function checkSizes(what: string, sizes: readonly number[]): void {
  const wrong = sizes.find((size) => !Number.isSafeInteger(size) || size < 0);
  if (wrong !== undefined)
    throw new BadInput(`${what} cannot be ${wrong}: sizes are whole numbers from 0 on`);
}

/** Binds an open dim; says whether the file fixes the dim to another number. */
function bindAxis(input: DeclaredTensor, axis: number, value: number, dims: Map<string, number>): boolean {
  const declared = input.shape?.[axis];
  if (declared === undefined) return false;
  if (typeof declared === 'number') return declared !== value;
  const name = inputDimName(input.name, declared, axis);
  const other = dims.get(name);
  if (other !== undefined && other !== value)
    throw new BadInput(`dim "${name}" is given twice, as ${other} and as ${value}`);
  dims.set(name, value);
  return false;
}

function findInput(graph: Graph, name: string): DeclaredTensor {
  const found = name === '' ? graph.inputs[0] : graph.inputs.find((input) => input.name === name);
  if (found) return found;
  const names = graph.inputs.map((input) => `"${input.name}"`).join(', ');
  throw new BadInput(
    name === ''
      ? 'the model has no inputs, but a shape was given for one'
      : `there is no input "${name}"; the model's inputs are ${names}`,
  );
}

function overridden({ name, shape }: DeclaredTensor, asked: readonly number[]): EngineDiagnostic {
  return {
    code: 'overridden-dim',
    severity: 'info',
    message: `Input "${name}" is fixed to ${(shape ?? []).join('x')} in the file but priced at ${asked.join('x')}, as asked; layers that rely on the old size may conflict.`,
    origin: null,
  };
}
