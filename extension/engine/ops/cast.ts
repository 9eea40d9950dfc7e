import { type DType, dtypeFromCode, DTYPES } from '../ir/dtype';
import type { Attribute } from '../ir/graph';
import type { TensorFacts } from '../ir/tensor';
import { broadcastContent } from './support/broadcasting';
import type { InferView, OpSpec } from './op';
import { converted } from './support/scalars';
import { own } from '../own';

/** Conversions between element types: nothing is computed, the elements move. */
export const CAST_OPS: readonly OpSpec[] = [
  { types: ['Cast'], infer: (view) => cast(view, typeOf(view.attribute('to'))), carries: [0] },
  { types: ['CastLike'], infer: (view) => cast(view, view.input(1).dtype), carries: [0] },
  { types: ['BitCast'], infer: inferBitCast, carries: [0] },
];

function cast(view: InferView, to: DType | null): readonly TensorFacts[] {
  const { dtype, shape } = view.input(0);
  if (to === null) return [{ dtype: null, shape, content: null }];
  const content = broadcastContent([view.input(0)], shape, {
    apply: ([x = null]) => (x === null ? null : converted(x, dtype, to)),
    lenient: false,
  });
  return [{ dtype: to, shape, content }];
}

/** Names of element types whose spelling is not ours in capitals (opsets before 6 name the type). */
const OLD_NAMES: Readonly<Record<string, DType>> = { FLOAT: 'float32', DOUBLE: 'float64' };

function typeOf(attribute: Attribute | undefined): DType | null {
  if (attribute?.kind === 'int') return dtypeFromCode(attribute.value);
  if (attribute?.kind !== 'string') return null;
  const name = attribute.value.toLowerCase();
  return (
    own(OLD_NAMES, attribute.value.toUpperCase()) ?? (Object.hasOwn(DTYPES, name) ? (name as DType) : null)
  );
}

/** The same bits read as another type of the same width. */
function inferBitCast(view: InferView): readonly TensorFacts[] {
  return [{ dtype: typeOf(view.attribute('to')), shape: view.input(0).shape, content: null }];
}
