import assert from 'node:assert/strict';
import { readOnnx } from '../../../../../extension/engine/formats/onnx/read';
import { listOnnx } from '../../../../../extension/engine/formats/onnx/text/listing';
import { declaredType, nameText, quoted } from '../../../../../extension/engine/formats/onnx/text/literals';
import type { Listing, ListingRegion } from '../../../../../extension/shared/listing';
import { memorySource } from '../../../../helpers/memorySource';
import { buildModel, type GraphSpec, int64Bytes, type ModelSpec } from '../../../../helpers/onnxBuilder';

async function list(spec: ModelSpec): Promise<Listing> {
  return listOnnx(await readOnnx(memorySource(buildModel(spec))));
}

const branch = (op: string): GraphSpec => ({
  name: op,
  outputs: ['r'],
  nodes: [{ op, inputs: ['t', 'w'], outputs: ['r'], name: `/enc/${op}` }],
});

const SPEC: ModelSpec = {
  producer: 'pytorch',
  opsets: { '': 18, own: 1 },
  graph: {
    name: 'net',
    inputs: [
      ['x', 'float32', ['n', 3, null]],
      ['odd name', 'int64', []],
    ],
    outputs: [['y', 'float16', null]],
    initializers: [
      {
        name: 'w',
        dtype: 'float32',
        dims: [64, 3],
        external: { location: 'w.bin', offset: '8', length: '768' },
      },
      { name: 's', dtype: 'int64', dims: [2], raw: int64Bytes(4, -1) },
    ],
    nodes: [
      { op: 'MatMul', name: '/enc/0/mul', inputs: ['x', 'w'], outputs: ['t'] },
      {
        op: 'Clip',
        name: '/enc/0/clip',
        inputs: ['t', '', 's'],
        outputs: ['c'],
        attributes: { axis: -1, mode: 'a "b"\n' },
      },
      {
        op: 'If',
        name: '/enc/if',
        inputs: ['odd name'],
        outputs: ['i'],
        attributes: { then_branch: { graph: branch('Add') }, else_branch: { graph: branch('Sub') } },
      },
      { op: 'f', domain: 'own', inputs: ['i'], outputs: ['y'], overload: 'v2' },
    ],
  },
  functions: [
    {
      domain: 'own',
      name: 'f',
      overload: 'v2',
      inputs: ['a'],
      outputs: ['b'],
      attributes: ['k'],
      opsets: { '': 18 },
      nodes: [{ op: 'Relu', inputs: ['a'], outputs: ['b'] }],
    },
  ],
};

const EXPECTED = `<opset_import: ["": 18, "own": 1], producer_name: "pytorch">
net (float[n,3,?] x, int64[] "odd name") => (float16 y)
<
  float[64,3] w = ["location": "w.bin", "offset": "8", "length": "768"],
  int64[2] s = {4, -1}
>
{
  ["/enc/0/mul"] t = MatMul (x, w)
  ["/enc/0/clip"] c = Clip <axis: int = -1, mode: string = "a \\"b\\"\\n"> (t, "", s)
  ["/enc/if"] i = If ("odd name") <then_branch: graph = Add () => (undefined r)
  {
    ["/enc/Add"] r = Add (t, w)
  }, else_branch: graph = Sub () => (undefined r)
  {
    ["/enc/Sub"] r = Sub (t, w)
  }>
  y = own.f:v2 (i)
}

<domain: "own", opset_import: ["": 18]>
f <k> (a) => (b)
{
  b = Relu (a)
}
`;

function* regionsOf(regions: readonly ListingRegion[]): Generator<ListingRegion> {
  for (const region of regions) {
    yield region;
    yield* regionsOf(region.children);
  }
}

function checkNesting(regions: readonly ListingRegion[], first: number, last: number): void {
  let next = first;
  for (const region of regions) {
    assert.ok(
      region.firstLine >= next && region.lastLine <= last && region.firstLine <= region.lastLine,
      JSON.stringify(region),
    );
    checkNesting(region.children, region.firstLine, region.lastLine);
    next = region.kind === 'scope' ? region.lastLine + 1 : region.lastLine;
  }
}

