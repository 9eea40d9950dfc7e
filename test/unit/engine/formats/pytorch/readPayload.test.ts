import assert from 'node:assert/strict';
import { readEntries, readTraceAnswer } from '../../../../../extension/engine/formats/pytorch/readPayload';
import { modelOfTrace } from '../../../../../extension/engine/formats/pytorch/trace';

/** One Linear, as the Python side tells it. */
function answer(): Record<string, unknown> {
  return {
    version: 1,
    entry: { id: 'Net', title: 'Net()', origin: 'class', line: 3 },
    findings: [
      { code: 'no-entry', message: 'x', file: '/n.py', line: 1, module: '', column: 0, endColumn: 2 },
    ],
    trace: {
      root: 'Net',
      sites: [['/n.py', 5]],
      stacks: [[0], []],
      modules: [
        { path: '', class: 'Net', builtin: false, built: 1, defined: 0 },
        { path: 'fc', class: 'Linear', builtin: true, built: 0, defined: -1 },
      ],
      parameters: [{ name: 'fc.weight', kind: 'parameter', built: 0 }],
      constants: [],
      tensors: { x: ['float32', [1, 3]], 'fc.weight': ['float32', [2, 3]], t0: ['float32', [1, 2]] },
      inputs: [{ name: 'x', assumed: true }],
      outputs: ['t0'],
      nodes: [
        {
          op: 'Linear',
          domain: 'torch',
          inputs: ['x', 'fc.weight', ''],
          outputs: ['t0'],
          module: 1,
          site: 0,
          attributes: { a: 1, b: 'x', c: [1, 2], d: true },
        },
      ],
      calls: [[1, 0, [[1, 2]]]],
    },
  };
}

/** Paths to everything in the answer, with what must not stand there. */
function wrongs(
  value: unknown,
  path: readonly (string | number)[] = [],
): [readonly (string | number)[], unknown][] {
  const here: [readonly (string | number)[], unknown][] = [[path, Symbol.iterator]];
  if (typeof value === 'number') here.push([path, -7], [path, 1.5], [path, 2 ** 60], [path, '1']);
  if (typeof value === 'string') here.push([path, 7], [path, 'x'.repeat(30_000)]);
  if (typeof value !== 'object' || value === null) return here;
  const inner = Object.entries(value).flatMap(([key, item]) => wrongs(item, [...path, key]));
  return [...here, [path, 7], ...inner];
}

function replaced(path: readonly (string | number)[], wrong: unknown): unknown {
  const whole = { it: answer() as unknown };
  let at = whole as Record<string | number, unknown>;
  for (const key of ['it', ...path].slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[['it', ...path].at(-1) ?? ''] = wrong;
  return whole.it;
}

describe('what the Python side says', () => {
  it('becomes a model', () => {
    const { trace } = readTraceAnswer(answer());
    assert.ok(trace);
    const { graph, format, name } = modelOfTrace(trace);
    assert.deepEqual([format, name], ['pytorch', 'Net']);
    const [node] = graph.nodes;
    assert.ok(node);
    assert.equal(node.name, '/fc/Linear');
    assert.deepEqual(node.scope, ['fc']);
    assert.deepEqual(node.source, { file: '/n.py', line: 5 });
    assert.deepEqual(
      [...node.attributes.values()].map(({ kind }) => kind),
      ['int', 'string', 'ints', 'int'],
    );
    assert.equal(graph.initializers.get('fc.weight')?.learnable, true);
    assert.deepEqual(graph.inputs[0]?.shape, [1, 3]);
  });

  it('is refused in a sentence wherever anything is not what it should be', () => {
    let refused = 0;
    for (const [path, wrong] of wrongs(answer())) {
      // Attributes may be any number or text, and so may most texts.
      if (path.includes('attributes') && typeof wrong === 'number') continue;
      if (
        path.join('.') === 'trace.nodes.0.attributes.a' ||
        path.join('.').startsWith('trace.nodes.0.attributes.c')
      )
        continue;
      try {
        readTraceAnswer(replaced(path, wrong));
        assert.ok(
          typeof wrong === 'number' && wrong >= 0,
          `${path.join('.')} = ${String(wrong)} was believed`,
        );
      } catch (error) {
        assert.ok(error instanceof Error);
        assert.equal(error.name, 'BadInput', `${path.join('.')}: ${String(error)}`);
        refused++;
      }
    }
    assert.ok(refused > 80, `${refused}`);
  });

  it('may have names like those of prototypes', () => {
    const whole = JSON.stringify(answer()).replaceAll('"t0"', '"__proto__"');
    const { trace } = readTraceAnswer(JSON.parse(whole));
    assert.deepEqual(trace?.tensors.get('__proto__'), ['float32', [1, 2]]);
  });

  it('lists entries', () => {
    const { entry } = answer() as { entry: unknown };
    assert.equal(readEntries({ version: 1, entries: [entry], findings: [] }).entries.length, 1);
    assert.throws(() => readEntries({ version: 2, entries: [], findings: [] }), /version/);
    assert.throws(() => readEntries(null), /object/);
  });
});
