import { BadInput } from '../diagnostics';
import type { Graph, LocalFunction, Node } from './graph';

/** A model whose functions expand to more nodes than this, and some for each that it stores, is refused. */
const MOST_INLINED_NODES = 100_000;
const MOST_PER_STORED_NODE = 20;

/** Calls copy names, attributes and declared shapes, however few nodes there are. */
const NAMES_PER_NODE = 16;
/** A longer name counts as several. */
const CHARACTERS_OF_A_NAME = 100;
/** A declared shape is copied with its name. */
const NAMES_OF_A_SHAPE = 3;
/** What a call costs that brings nothing. */
const NAMES_OF_A_CALL = 8;

/** Functions that call functions deeper than this are refused, because inlining follows the calls. */
const DEEPEST_CALL = 100;

type Functions = ReadonlyMap<string, LocalFunction>;

interface Size {
  readonly nodes: number;
  readonly names: number;
}

/** What a call and a function have in common: domain, name and overload. */
export function functionKey(item: { domain: string; overload: string }, name: string): string {
  return `${item.domain}::${name}:${item.overload}`;
}

/**
 * Makes sure, before anything is inlined, that a model's functions do not call themselves and do not multiply
 * beyond reason. Throws {@link BadInput}.
 */
export function checkExpansion(graph: Graph, functions: Functions): void {
  const { nodes, names } = new Expansion(functions).ofNodes(graph.nodes, []);
  const storedOf = (list: readonly Node[]): number => new Expansion(new Map()).ofNodes(list, []).nodes;
  const own = storedOf(graph.nodes);
  let stored = own;
  for (const each of functions.values()) stored += storedOf(each.nodes);
  const most = MOST_INLINED_NODES + MOST_PER_STORED_NODE * stored;
  if (nodes - own > most) throw new BadInput(`its functions expand to more than ${most} nodes`);
  if (names > NAMES_PER_NODE * most)
    throw new BadInput(
      `the calls of its functions copy more than ${NAMES_PER_NODE * most} names and attributes`,
    );
}

/** What nodes come to when every call is replaced by its function's body. */
class Expansion {
  readonly #functions: Functions;
  readonly #known = new Map<LocalFunction, Size>();

  constructor(functions: Functions) {
    this.#functions = functions;
  }

  /** Nodes in all, and names that calls copy: those of the main graph, which nobody calls, stay where they are. */
  ofNodes(list: readonly Node[], callers: readonly LocalFunction[]): Size {
    let [nodes, names] = [0, 0];
    for (const node of list) {
      const called = this.#functions.get(functionKey(node, node.op));
      const own = called ? this.#ofCall(node, called, callers) : { nodes: 1, names: 0 };
      nodes += own.nodes;
      names += own.names + (callers.length === 0 ? 0 : namesOfNode(node));
      for (const attribute of node.attributes.values()) {
        if (attribute.kind !== 'graph') continue;
        const inner = this.ofNodes(attribute.value.nodes, callers);
        nodes += inner.nodes;
        names += inner.names + (callers.length === 0 ? 0 : namesOfGraph(attribute.value));
      }
    }
    return { nodes, names };
  }

  /** Every node of the body gets the call among its origins and in its scope. */
  #ofCall(call: Node, called: LocalFunction, callers: readonly LocalFunction[]): Size {
    const { nodes, names } = this.#ofBody(called, callers);
    return { nodes, names: names + 2 * nodes * count([call.name === '' ? call.op : call.name]) };
  }

  #ofBody(called: LocalFunction, callers: readonly LocalFunction[]): Size {
    const known = this.#known.get(called);
    if (known !== undefined) return known;
    const name = `${called.domain}::${called.name}`;
    if (callers.includes(called))
      throw new BadInput(`function ${name} calls itself, directly or through others`);
    if (callers.length >= DEEPEST_CALL)
      throw new BadInput(`its functions call each other more than ${DEEPEST_CALL} levels deep`);
    const { nodes, names } = this.ofNodes(called.nodes, [...callers, called]);
    const size = { nodes, names: names + NAMES_OF_A_CALL + namesOfFunction(called) };
    this.#known.set(called, size);
    return size;
  }
}

function namesOfFunction({ inputs, outputs, requiredAttributes, ...rest }: LocalFunction): number {
  const lists = [inputs, outputs, requiredAttributes, rest.defaultAttributes.keys()];
  return lists.reduce((sum, list) => sum + count(list), NAMES_OF_A_SHAPE * count(rest.declared.keys()));
}

function namesOfNode({ name, inputs, outputs, attributes }: Node): number {
  return count([name]) + count(inputs) + count(outputs) + count(attributes.keys());
}

function namesOfGraph({ inputs, outputs, initializers, declared }: Graph): number {
  const values = [...inputs, ...outputs].map(({ name }) => name);
  return count(values) + count(initializers.keys()) + NAMES_OF_A_SHAPE * count(declared.keys());
}

function count(names: Iterable<string>): number {
  let sum = 0;
  for (const name of names) sum += 1 + Math.floor(name.length / CHARACTERS_OF_A_NAME);
  return sum;
}
