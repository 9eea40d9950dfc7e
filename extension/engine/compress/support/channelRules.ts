import type { ShapedNode } from '../../inference/shaped';
import type { Channels } from './channels';
import type { Run } from './channelRuns';
import { intOf, intsOf } from './pick';

/** Passes channels through an operator; false where it cannot, which fixes everything that the node reads. */
export type ChannelRule = (channels: Channels, shaped: ShapedNode) => boolean;

const conv: ChannelRule = (channels, shaped) => {
  const [x = '', weight = '', bias = ''] = shaped.node.inputs;
  const [y = ''] = shaped.node.outputs;
  const stored = channels.facts.stored(shaped, 1);
  const cin = channels.facts.shape(x)?.[1];
  const groups = intOf(shaped, 'group', 1);
  if (!stored || cin === undefined) return false;
  const outAxis = shaped.node.op === 'Conv' ? 0 : 1;
  const cout = (stored.dims[outAxis] ?? 0) * (outAxis === 0 ? 1 : groups);
  const runs = channels.along(x, 1);
  if (groups === 1) {
    const made = channels.begin(cout, shaped);
    channels.slice(weight, 1 - outAxis, runs);
    channels.slice(weight, outAxis, made, true);
    if (bias !== '') channels.slice(bias, 0, made);
    channels.set(y, 1, made);
    return true;
  }
  if (groups !== cin || outAxis !== 0 || runs.some(({ repeat }) => repeat !== 1)) return false;
  const repeated = runs.map((run) => ({ ...run, repeat: cout / cin }));
  channels.slice(weight, 0, repeated);
  if (bias !== '') channels.slice(bias, 0, repeated);
  channels.depthwise.set(shaped.node, runs);
  channels.set(y, 1, repeated);
  return true;
};

/** Matrix products with a stored right side: inputs along the last axis, a new group out. */
const linear: ChannelRule = (channels, shaped) => {
  const [x = '', weight = '', bias = ''] = shaped.node.inputs;
  const [y = ''] = shaped.node.outputs;
  const stored = channels.facts.stored(shaped, 1);
  const rank = channels.facts.shape(x)?.length;
  if (stored?.dims.length !== 2 || rank === undefined || intOf(shaped, 'transA', 0) !== 0) return false;
  const outAxis = intOf(shaped, 'transB', 0) === 0 ? 1 : 0;
  channels.slice(weight, 1 - outAxis, channels.along(x, rank - 1));
  const made = channels.begin(stored.dims[outAxis] ?? 0, shaped);
  channels.slice(weight, outAxis, made, true);
  if (bias !== '') {
    const dims = channels.facts.stored(shaped, 2)?.dims;
    if (dims?.length !== 1) return false;
    channels.slice(bias, 0, made);
  }
  channels.set(y, rank - 1, made);
  return true;
};

/** Scales, shifts and statistics per channel. */
const perChannel: ChannelRule = (channels, shaped) => {
  const [x = '', ...parameters] = shaped.node.inputs;
  const runs = channels.along(x, 1);
  if (!parameters.every((_, i) => channels.facts.stored(shaped, i + 1)?.dims.length === 1)) return false;
  for (const name of parameters) channels.slice(name, 0, runs);
  channels.set(shaped.node.outputs[0] ?? '', 1, runs);
  return shaped.node.outputs.length === 1;
};

const layerNorm: ChannelRule = (channels, shaped) => {
  const [x = '', ...parameters] = shaped.node.inputs;
  const rank = channels.facts.shape(x)?.length ?? 0;
  const axis = intOf(shaped, 'axis', -1);
  if (axis !== -1 && axis !== rank - 1) return false;
  const runs = channels.along(x, rank - 1);
  for (const name of parameters) if (name !== '') channels.slice(name, 0, runs);
  channels.set(shaped.node.outputs[0] ?? '', rank - 1, runs);
  return shaped.node.outputs.length === 1;
};

/** The channels go through as they are; what further outputs hold of them is not followed. */
const carried: ChannelRule = (channels, { node }) => {
  if (node.outputs.slice(1).some((name) => channels.facts.readers(name).length > 0)) return false;
  const layout = channels.layout(node.inputs[0] ?? '');
  if (layout) channels.set(node.outputs[0] ?? '', layout.axis, layout.runs);
  return true;
};

/** Broadcasting operators: axes count from the right, a width of 1 goes with everything. */
const broadcast: ChannelRule = (channels, { node }) => {
  const [y = ''] = node.outputs;
  const rank = channels.facts.shape(y)?.length;
  if (rank === undefined) return false;
  const axis = node.inputs
    .flatMap((name) => {
      const layout = channels.layout(name);
      return layout ? [layout.axis + rank - (channels.facts.shape(name)?.length ?? 0)] : [];
    })
    .at(0);
  if (axis === undefined) return true;
  let runs: readonly Run[] | null = null;
  for (const name of node.inputs) {
    const shape = channels.facts.shape(name);
    if (!shape) return false;
    const own = axis - rank + shape.length;
    if (own < 0 || shape[own] === 1) continue;
    const stored = channels.facts.use(name)?.stored;
    if (stored) continue;
    const found = channels.along(name, own);
    if (runs) channels.groups.unite(runs, found);
    runs ??= found;
  }
  if (!runs) return false;
  for (const name of node.inputs) {
    const stored = channels.facts.use(name)?.stored;
    const own = axis - rank + (stored?.dims.length ?? 0);
    if (stored && own >= 0 && (stored.dims[own] ?? 1) !== 1) channels.slice(name, own, runs);
  }
  channels.set(y, axis, runs);
  return true;
};

