import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import type { Model } from '../../../extension/engine/ir/graph';
import { inlineFunctions } from '../../../extension/engine/ir/inline';
import { formatShape } from '../../../extension/engine/ir/shape';
import { tensor, type TensorFacts } from '../../../extension/engine/ir/tensor';
import { inferModel } from '../../../extension/engine/inference/infer';
import { memorySource } from '../../helpers/memorySource';
import { describeShared } from '../../helpers/shared';

interface RecordedTensor {
  readonly dtype: string;
  readonly shape: readonly number[] | null;
}

/** Elements one by one as a run gave them. */
interface RecordedSequence {
  readonly sequence: readonly RecordedValue[];
}

/** An optional without a value is null. */
type RecordedValue = RecordedTensor | RecordedSequence | null;

/** What ONNX's own inference says: dims may be names, and of sequences it tells the element. */
type InferredValue =
  | { readonly dtype: string; readonly shape: readonly (number | string)[] | null }
  | { readonly sequence: InferredValue }
  | { readonly optional: InferredValue };

interface RecordedTest {
  readonly name: string;
  readonly kind: string;
  readonly op: string;
  /** Whether ONNX's own inference, which sees no input values either, finds every dim. */
  readonly status: 'equal' | 'partial';
  readonly actual_outputs: Readonly<Record<string, RecordedValue>>;
  readonly onnx_inferred_outputs: Readonly<Record<string, InferredValue>>;
}

/** Rows in which ONNX's inference finds more than this engine; docs/counting.md gives the reason of each. */
const BEYOND: readonly string[] = [];

/** Rows that ONNX leaves open in part and this engine resolves without looking at input values. */
const RESOLVED_PARTIAL = 141;

const DTYPE_NAMES: Readonly<Record<string, string>> = { float: 'float32', double: 'float64' };

async function inferUndeclared(file: string): Promise<ReadonlyMap<string, TensorFacts>> {
  const model = await readOnnx(memorySource(readFileSync(file)));
  const bare = withoutDeclarations(model);
  const { nodes, inputs } = inferModel({ ...bare, graph: inlineFunctions(bare).graph });
  return new Map([
    ...inputs.map(({ declared, facts }) => [declared.name, facts] as const),
    ...nodes.flatMap(({ outputs }) => outputs.map(({ name, facts }) => [name, facts] as const)),
  ]);
}

/** The model as if it declared nothing but its inputs. */
function withoutDeclarations(model: Model): Model {
  const outputs = model.graph.outputs.map(({ name }) => ({ name, dtype: null, shape: null }));
  return { ...model, graph: { ...model.graph, outputs, declared: new Map() } };
}

function dtypeName(recorded: string): string {
  const name = recorded.toLowerCase();
  return DTYPE_NAMES[name] ?? name;
}

/** What of an answer contradicts what the run gave; null where nothing does. */
function contradiction(ours: TensorFacts, recorded: RecordedValue): string | null {
  if (ours.holds?.kind === 'optional') {
    const { count, element } = ours.holds;
    if (recorded === null) return count === 1 ? 'an element where none is recorded' : null;
    return count === 0 ? 'nothing where an element is recorded' : contradiction(element, recorded);
  }
  if (recorded === null) return null;
  if (!('sequence' in recorded)) return ours.holds ? 'no tensor' : tensorContradiction(ours, recorded);
  if (!ours.holds) return ours.shape === null ? null : `a tensor where a sequence is recorded`;
  const { count, element, items } = ours.holds;
  if (typeof count === 'number' && count !== recorded.sequence.length)
    return `${count} elements, recorded ${recorded.sequence.length}`;
  const problems = recorded.sequence.map((one, i) => contradiction(items?.[i] ?? element, one));
  return problems.find((problem) => problem !== null) ?? null;
}