describe('the listing', () => {
  it("writes a model in ONNX's textual syntax, one node a line", async () => {
    assert.equal((await list(SPEC)).text, EXPECTED);
  });

  it('points exactly at the names of tensors', async () => {
    const { text, tensors } = await list(SPEC);
    const lines = text.split('\n');
    for (const { name, line, start, end } of tensors)
      assert.equal(lines[line]?.slice(start, end), nameText(name));
    const mentions = (name: string): readonly string[] =>
      tensors.filter((tensor) => tensor.name === name).map(({ role, scope }) => `${role} in "${scope}"`);
    assert.deepEqual(mentions('t'), ['definition in ""', 'use in ""', 'use in ""', 'use in ""']);
    assert.deepEqual(mentions('r'), [
      'use in "2:If.then_branch/"',
      'definition in "2:If.then_branch/"',
      'use in "2:If.else_branch/"',
      'definition in "2:If.else_branch/"',
    ]);
    assert.deepEqual(mentions('a'), ['definition in "own::f:v2/"', 'use in "own::f:v2/"']);
  });

  it('knows the line of every node by the key that reports use', async () => {
    const { text, lines } = await list(SPEC);
    const written = text.split('\n');
    assert.deepEqual(
      lines.map(({ origin, op }) => `${origin} ${op}`),
      [
        '0 MatMul',
        '1 Clip',
        '2 If',
        '2:If.then_branch/0 Add',
        '2:If.else_branch/0 Sub',
        '3 f',
        'own::f:v2/0 Relu',
      ],
    );
    for (const { line, op } of lines) assert.ok(written[line]?.includes(op), `${op} at ${line}`);
    assert.deepEqual(lines[0]?.scope, ['enc', '0']);
  });

  it('has regions that nest', async () => {
    const { text, regions } = await list(SPEC);
    checkNesting(regions, 0, text.split('\n').length);
    const written = [...regionsOf(regions)].map(
      ({ kind, name, firstLine, lastLine }) => `${kind} ${name} ${firstLine}-${lastLine}`,
    );
    assert.deepEqual(written, [
      'graph net 1-17',
      'scope initializers 2-5',
      'scope enc 7-15',
      'scope 0 7-8',
      'subgraph Add 9-12',
      'scope enc 11-11',
      'subgraph Sub 12-15',
      'scope enc 14-14',
      'function f 20-23',
    ]);
  });

  it('keeps every name on its line, whatever is in it', async () => {
    const names = [
      'a\nb',
      'tab\there',
      'nul\u0000',
      '\u202eevil',
      '\u2028',
      '\u200b',
      '"quoted"',
      'back\\slash',
      '',
      '9lives',
      'é',
      '💥',
    ];
    const nodes = names.map((name, i) => ({
      op: name,
      name,
      domain: name,
      inputs: [name],
      outputs: [`${name}${i}`],
      attributes: { [name]: name },
    }));
    const { text, lines, tensors } = await list({
      graph: { name: 'n\nm', nodes, outputs: names },
      opsets: { 'a\nb': 1 },
    });
    const written = text.split('\n');
    assert.equal(written.length, names.length + 5);
    assert.deepEqual(
      lines.map(({ line }) => line),
      names.map((_, i) => i + 3),
    );
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    for (const { name, line, start, end } of tensors)
      assert.equal(written[line]?.slice(start, end), nameText(name));
  });

  it('quotes what is no identifier', () => {
    assert.equal(nameText('conv1.weight'), 'conv1.weight');
    assert.equal(nameText('/conv1/Conv'), '"/conv1/Conv"');
    assert.equal(quoted('\u202e'), '"\\u{202e}"');
  });
});

describe('a declared type', () => {
  it('of a sequence or an optional is written by what it holds', () => {
    const element = { dtype: 'float32', shape: ['n', 3] } as const;
    const list = { dtype: null, shape: null, holds: { kind: 'sequence', element } } as const;
    assert.equal(declaredType(list), 'seq(float[n,3])');
    const maybe = { dtype: null, shape: null, holds: { kind: 'optional', element: list } } as const;
    assert.equal(declaredType(maybe), 'optional(seq(float[n,3]))');
  });
});
