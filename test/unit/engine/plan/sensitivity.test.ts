import assert from 'node:assert/strict';
import { readSensitivities } from '../../../../extension/engine/plan/sensitivity';

describe('sensitivity files', () => {
  it('reads traces and errors by bit width', () => {
    const read = readSensitivities('{"layers":{"conv1":{"trace":0.5},"fc":{"errors":{"4":2,"8":0}}}}');
    assert.deepEqual(
      [...read],
      [
        ['conv1', { trace: 0.5, errors: new Map() }],
        [
          'fc',
          {
            trace: null,
            errors: new Map([
              [4, 2],
              [8, 0],
            ]),
          },
        ],
      ],
    );
  });

  const bad = {
    '{': /the sensitivity file is no JSON/,
    '[]': /the sensitivity file is to be an object/,
    '{"layers":[]}': /"layers" of the sensitivity file is to be an object/,
    '{"layers":{"a":{}}}': /layer "a" of the sensitivity file needs a "trace" or "errors"/,
    '{"layers":{"a":{"trace":"x"}}}': /"trace" of layer "a" .* number from 0 on, but is "x"/,
    '{"layers":{"a":{"errors":{"4":-1}}}}': /the error at 4 bits of layer "a" .* but is -1/,
  };
  for (const [text, message] of Object.entries(bad))
    it(`refuses ${text}`, () => {
      assert.throws(() => readSensitivities(text), { name: 'BadInput', message });
    });
});
