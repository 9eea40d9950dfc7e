import assert from 'node:assert/strict';
import type { Attribute, Graph, LocalFunction, Node } from '../../../../extension/engine/ir/graph';
import { inlineFunctions } from '../../../../extension/engine/ir/inline';
import { graph, graphs, localFunction, model, names, node } from '../../../helpers/irBuilder';

function inlined(main: Graph, ...functions: readonly LocalFunction[]): Graph {
  return inlineFunctions(model(main, functions)).graph;
}

function call(
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  rest: Partial<Node> = {},
): Node {
  return node(name, inputs, outputs, { domain: 'own', ...rest });
}

/** `out = Op(in)`, one node a line. */
function text({ nodes }: Graph): readonly string[] {
  return nodes.map(({ op, inputs, outputs }) => `${outputs.join(', ')} = ${op}(${inputs.join(', ')})`);
}

function attributes(values: Readonly<Record<string, Attribute>>): ReadonlyMap<string, Attribute> {
  return new Map(Object.entries(values));
}

const twice = localFunction(
  'twice',
  ['a'],
  ['b'],
  [node('Relu', ['a'], ['t'], { name: 'first' }), node('Relu', ['t'], ['b'], { name: 'second' })],
);

describe('inlining', () => {
  it('leaves a model without functions alone', () => {
    const main = graph([node('Relu', ['x'], ['y'])]);
    assert.equal(inlined(main), main);
  });

  it("names inner tensors and nodes by the number of the call, as ONNX's inliner does", () => {
    const main = inlined(graph([call('twice', ['x'], ['m']), call('twice', ['m'], ['y'])]), twice);
    assert.deepEqual(text(main), ['t__1 = Relu(x)', 'm = Relu(t__1)', 't__2 = Relu(m)', 'y = Relu(t__2)']);
    assert.deepEqual(
      main.nodes.map(({ name }) => name),
      ['first__1', 'second__1', 'first__2', 'second__2'],
    );
  });

  it('adds a number where a name is taken', () => {
    const main = graph([node('Relu', ['x'], ['t__1']), call('twice', ['t__1'], ['y'])]);
    assert.deepEqual(text(inlined(main, twice)), [
      't__1 = Relu(x)',
      't__1_0 = Relu(t__1)',
      'y = Relu(t__1_0)',
    ]);
  });

  it('inlines calls within functions, counted in the order in which they are met', () => {
    const outer = localFunction(
      'outer',
      ['p'],
      ['q'],
      [call('twice', ['p'], ['r']), node('Tanh', ['r'], ['s']), call('twice', ['s'], ['q'])],
    );
    assert.deepEqual(text(inlined(graph([call('outer', ['x'], ['y'])]), outer, twice)), [
      't__2 = Relu(x)',
      'r__1 = Relu(t__2)',
      's__1 = Tanh(r__1)',
      't__3 = Relu(s__1)',
      'y = Relu(t__3)',
    ]);
  });

  it('keeps calls as origins and the name of a call as scope', () => {
    const main = graph([call('twice', ['x'], ['y'], { name: 'block', scope: [] })]);
    const { nodes } = inlined(main, twice);
    assert.deepEqual(
      nodes.map(({ origins }) => origins),
      [
        ['0', 'own::twice/0'],
        ['0', 'own::twice/1'],
      ],
    );
    assert.deepEqual(
      nodes.map(({ scope }) => scope),
      [['block'], ['block']],
    );
    const scoped = inlined(graph([call('twice', ['x'], ['y'], { scope: ['a', 'b'] })]), twice);
    assert.deepEqual(scoped.nodes[0]?.scope, ['a', 'b']);
    assert.deepEqual(inlined(graph([call('twice', ['x'], ['y'])]), twice).nodes[0]?.scope, ['twice']);
  });

  it('omits inputs and keeps outputs that the call leaves out', () => {
    const f = localFunction(
      'f',
      ['a', 'b'],
      ['c', 'd'],
      [node('Clip', ['a', 'b'], ['c']), node('Relu', ['c'], ['d'])],
    );
    assert.deepEqual(text(inlined(graph([call('f', ['x'], ['', 'y'])]), f)), [
      'c__1 = Clip(x, )',
      'y = Relu(c__1)',
    ]);
  });

  it('passes an input that is an output straight through', () => {
    const f = localFunction('f', ['a'], ['a'], [node('Relu', ['a'], ['t'])]);
    assert.deepEqual(text(inlined(graph([call('f', ['x'], ['y'])]), f)), ['t__1 = Relu(x)']);
  });

  it('fills in attributes that the call gives or the function presets, and drops others', () => {
    const f = localFunction(
      'f',
      ['a'],
      ['b'],
      [
        node('Op', ['a'], ['b'], {
          attributes: attributes({
            given: { kind: 'reference', value: 'k' },
            preset: { kind: 'reference', value: 'd' },
            absent: { kind: 'reference', value: 'nothing' },
            own: { kind: 'int', value: 1 },
          }),
        }),
      ],
      { requiredAttributes: ['k'], defaultAttributes: attributes({ d: { kind: 'int', value: 7 } }) },
    );
    const main = graph([
      call('f', ['x'], ['y'], { attributes: attributes({ k: { kind: 'ints', value: [3, 3] } }) }),
    ]);
    assert.deepEqual(
      [...(inlined(main, f).nodes[0]?.attributes ?? [])],
      [
        ['given', { kind: 'ints', value: [3, 3] }],
        ['preset', { kind: 'int', value: 7 }],
        ['own', { kind: 'int', value: 1 }],
      ],
    );
  });

  it('hands attributes on through several calls', () => {
    const inner = localFunction(
      'inner',
      ['a'],
      ['b'],
      [node('Op', ['a'], ['b'], { attributes: attributes({ axis: { kind: 'reference', value: 'i' } }) })],
    );
    const outer = localFunction(
      'outer',
      ['a'],
      ['b'],
      [call('inner', ['a'], ['b'], { attributes: attributes({ i: { kind: 'reference', value: 'o' } }) })],
    );
    const main = graph([
      call('outer', ['x'], ['y'], { attributes: attributes({ o: { kind: 'int', value: 5 } }) }),
    ]);
    assert.deepEqual(
      [...(inlined(main, inner, outer).nodes[0]?.attributes ?? [])],
      [['axis', { kind: 'int', value: 5 }]],
    );
  });

  it('says when a call lacks an attribute', () => {
    const f = localFunction('f', ['a'], ['b'], [node('Relu', ['a'], ['b'])], { requiredAttributes: ['k'] });
    const { diagnostics } = inlineFunctions(model(graph([call('f', ['x'], ['y'], { name: 'here' })]), [f]));
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['invalid-function'],
    );
    assert.match(diagnostics[0]?.message ?? '', /"here".*own::f lacks its attribute k/);
    const g = { ...f, requiredAttributes: ['k', 'l', 'm', 'n', 'o', 'p', 'q'] };
    const [long] = inlineFunctions(model(graph([call('f', ['x'], ['y'])]), [g])).diagnostics;
    assert.match(long?.message ?? '', /lacks its attribute k, l, m, n, o and 2 more;/);
  });

  it('tells overloads and domains apart', () => {
    const one = localFunction('f', ['a'], ['b'], [node('One', ['a'], ['b'])], { overload: '1' });
    const two = localFunction('f', ['a'], ['b'], [node('Two', ['a'], ['b'])], { overload: '2' });
    const main = graph([
      call('f', ['x'], ['m'], { overload: '2' }),
      call('f', ['m'], ['n'], { overload: '3' }),
      node('f', ['n'], ['y'], { domain: 'other' }),
    ]);
    assert.deepEqual(text(inlined(main, one, two)), ['m = Two(x)', 'n = f(m)', 'y = f(n)']);
  });

  it('gives inlined nodes the operator sets of their function', () => {
    const f = localFunction('f', ['a'], ['b'], [node('Relu', ['a'], ['b'])], { opsets: new Map([['', 13]]) });
    assert.equal(inlined(graph([call('f', ['x'], ['y'])]), f).nodes[0]?.opset, 13);
  });

  it('inlines calls in subgraphs', () => {
    const branch = graph([call('twice', ['x'], ['r'])], { outputs: names('r') });
    const main = inlined(
      graph([node('If', ['c'], ['y'], { attributes: graphs({ then_branch: branch }) })]),
      twice,
    );
    const attribute = main.nodes[0]?.attributes.get('then_branch');
    assert.ok(attribute?.kind === 'graph');
    assert.deepEqual(text(attribute.value), ['t__1 = Relu(x)', 'r = Relu(t__1)']);
  });

  it('renames what a subgraph in a function makes, and what it reads from around it', () => {
    const branch = graph([node('Add', ['a', 't'], ['s']), node('Add', ['s', 'i'], ['r'])], {
      inputs: names('i'),
      outputs: names('r', 't'),
    });
    const f = localFunction(
      'f',
      ['a'],
      ['b'],
      [
        node('Relu', ['a'], ['t']),
        node('Loop', ['', '', 't'], ['b'], { attributes: graphs({ body: branch }) }),
      ],
    );
    const main = inlined(graph([call('f', ['x'], ['y'])]), f);
    const attribute = main.nodes[1]?.attributes.get('body');
    assert.ok(attribute?.kind === 'graph');
    assert.deepEqual(text(attribute.value), ['s__1 = Add(x, t__1)', 'r__1 = Add(s__1, i__1)']);
    assert.deepEqual(
      attribute.value.inputs.map(({ name }) => name),
      ['i__1'],
    );
    assert.deepEqual(
      attribute.value.outputs.map(({ name }) => name),
      ['r__1', 't__1'],
    );
  });

  it('does not let a function read what is around its call', () => {
    const f = localFunction('f', ['a'], ['b'], [node('Add', ['a', 'x'], ['b'])]);
    assert.deepEqual(text(inlined(graph([call('f', ['x'], ['y'])]), f)), ['y = Add(x, x__1)']);
  });

  it('keeps what functions declare of their tensors', () => {
    const t = { name: 't', dtype: 'float16', shape: [2] } as const;
    const f = { ...twice, declared: new Map([['t', t]]) };
    const main = inlined(graph([call('twice', ['x'], ['y'])]), f);
    assert.deepEqual([...main.declared], [['t__1', { ...t, name: 't__1' }]]);
  });

  it('refuses functions that call themselves, wherever the call stands', () => {
    const branch = graph([call('f', ['a'], ['r'])], { outputs: names('r') });
    const f = localFunction(
      'f',
      ['a'],
      ['b'],
      [node('If', ['a'], ['b'], { attributes: graphs({ then_branch: branch }) })],
    );
    assert.throws(() => inlined(graph([call('f', ['x'], ['y'])]), f), /own::f calls itself/);
  });

  it('takes chains of calls up to a limit', () => {
    const chain = (length: number): readonly LocalFunction[] =>
      Array.from({ length }, (_, i) =>
        localFunction(
          `f${i}`,
          ['a'],
          ['b'],
          [i === 0 ? node('Relu', ['a'], ['b']) : call(`f${i - 1}`, ['a'], ['b'])],
        ),
      );
    assert.deepEqual(text(inlined(graph([call('f89', ['x'], ['y'])]), ...chain(90))), ['y = Relu(x)']);
    assert.throws(() => inlined(graph([call('f149', ['x'], ['y'])]), ...chain(150)), /levels deep/);
  });

  it('refuses calls that copy names beyond reason, however few nodes there are', () => {
    const often = (...functions: readonly LocalFunction[]): void => {
      const calls = Array.from({ length: 4000 }, (_, i) => call('f', ['x'], [`y${i}`]));
      inlined(graph(calls), ...functions);
    };
    const many = Array.from({ length: 4000 }, (_, i) => `n${i}`);
    const body = [node('Relu', ['a'], ['b'])];
    const declared = new Map(many.map((name) => [name, { name, dtype: null, shape: null }]));
    const heavy = [
      localFunction('f', ['a'], ['b'], body, { declared }),
      localFunction('f', ['a'], ['b'], body, { requiredAttributes: many }),
      localFunction('f', ['a', ...many], ['b'], body),
      localFunction('f', ['a'], ['b'], [node('Sum', new Array<string>(4000).fill('a'), ['b'])]),
      localFunction('f', ['a'], ['b'], [node('Relu', ['a'], ['t'.repeat(400_000)])]),
    ];
    for (const f of heavy) assert.throws(often.bind(null, f), /copy more than \d+ names and attributes/);
    often(localFunction('f', ['a'], ['b'], body));
  });

  it('measures what functions multiply against all that the file stores, in subgraphs, too', () => {
    const relus = Array.from({ length: 101_000 }, (_, i) => node('Relu', ['x'], [`t${i}`]));
    const branch = graph(relus);
    const f = localFunction('f', ['a'], ['b'], [node('Relu', ['a'], ['b'])]);
    const nodes = [
      call('f', ['x'], ['r']),
      node('If', ['c'], ['y'], { attributes: graphs({ then_branch: branch }) }),
    ];
    assert.equal(inlined(graph(nodes), f).nodes.length, 2);
  });

  it('refuses functions without nodes that multiply', () => {
    const functions = Array.from({ length: 40 }, (_, i) =>
      localFunction(
        `f${i}`,
        ['a'],
        [],
        i === 0 ? [] : new Array<Node>(10).fill(call(`f${i - 1}`, ['a'], [])),
      ),
    );
    assert.throws(() => inlined(graph([call('f39', ['x'], [])]), ...functions), /names and attributes/);
  });

  it('ignores recursive functions that nothing calls', () => {
    const f = localFunction('f', ['a'], ['b'], [call('f', ['a'], ['b'])]);
    assert.deepEqual(text(inlined(graph([node('Relu', ['x'], ['y'])]), f)), ['y = Relu(x)']);
  });
});
