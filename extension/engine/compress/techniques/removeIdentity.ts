import type { ShapedNode } from '../../inference/shaped';
import type { ModelFacts } from '../facts';
import { valuesOf } from '../../ir/tensor';
import { intOf, intsOf, stringOf } from '../support/pick';
import { Renames } from '../support/renames';
import type { Proposal, Technique } from '../technique';
import { own } from '../../own';

type Rule = (shaped: ShapedNode, facts: ModelFacts) => boolean;

const always: Rule = () => true;
const sameType: Rule = ({ inputs, outputs }) =>
  inputs[0]?.facts.dtype !== null && inputs[0]?.facts.dtype === outputs[0]?.facts.dtype;
const hasOneInput: Rule = ({ node }) => node.inputs.length === 1;
const isOne = (values: readonly number[] | undefined): boolean =>
  (values ?? []).every((value) => value === 1);

/** Shapes are compared as numbers, so only where nothing in them is left open by the file. */
const sameShape: Rule = ({ inputs, outputs }, facts) => {
  const [before, after] = [inputs[0]?.name ?? '', outputs[0]?.name ?? ''].map((name) => facts.shape(name));
  return facts.isFixed && before !== null && before?.join() === after?.join();
};

/** When an operator gives back its first input. */
const RULES: Readonly<Record<string, Rule>> = {
  Identity: always,
  Dropout: (shaped, facts) => {
    const mode = shaped.inputs[2]?.facts.content;
    const asked = shaped.node.inputs.length > 2 && (mode?.kind !== 'elements' || mode.values[0] !== 0);
    // Before operator set 7 an attribute says so, and its default is training.
    const training = shaped.opset < 7 ? intOf(shaped, 'is_test', 0) === 0 : asked;
    return !training && facts.readers(shaped.node.outputs[1] ?? '').length === 0;
  },
  Cast: sameType,
  Transpose: (shaped) => {
    const perm = intsOf(shaped, 'perm');
    return perm?.every((axis, i) => axis === i) === true;
  },
  Concat: hasOneInput,
  Sum: hasOneInput,
  Max: hasOneInput,
  Min: hasOneInput,
  Mean: hasOneInput,
  Reshape: sameShape,
  Flatten: sameShape,
  Squeeze: sameShape,
  Unsqueeze: sameShape,
  Expand: sameShape,
  Tile: sameShape,
  Slice: sameShape,
  MaxPool: isUnitWindow,
  AveragePool: isUnitWindow,
};

function isUnitWindow(shaped: ShapedNode): boolean {
  const pads = intsOf(shaped, 'pads') ?? [];
  const plain = isOne(intsOf(shaped, 'kernel_shape')) && isOne(intsOf(shaped, 'strides'));
  const one = shaped.node.outputs.filter((name) => name !== '').length === 1;
  return (
    plain && one && pads.every((pad) => pad === 0) && stringOf(shaped, 'auto_pad', 'NOTSET') === 'NOTSET'
  );
}

/** A slice of the same shape with a negative step turns the tensor round; one that is not known may. */
function mayReverse({ node, inputs }: ShapedNode): boolean {
  const steps = inputs[4]?.facts;
  if (node.op !== 'Slice' || !steps) return false;
  return valuesOf(steps)?.every((step) => step === 1) !== true;
}

function propose(facts: ModelFacts): readonly Proposal[] {
  const renames = new Renames(facts);
  for (const shaped of facts.nodes) {
    const { node, broken } = shaped;
    const rule = node.domain === '' ? own(RULES, node.op) : undefined;
    if (broken !== null || !rule?.(shaped, facts) || mayReverse(shaped) || !renames.mayRemove(node)) continue;
    renames.remove(node, [node.inputs[0] ?? '']);
  }
  if (renames.size === 0) return [];
  const kinds = [...new Set(renames.nodes.map(({ op }) => op))].join(', ');
  return [
    {
      target: '',
      variant: '',
      what: `${renames.size} ${renames.size === 1 ? 'node that gives' : 'nodes that give'} back the input unchanged ${renames.size === 1 ? 'goes' : 'go'} (${kinds})`,
      edit: renames.edit(),
      exact: true,
      needs: [],
      receptiveField: 'kept',
      assumption: 'Inference, at the shapes that the file fixes.',
    },
  ];
}

export const REMOVE_IDENTITY: Technique = {
  id: 'remove-identity',
  title: 'Identity removal',
  stage: 'clean',
  risk: 'none',
  evidence: 'Exact: the output is the input.',
  source: 'ONNX operator specifications',
  propose: (facts, target) => (target === undefined || target === '' ? propose(facts) : []),
};
