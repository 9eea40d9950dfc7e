import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readOnnx } from '../../../extension/engine/formats/onnx/read';
import type { Model } from '../../../extension/engine/ir/graph';
import { inlineFunctions } from '../../../extension/engine/ir/inline';
import { formatShape } from '../../../extension/engine/ir/shape';
import type { TensorFacts } from '../../../extension/engine/ir/tensor';
import { inferModel } from '../../../extension/engine/inference/infer';
import { memorySource } from '../../helpers/memorySource';
import { describeShared } from '../../helpers/shared';

interface RecordedTensor {
  readonly dtype?: string;
  readonly shape?: readonly number[];
}

interface RecordedTest {
  readonly name: string;
  readonly kind: string;
  readonly op: string;
  /** Whether ONNX's own inference, which sees no input values either, finds every dim. */
  readonly status: 'equal' | 'partial';
  readonly actual_outputs: Readonly<Record<string, RecordedTensor>>;
}

/** Operators of which ONNX infers more than this engine, and why. Names joined by "+" are graphs of several nodes. */
const BEYOND: Readonly<Record<string, readonly string[]>> = {
  'training is not priced': ['Adagrad', 'Adam', 'Momentum'],
  'newer than operator set 24': ['CausalConvWithState', 'FlexAttention', 'LinearAttention'],
  'the tensors in a sequence or optional are not followed': [
    'OptionalGetElement',
    'SequenceConstruct+SequenceErase+SequenceAt',
    'SequenceConstruct+SequenceErase+SequenceInsert+SequenceAt',
    'SplitToSequence+SequenceAt',
  ],
};

const DTYPE_NAMES: Readonly<Record<string, string>> = { float: 'float32', double: 'float64' };

async function inferUndeclared(file: string): Promise<ReadonlyMap<string, TensorFacts>> {
  const model = await readOnnx(memorySource(readFileSync(file)));
  const bare = withoutDeclarations(model);
  const { nodes } = inferModel({ ...bare, graph: inlineFunctions(bare).graph });
  return new Map(nodes.flatMap(({ outputs }) => outputs.map(({ name, facts }) => [name, facts])));
}

/** The model as if it declared nothing but its inputs. */
function withoutDeclarations(model: Model): Model {
  const outputs = model.graph.outputs.map(({ name }) => ({ name, dtype: null, shape: null }));
  return { ...model, graph: { ...model.graph, outputs, declared: new Map() } };
}

/** What of an answer contradicts the record; null where nothing does. */
function contradiction(ours: TensorFacts, { dtype, shape }: RecordedTensor): string | null {
  const name = dtype?.toLowerCase();
  const wanted = name === undefined ? undefined : (DTYPE_NAMES[name] ?? name);
  if (ours.dtype !== null && wanted !== undefined && ours.dtype !== wanted)
    return `type ${ours.dtype}, recorded ${wanted}`;
  if (ours.shape === null || shape === undefined) return null;
  const fits =
    ours.shape.length === shape.length &&
    ours.shape.every((dim, axis) => typeof dim !== 'number' || dim === shape[axis]);
  return fits ? null : `shape ${formatShape(ours.shape)}, recorded ${formatShape(shape)}`;
}

function isOpen({ dtype, shape }: TensorFacts): boolean {
  return dtype === null || shape === null || shape.some((dim) => typeof dim !== 'number');
}

/** Sequences and optionals are no tensors; the engine does not say what they hold. */
function isTensor({ shape }: RecordedTensor): boolean {
  return shape !== undefined;
}

describeShared("ONNX's backend tests", (shared) => {
  const truth = path.join(shared, 'truth');
  const contradictions: string[] = [];
  const open = new Set<string>();
  let compared = 0;

  before(async function () {
    this.timeout(120_000);
    const text = readFileSync(path.join(truth, 'onnx_node_tests/expected_shapes.json'), 'utf8');
    for (const test of (JSON.parse(text) as { readonly tests: readonly RecordedTest[] }).tests)
      await compare(test);
  });

  async function compare({ name: test, kind, op, status, actual_outputs }: RecordedTest): Promise<void> {
    const folder = kind === 'node' ? 'onnx_node_tests' : 'onnx_other_tests';
    const facts = await inferUndeclared(path.join(truth, folder, `${test}.onnx`));
    for (const [name, recorded] of Object.entries(actual_outputs)) {
      const ours = facts.get(name);
      if (ours === undefined) continue;
      compared++;
      const problem = contradiction(ours, recorded);
      if (problem !== null) contradictions.push(`${test}, ${op} "${name}": ${problem}`);
      if (status === 'equal' && isTensor(recorded) && isOpen(ours)) open.add(op);
    }
  }

  it('never contradict a type or shape', () => {
    assert.ok(compared > 2000);
    assert.deepEqual(contradictions, []);
  });

  it("leave nothing open that ONNX's own inference finds, but for the exceptions listed", () => {
    assert.deepEqual([...open].sort(), Object.values(BEYOND).flat().sort());
  });
});
