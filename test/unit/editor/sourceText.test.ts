import assert from 'node:assert/strict';
import { onlyLayer } from '../../../extension/editor/python/sourceText';
import type { SourceLine } from '../../../extension/shared/sourceLines';
import { layer, report } from './reports';

const COSTS = {
  macs: 512,
  flops: 1024,
  params: 72,
  weightBytes: 288,
  movedBytes: 400,
  energyPj: 1,
  atLeast: false,
};

function line(changes: Partial<SourceLine>): SourceLine {
  const one = { line: 1, kind: 'layer', title: 'Linear', costs: COSTS, count: 1, layers: ['3'] } as const;
  return { ...one, items: [], itemsLeftOut: 0, ...changes };
}

describe('the layer that a line of source is', () => {
  const priced = report([layer({ id: '3', macs: 512, params: 72 }), layer({ id: '4', macs: 512 })]);

  it('is the one whose figures the line has', () => {
    assert.equal(onlyLayer(line({}), priced), '3');
    assert.equal(onlyLayer(line({ kind: 'operation' }), priced), '3');
  });

  it('is none of several, and none of one that is not in the report', () => {
    assert.equal(onlyLayer(line({ layers: ['3', '4'] }), priced), null);
    assert.equal(onlyLayer(line({ count: 2 }), priced), null);
    assert.equal(onlyLayer(line({ layers: ['5'] }), priced), null);
    assert.equal(onlyLayer(line({}), null), null);
  });

  it('is not the reader of a parameter, nor a part of what the line makes', () => {
    assert.equal(onlyLayer(line({ kind: 'parameter', costs: { ...COSTS, macs: 0 } }), priced), null);
    assert.equal(onlyLayer(line({ kind: 'class' }), priced), null);
    assert.equal(onlyLayer(line({ costs: { ...COSTS, params: 9072 } }), priced), null);
  });
});
