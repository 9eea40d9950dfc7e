import assert from 'node:assert/strict';
import { isFreeLine, listingCosts, mainLayer } from '../../../extension/editor/listingCosts';
import type { Listing } from '../../../extension/shared/listing';
import { layer, report } from './reports';

function listing(...origins: readonly string[]): Listing {
  const lines = origins.map((origin, line) => ({ line, origin, name: origin, op: 'Op', scope: [] }));
  return { text: '', lines, tensors: [], regions: [] };
}

describe('listingCosts', () => {
  // Two calls of a function whose body is one node, and a node beside them.
  const layers = [
    layer({ id: 'a', macs: 10, params: 1, origins: ['call1', 'body'] }),
    layer({ id: 'b', macs: 30, params: 2, origins: ['call2', 'body'] }),
    layer({ id: 'c', macs: 5, origins: ['alone'] }),
  ];

  it('gives a call its own cost and a function body that of all calls', () => {
    const costs = listingCosts(listing('call1', 'call2', 'body', 'alone', 'nowhere'), report(layers), 'macs');
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => costs.get(line)?.macs.value),
      [10, 30, 40, 5],
    );
    assert.equal(costs.get(2)?.params.value, 3);
    assert.equal(costs.has(4), false);
  });

  it('marks the lines behind the first half of the metric', () => {
    const costs = listingCosts(listing('call1', 'call2', 'body', 'alone'), report(layers), 'macs');
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => costs.get(line)?.hot),
      [false, true, true, false],
    );
  });

  it('reveals the costliest layer of a line', () => {
    const body = listingCosts(listing('body'), report(layers), 'macs').get(0);
    assert.ok(body);
    assert.equal(mainLayer(body, 'macs')?.id, 'b');
  });

  it('keeps unknown costs unknown', () => {
    const unknown = layer({ macs: null, unknown: 'why', origins: ['x'] });
    const costs = listingCosts(
      listing('x'),
      report([unknown, layer({ id: '1', macs: 7, origins: ['x'] })]),
      'macs',
    );
    assert.deepEqual(costs.get(0)?.macs, { value: 7, atLeast: true, atMost: false });
    assert.equal(costs.get(0)?.unknown, 'why');
  });

  it('counts a layer once on a line, however often it names it', () => {
    const twice = layer({ macs: 7, origins: ['x', 'x'] });
    assert.equal(listingCosts(listing('x'), report([twice]), 'macs').get(0)?.macs.value, 7);
  });

  it('tells lines that cost nothing from those nobody can price', () => {
    const costs = listingCosts(
      listing('free', 'moving', 'unknown'),
      report([
        layer({ id: '0', origins: ['free'] }),
        layer({ id: '1', movedBytes: 4, origins: ['moving'] }),
        layer({ id: '2', macs: null, origins: ['unknown'] }),
      ]),
      'macs',
    );
    assert.deepEqual(
      [...costs.values()].map((cost) => isFreeLine(cost)),
      [true, false, false],
    );
  });
});