/** Sizes that are given as numbers name the channels, too. */
const resize: ChannelRule = (channels, shaped) =>
  (shaped.node.inputs[3] ?? '') === '' && carried(channels, shaped);

const concat: ChannelRule = (channels, shaped) => {
  const { node } = shaped;
  const [y = ''] = node.outputs;
  const rank = channels.facts.shape(y)?.length ?? 0;
  const given = intOf(shaped, 'axis', 0);
  const axis = given < 0 ? given + rank : given;
  const channelAxis = node.inputs.flatMap((name) => channels.layout(name)?.axis ?? []).at(0);
  if (channelAxis === undefined) return true;
  const parts = node.inputs.map((name) => channels.along(name, channelAxis));
  if (axis === channelAxis) channels.set(y, axis, parts.flat());
  else {
    const [first = []] = parts;
    for (const part of parts.slice(1)) channels.groups.unite(first, part);
    channels.set(y, channelAxis, first);
  }
  return true;
};

/** [N, C, ...] to [N, C * ...]: every channel becomes as many elements as it has positions. */
const flatten: ChannelRule = (channels, shaped) => {
  const [x = ''] = shaped.node.inputs;
  const [y = ''] = shaped.node.outputs;
  const before = channels.facts.shape(x);
  const after = channels.facts.shape(y);
  if (!before || after?.length !== 2 || after[0] !== before[0] || channels.layout(x)?.axis !== 1)
    return false;
  const target = shaped.inputs[1]?.facts.content;
  const free = target?.kind === 'elements' && target.values.at(-1) === -1;
  if (shaped.node.op === 'Reshape' && !free) return false;
  const positions = before.slice(2).reduce((a, b) => a * b, 1);
  const runs = channels.along(x, 1).map((run) => ({ ...run, repeat: run.repeat * positions }));
  channels.set(y, 1, runs);
  return true;
};

const transpose: ChannelRule = (channels, shaped) => {
  const layout = channels.layout(shaped.node.inputs[0] ?? '');
  const perm = intsOf(shaped, 'perm');
  if (!layout) return true;
  if (!perm) return false;
  channels.set(shaped.node.outputs[0] ?? '', perm.indexOf(layout.axis), layout.runs);
  return true;
};

/** Averages over the axes behind the channels. */
const reduce: ChannelRule = (channels, shaped) => {
  const [x = ''] = shaped.node.inputs;
  const layout = channels.layout(x);
  const rank = channels.facts.shape(x)?.length ?? 0;
  if (!layout) return true;
  const content = channels.facts.stored(shaped, 1)?.content;
  const given = content?.kind === 'elements' ? content.values : (intsOf(shaped, 'axes') ?? []);
  const axes = given.map((axis) => (typeof axis === 'number' && axis < 0 ? axis + rank : axis));
  const behind = axes.length > 0 && axes.every((axis) => typeof axis === 'number' && axis > layout.axis);
  if (behind) channels.set(shaped.node.outputs[0] ?? '', layout.axis, layout.runs);
  return behind;
};

const embedding: ChannelRule = (channels, shaped) => {
  const table = channels.facts.stored(shaped, 0);
  const [y = ''] = shaped.node.outputs;
  const rank = channels.facts.shape(y)?.length;
  if (table?.dims.length !== 2 || rank === undefined || intOf(shaped, 'axis', 0) !== 0) return false;
  const made = channels.begin(table.dims[1] ?? 0, shaped);
  channels.slice(shaped.node.inputs[0] ?? '', 1, made, true);
  channels.set(y, rank - 1, made);
  return true;
};

const CARRIED = `Relu LeakyRelu Elu Selu Celu Gelu Softplus Softsign Mish Tanh Sigmoid HardSigmoid HardSwish Swish Clip
  ThresholdedRelu Erf Exp Log Sqrt Neg Abs Reciprocal Dropout Identity Cast GlobalAveragePool GlobalMaxPool
  AveragePool MaxPool LpPool Upsample LRN`;
const BROADCAST = 'Add Sub Mul Div Pow Max Min Sum Mean Where PRelu';

function entries(names: string, rule: ChannelRule): readonly (readonly [string, ChannelRule])[] {
  return names.split(/\s+/).map((name) => [`:${name}`, rule] as const);
}

/** By domain and operator. */
export const CHANNEL_RULES: ReadonlyMap<string, ChannelRule> = new Map([
  ...entries('Conv ConvTranspose', conv),
  ...entries('Gemm MatMul', linear),
  ...entries('BatchNormalization InstanceNormalization', perChannel),
  ...entries('LayerNormalization', layerNorm),
  ...entries(CARRIED, carried),
  ...entries(BROADCAST, broadcast),
  ...entries('Resize', resize),
  ...entries('Concat', concat),
  ...entries('Flatten Reshape', flatten),
  ...entries('Transpose', transpose),
  ...entries('ReduceMean ReduceSum ReduceMax', reduce),
  ...entries('Gather', embedding),
]);