function tensorContradiction(ours: TensorFacts, { dtype, shape }: RecordedTensor): string | null {
  const wanted = dtypeName(dtype);
  if (ours.dtype !== null && ours.dtype !== wanted) return `type ${ours.dtype}, recorded ${wanted}`;
  if (ours.shape === null || shape === null) return null;
  const fits =
    ours.shape.length === shape.length &&
    ours.shape.every((dim, axis) => typeof dim !== 'number' || dim === shape[axis]);
  return fits ? null : `shape ${formatShape(ours.shape)}, recorded ${formatShape(shape)}`;
}

/** Whether type and every dim are known; of a sequence or an optional, those of what it holds. */
function isResolved({ dtype, shape, holds }: TensorFacts): boolean {
  if (holds) return holds.count === 0 || (holds.items ?? [holds.element]).every(isResolved);
  return dtype !== null && shape?.every((dim) => typeof dim === 'number') === true;
}

/** Whether an answer says all that ONNX's inference says: its types, and wherever it has a rank or a number, those. */
function saysAsMuch(ours: TensorFacts, theirs: InferredValue): boolean {
  if ('sequence' in theirs) return ours.holds?.kind === 'sequence' && heldAsMuch(ours, theirs.sequence);
  if ('optional' in theirs) return ours.holds?.kind === 'optional' && heldAsMuch(ours, theirs.optional);
  if (ours.holds || ours.dtype !== dtypeName(theirs.dtype)) return false;
  if (theirs.shape === null) return true;
  const { shape } = ours;
  return (
    shape?.length === theirs.shape.length &&
    theirs.shape.every((dim, axis) => typeof dim !== 'number' || shape[axis] === dim)
  );
}

function heldAsMuch({ holds }: TensorFacts, theirs: InferredValue): boolean {
  return (holds?.items ?? [holds?.element ?? tensor(null, null)]).every((one) => saysAsMuch(one, theirs));
}

describeShared("ONNX's backend tests", (shared) => {
  const truth = path.join(shared, 'truth');
  const contradictions: string[] = [];
  const behind: string[] = [];
  const rows = { equal: 0, partial: 0 };
  let resolvedPartial = 0;

  before(async function () {
    this.timeout(240_000);
    const text = readFileSync(path.join(truth, 'onnx_node_tests/expected_shapes.json'), 'utf8');
    for (const test of (JSON.parse(text) as { readonly tests: readonly RecordedTest[] }).tests)
      await compare(test);
  });

  async function compare(test: RecordedTest): Promise<void> {
    const { name: row, kind, op, status, actual_outputs, onnx_inferred_outputs: inferred } = test;
    const folder = kind === 'node' ? 'onnx_node_tests' : 'onnx_other_tests';
    const facts = await inferUndeclared(path.join(truth, folder, `${row}.onnx`));
    const answers = Object.entries(actual_outputs).map(([name, recorded]) => {
      const ours = facts.get(name) ?? tensor(null, null);
      return { name, recorded, ours, theirs: inferred[name] };
    });
    for (const { name, recorded, ours } of answers) {
      const problem = contradiction(ours, recorded);
      if (problem !== null) contradictions.push(`${row}, ${op} "${name}": ${problem}`);
    }
    rows[status]++;
    if (status === 'equal' && !answers.every(({ ours, theirs }) => theirs && saysAsMuch(ours, theirs)))
      behind.push(row);
    if (status === 'partial' && answers.every(({ ours }) => isResolved(ours))) resolvedPartial++;
  }

  it('are 2,024 rows, of which ONNX resolves 1,550', () => {
    assert.deepEqual(rows, { equal: 1550, partial: 474 });
  });

  it('never contradict a type or shape', () => {
    assert.deepEqual(contradictions, []);
  });

  it("are resolved row by row where ONNX's own inference resolves them, but for those listed", () => {
    assert.deepEqual(behind.sort(), [...BEYOND].sort());
  });

  it('are resolved in part where ONNX leaves something open', () => {
    assert.equal(resolvedPartial, RESOLVED_PARTIAL);
  });
});
