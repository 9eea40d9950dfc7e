import { buildAttribute, buildFunction, buildNode } from '../../helpers/onnxBuilder';
import { copyOf, type Field, isMessage, type Message, parse } from '../message';
import { isKind, pickMessage, pickPlace, textField, texts } from '../places';
import type { Mutation } from './mutation';

const NODE = 1;
const OUTPUT = 2;
const FUNCTION = 25;
const DEPTHS = [...[1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 8, 8, 20], ...[1, 1, 2, 2, 3, 3, 4, 5, 60, 200, 600]];
/** With two branches each level doubles what is below. */
const DEEPEST_DOUBLED = 5;

/** A node inside of an If inside of an If, and so on, or of loops. */
export const nest: Mutation = (model, random) => {
  const place = pickPlace(
    model,
    random,
    ({ parent, field }) => parent.kind === 'graph' && isKind(field, 'node'),
  );
  if (!place || !isMessage(place.field.value)) return null;
  const op = random.pick(['If', 'Loop', 'Scan', 'SequenceMap'] as const);
  const depth = random.pick(DEPTHS);
  const condition = texts(place.field.value, 1)[0] ?? '';
  const outputs = texts(place.field.value, OUTPUT);
  let inner: Field = { ...place.field };
  for (let i = 0; i < depth; i++) {
    const keys =
      op === 'If' ? ['then_branch', 'else_branch'].slice(0, depth > DEEPEST_DOUBLED ? 1 : 2) : ['body'];
    inner = wrapped(op, keys, condition, outputs, inner);
  }
  place.field.value = inner.value;
  return `a node in ${depth} levels of ${op}`;
};

/**
 * Functions of which each calls the one before several times; the first may call the last. What comes out is some 30,000
 * nodes or far beyond the limit: just below it, the time limit would speak of the machine's load and of nothing else.
 */
export const functionBomb: Mutation = (model, random) => {
  const node = pickMessage(model, random, 'node');
  if (!node) return null;
  const [calls, depth] = [random.pick([1, 1, 2, 3, 8]), random.pick([1, 2, 3, 5, 40, 300])];
  const [endless, hollow] = [random.next() < 0.2, random.next() < 0.2];
  for (let i = 0; i < depth; i++) {
    const callee = i > 0 ? `f${i - 1}` : endless ? `f${depth - 1}` : 'Relu';
    const domain = callee === 'Relu' ? '' : 'bomb';
    const nodes = Array.from({ length: hollow && i === 0 ? 0 : calls }, (_, k) => ({
      op: callee,
      domain,
      inputs: [k === 0 ? 'a' : `m${k}`],
      outputs: [k === calls - 1 ? 'b' : `m${k + 1}`],
    }));
    const body = parse(
      buildFunction({ domain: 'bomb', name: `f${i}`, inputs: ['a'], outputs: ['b'], nodes }),
      'function',
    );
    if (body) model.fields.push({ number: FUNCTION, wire: 2, value: body });
  }
  node.fields = [
    ...node.fields.filter(({ number }) => number !== 4 && number !== 7),
    textField(4, `f${depth - 1}`),
    textField(7, 'bomb'),
  ];
  return `${depth} functions of ${calls} calls${endless ? ' in a circle' : ''}${hollow ? ' of nothing' : ''}`;
};

/** Nodes of the main graph become the body of a function of the model, and the other way round. */
export const exchangeBodies: Mutation = (model, random) => {
  const [from, to] = [
    pickMessage(model, random, 'graph', 'function'),
    pickMessage(model, random, 'graph', 'function'),
  ];
  if (!from || !to || from === to) return null;
  const nodes = from.fields.filter((field) => isKind(field, 'node')).slice(0, 200);
  const number = to.kind === 'graph' ? NODE : 7;
  to.fields.push(...nodes.map((node) => ({ ...copyOf(node), number })));
  return `nodes of a ${from.kind} in a ${to.kind}`;
};

function wrapped(
  op: string,
  keys: readonly string[],
  condition: string,
  outputs: readonly string[],
  inner: Field,
): Field {
  const node = parse(buildNode({ op, inputs: [condition, '', condition], outputs }), 'node') ?? empty();
  for (const key of keys) {
    const attribute = parse(buildAttribute(key, { graph: { outputs } }), 'attribute');
    const graph = attribute?.fields.find((field) => isKind(field, 'graph'))?.value;
    if (!attribute || !graph || !isMessage(graph)) continue;
    graph.fields.unshift({ ...(key === keys[0] ? inner : copyOf(inner)), number: NODE });
    node.fields.push({ number: 5, wire: 2, value: attribute });
  }
  return { number: NODE, wire: 2, value: node };
}

function empty(): Message {
  return { kind: 'node', fields: [] };
}
