import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildModel, float32Bytes, int64Bytes } from '../../helpers/onnxBuilder';
import { outcomeOf } from '../../helpers/outcome';
import { type Random, seeded } from '../../helpers/random';
import { describeShared } from '../../helpers/shared';
import { join } from '../../helpers/wireWriter';

const BUDGET_MS = 8000;
const MOST_CASES = 1500;

/** Damage to a file, and how to say what was done. */
type Damage = (bytes: Uint8Array, random: Random) => readonly [Uint8Array, string];

const DAMAGES: readonly Damage[] = [
  (bytes, random) => {
    const end = random.int(0, bytes.length);
    return [bytes.slice(0, end), `cut off at ${end}`];
  },
  (bytes, random) => {
    const flipped = bytes.slice();
    const places = Array.from({ length: random.int(1, 8) }, () => random.int(0, bytes.length - 1));
    for (const at of places) flipped[at] = random.int(0, 255);
    return [flipped, `other bytes at ${places.join(', ')}`];
  },
  (bytes, random) => {
    const [from, length, to] = [random.int(0, bytes.length), random.int(1, 400), random.int(0, bytes.length)];
    const piece = bytes.subarray(from, from + length);
    return [
      join([bytes.subarray(0, to), piece, bytes.subarray(to)]),
      `bytes ${from}+${length} repeated at ${to}`,
    ];
  },
  (bytes, random) => {
    const [from, length] = [random.int(0, bytes.length), random.int(1, 400)];
    return [
      join([bytes.subarray(0, from), bytes.subarray(from + length)]),
      `bytes ${from}+${length} left out`,
    ];
  },
  (bytes, random) => {
    const [at, bit] = [random.int(0, bytes.length - 1), random.int(0, 7)];
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
    return [flipped, `bit ${bit} of byte ${at} flipped`];
  },
  (bytes, random) => {
    const [at, length] = [random.int(0, bytes.length), random.int(1, 12)];
    const filled = bytes.slice();
    filled.fill(0xff, at, at + length);
    return [filled, `${length} bytes of 0xff at ${at}`];
  },
];

/** Damages the files in turn, as often as the budget allows; a failure says which file and what was done to it. */
async function fuzz(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const names = [...files.keys()];
  const started = performance.now();
  let seed = 0;
  for (; seed < MOST_CASES && performance.now() - started < BUDGET_MS; seed++) {
    const random = seeded(seed + 1);
    const name = random.pick(names);
    const [bytes, what] = random.pick(DAMAGES)(files.get(name) ?? new Uint8Array(), random);
    try {
      await outcomeOf(bytes);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`seed ${seed + 1}, ${name}, ${what}: ${reason}`, { cause: error });
    }
  }
  assert.ok(seed > 30, `only ${seed} cases in time`);
}

/** A small model with something of everything. */
function everything(): Uint8Array {
  const branch = (op: string): { graph: object } => ({
    graph: { outputs: ['r'], nodes: [{ op, inputs: ['c'], outputs: ['r'], name: `/m/${op}` }] },
  });
  return buildModel({
    producer: 'test',
    functions: [
      {
        domain: 'own',
        name: 'twice',
        inputs: ['a'],
        outputs: ['b'],
        attributes: ['k'],
        nodes: [
          { op: 'Concat', inputs: ['a', 'a'], outputs: ['b'], attributes: { axis: { reference: 'k' } } },
        ],
      },
    ],
    graph: {
      inputs: [
        ['x', 'float32', ['n', 3, 'h', 8]],
        ['flag', 'bool', []],
      ],
      outputs: [['y', 'float32', null]],
      declared: [['c', 'float32', ['n', 4, null, null]]],
      initializers: [
        {
          name: 'w',
          dtype: 'float32',
          dims: [4, 3, 3, 3],
          raw: float32Bytes(...new Array<number>(108).fill(1)),
        },
        { name: 's', dtype: 'int64', dims: [2], raw: int64Bytes(0, -1) },
        {
          name: 'e',
          dtype: 'float32',
          dims: [64, 10],
          external: { location: 'w.bin', offset: '0', length: '2560' },
        },
      ],
      nodes: [
        {
          op: 'Conv',
          inputs: ['x', 'w'],
          outputs: ['c'],
          name: '/m/conv',
          attributes: { pads: [1, 1, 1, 1], strides: [2, 2] },
        },
        {
          op: 'If',
          inputs: ['flag'],
          outputs: ['i'],
          attributes: { then_branch: branch('Relu'), else_branch: branch('Tanh') },
        },
        { op: 'twice', domain: 'own', inputs: ['i'], outputs: ['t'], attributes: { k: 1 } },
        {
          op: 'Shape',
          inputs: ['t'],
          outputs: ['shape'],
          metadata: { 'pkg.torch.onnx.stack_trace': 'File "m.py", line 3' },
        },
        {
          op: 'ConstantOfShape',
          inputs: ['shape'],
          outputs: ['filled'],
          attributes: { value: { tensor: { dtype: 'float32', dims: [1], float: [1] } } },
        },
        { op: 'Reshape', inputs: ['filled', 's'], outputs: ['flat'] },
        { op: 'Loop', inputs: ['', 'flag', 'flat'], outputs: ['y'], attributes: { body: loopBody() } },
      ],
    },
  });
}

function loopBody(): { graph: object } {
  return {
    graph: {
      inputs: ['i', 'go', 'state'],
      outputs: ['go', 'next'],
      nodes: [{ op: 'Mul', inputs: ['state', 'state'], outputs: ['next'] }],
    },
  };
}

describe('damaged bytes', () => {
  it('of a model with something of everything give a report or one sentence', async function () {
    this.timeout(60_000);
    const { report } = (await outcomeOf(everything())) as { report: { layers: readonly unknown[] } };
    assert.equal(report.layers.length, 10);
    await fuzz(new Map([['everything', everything()]]));
  });
});

describeShared('damaged bytes of real files', (shared) => {
  const names = [
    'if_loop_scan_handmade_op21',
    'if_loop_ts_op16',
    'quant_dynamic_matmulinteger_op17',
    'functions_handmade_op18',
    'lstm_gru_ts_op17_dyn',
    'extdata_two_files_lenet_ts_op17',
    'misc_einsum_conv1d3d_dynamo_op22',
    'unet_ts_op18_dynhw',
  ];

  it('give a report or one sentence', async function () {
    this.timeout(60_000);
    const files = names.map((name): [string, Uint8Array] => [
      name,
      Uint8Array.from(readFileSync(path.join(shared, 'truth/public', `${name}.onnx`))),
    ]);
    await fuzz(new Map(files));
  });
});
