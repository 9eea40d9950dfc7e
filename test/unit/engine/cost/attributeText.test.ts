import assert from 'node:assert/strict';
import { attributeTexts } from '../../../../extension/engine/cost/attributeText';
import type { Attribute, StoredTensor } from '../../../../extension/engine/ir/graph';

const TENSOR: StoredTensor = {
  name: '',
  dtype: 'float32',
  dims: [2, 3],
  payload: null,
  raw: false,
  content: null,
};

const texts = (attributes: Readonly<Record<string, Attribute>>): Readonly<Record<string, string>> =>
  attributeTexts(new Map(Object.entries(attributes)));

describe('attributes as text', () => {
  it('are as the file has them, floats with the digits that 32 bits hold', () => {
    const told = texts({
      axis: { kind: 'int', value: -1 },
      epsilon: { kind: 'float', value: Math.fround(1e-5) },
      pads: { kind: 'ints', value: [1, 2] },
      mode: { kind: 'string', value: 'linear' },
      value: { kind: 'tensor', value: TENSOR },
    });
    const expected = {
      axis: '-1',
      epsilon: '0.00001',
      pads: '[1, 2]',
      mode: 'linear',
      value: 'float32[2, 3]',
    };
    assert.deepEqual(told, expected);
  });

  it('end in an ellipsis where a list, a text or a shape goes on and on', () => {
    const long = Array.from({ length: 100_000 }, () => 7);
    const told = texts({
      pads: { kind: 'ints', value: long },
      mode: { kind: 'string', value: 'x'.repeat(100_000) },
      value: { kind: 'tensor', value: { ...TENSOR, dims: long } },
    });
    const sixteen = Array.from({ length: 16 }, () => 7).join(', ');
    assert.equal(told['pads'], `[${sixteen}, ...]`);
    assert.equal(told['value'], `float32[${sixteen}, ...]`);
    assert.equal(told['mode'], `${'x'.repeat(199)}…`);
  });
});
