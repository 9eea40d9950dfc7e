import assert from 'node:assert/strict';
import { formatDim } from '../../../../extension/engine/ir/dimText';
import type { ShapedNode } from '../../../../extension/engine/inference/shaped';
import { shown } from '../../../helpers/facts';
import { body, border, type GraphParts, inferGraph, node, stored } from '../../../helpers/graphs';

const BODY_BORDER = [border('i', 'int64', []), border('go', 'bool', []), border('state', null, null)];

/** x -> Loop(trips, state = x) whose body gives `next` as the state and `seen` as a scan. */
function loop(
  trips: string,
  nodes: GraphParts['nodes'],
  extra: GraphParts['stored'] = [],
): ReturnType<typeof inferGraph> {
  return inferGraph({
    inputs: [border('x', 'float32', ['batch', 4]), border('n', 'int64', [])],
    stored: [stored('five', 5), stored('none', 0), stored('minus', -2), ...extra],
    nodes: [
      node('Loop', [trips, '', 'x'], ['last', 'all'], {
        body: body({ inputs: BODY_BORDER, nodes, outputs: ['goOn', 'next', 'seen'] }),
      }),
    ],
    outputs: ['last', 'all'],
  });
}

const STEADY = [
  node('Identity', ['go'], ['goOn']),
  node('Relu', ['state'], ['next']),
  node('Identity', ['next'], ['seen']),
];

function callsOf(nodes: readonly ShapedNode[], op: string): string {
  const calls = nodes.find((shaped) => shaped.node.op === op)?.calls;
  return calls === null || calls === undefined ? '?' : formatDim(calls);
}

describe('Loop', () => {
  it('runs as often as its trip count says', () => {
    const { facts, nodes } = loop('five', STEADY);
    assert.equal(shown(facts('last')), 'float32 batchx4');
    assert.equal(shown(facts('all')), 'float32 5xbatchx4');
    assert.equal(callsOf(nodes, 'Relu'), '5');
  });

  it('never runs for a count of zero or less', () => {
    assert.equal(callsOf(loop('none', STEADY).nodes, 'Relu'), '0');
    assert.equal(shown(loop('minus', STEADY).facts('all')), 'float32 0xbatchx4');
  });

  it('takes the count from an input as a symbol', () => {
    const { facts, nodes } = loop('n', STEADY);
    assert.equal(shown(facts('all')), 'float32 max(n, 0)xbatchx4');
    assert.equal(callsOf(nodes, 'Relu'), 'max(n, 0)');
  });

  it('leaves the trips to the run where the condition is computed', () => {
    const nodes = [
      node('ReduceMax', ['state'], ['most'], { keepdims: 0 }),
      node('Cast', ['most'], ['goOn'], { to: 9 }),
      ...STEADY.slice(1),
    ];
    const { facts, nodes: shaped } = loop('five', nodes);
    assert.equal(shown(facts('all')), 'float32 all.tripsxbatchx4');
    assert.equal(callsOf(shaped, 'Relu'), '?');
  });

  it('opens the dims of state that grows, and keeps the others', () => {
    const nodes = [
      node('Identity', ['go'], ['goOn']),
      node('Concat', ['state', 'state'], ['next'], { axis: 0 }),
      node('Identity', ['i'], ['seen']),
    ];
    const { facts } = loop('five', nodes);
    assert.equal(shown(facts('last')), 'float32 last.axis 0x4');
    assert.equal(shown(facts('all')), 'int64 5');
  });

  it('gives up state whose rank changes', () => {
    const nodes = [
      node('Identity', ['go'], ['goOn']),
      node('Unsqueeze', ['state', 'axes'], ['next']),
      node('Identity', ['i'], ['seen']),
    ];
    assert.equal(shown(loop('five', nodes, [stored('axes', [0])]).facts('last')), 'float32 ?');
  });

  it('makes a sequence longer by what each iteration adds', () => {
    const border3 = [border('i', 'int64', []), border('go', 'bool', []), border('list', null, null)];
    const { facts } = inferGraph({
      inputs: [border('x', 'float32', ['batch', 4]), border('n', 'int64', [])],
      stored: [],
      nodes: [
        node('SequenceEmpty', [], ['none']),
        node('Loop', ['n', '', 'none'], ['all'], {
          body: body({
            inputs: border3,
            nodes: [
              node('Identity', ['go'], ['goOn']),
              node('SequenceInsert', ['list', 'x'], ['one']),
              node('SequenceInsert', ['one', 'x'], ['two']),
            ],
            outputs: ['goOn', 'two'],
          }),
        }),
        node('ConcatFromSequence', ['all'], ['joined'], { axis: 1 }),
      ],
      outputs: ['joined'],
    });
    // Two rows of batch x 4 per iteration.
    assert.equal(shown(facts('joined')), 'float32 batchx8*max(n, 0)');
  });
});
