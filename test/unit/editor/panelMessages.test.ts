import assert from 'node:assert/strict';
import { readMessage } from '../../../extension/editor/panelMessages';
import type { FromWebview } from '../../../extension/shared/webviewProtocol';

const GOOD: readonly FromWebview[] = [
  { type: 'ready', version: 1, view: null },
  { type: 'ready', version: 1, view: { metric: 'energy', open: ['a', 'b'] } },
  { type: 'view', view: { metric: 'macs', open: [] } },
  { type: 'hardware', id: 'tpuv4i-7nm' },
  { type: 'dim', name: 'batch', value: 8 },
  { type: 'dim', name: 'batch', value: null },
  { type: 'select', id: 'n1' },
  { type: 'select', id: null },
  { type: 'reveal', id: 'n1' },
  { type: 'search', query: 'conv' },
  { type: 'openListing', id: null },
  { type: 'openListing', id: 'n1' },
  { type: 'ranks', id: 'low-rank@1:rank=8' },
  { type: 'ranks', id: null },
  { type: 'openDocs', section: 'energy' },
  { type: 'measureRanks' },
  { type: 'cancel' },
  { type: 'fault', message: 'oh' },
];

const BAD: readonly unknown[] = [
  null,
  undefined,
  'ready',
  [],
  {},
  { type: 'nonsense' },
  { type: 'ready' },
  { type: 'view', view: { metric: 'fame', open: [] } },
  { type: 'view', view: { metric: 'macs', open: [1] } },
  { type: 'view', view: { metric: 'macs', open: new Array(20_000).fill('a') } },
  { type: 'view', view: null },
  { type: 'hardware', id: 7 },
  { type: 'dim', name: 'batch', value: 1.5 },
  { type: 'dim', name: 'batch', value: -1 },
  { type: 'dim', name: 'batch', value: 1e12 },
  { type: 'dim', name: 'batch' },
  { type: 'select' },
  { type: 'reveal', id: null },
  { type: 'openDocs', section: '../../etc' },
  { type: 'openDocs', section: 'toString' },
  { type: 'ranks' },
  { type: 'ranks', id: 3 },
  { type: 'search', query: 'x'.repeat(20_000) },
  { type: 'fault', message: {} },
];

describe('panelMessages', () => {
  for (const message of GOOD) {
    it(`takes ${JSON.stringify(message)}`, () => {
      assert.deepEqual(readMessage(structuredClone(message)), message);
    });
  }

  it('takes a page that remembers nonsense as one that remembers nothing', () => {
    const message = { type: 'ready', version: 1, view: { metric: 'macs', open: 'all' } };
    assert.deepEqual(readMessage(message), { type: 'ready', version: 1, view: null });
  });

  it('refuses everything else', () => {
    for (const [at, message] of BAD.entries()) assert.equal(readMessage(message), null, `number ${at}`);
  });

  it('passes on no field that it does not know', () => {
    assert.deepEqual(readMessage({ type: 'cancel', path: '/etc/passwd' }), { type: 'cancel' });
  });
});
