import assert from 'node:assert/strict';
import { parseDim } from '../../../extension/editor/dimText';
import { lineOfOrigins, mentionsOf, tensorAt } from '../../../extension/editor/listingPlaces';
import { searchLayers } from '../../../extension/editor/search';
import { snapshotOf } from '../../../extension/editor/snapshot';
import { NO_DIFFERENCES } from '../../../extension/shared/diff';
import type { Listing, ListingTensor } from '../../../extension/shared/listing';
import { layer, report } from './reports';

const mention = (line: number, role: ListingTensor['role'], scope = ''): ListingTensor => ({
  name: 'x',
  scope,
  line,
  start: 4,
  end: 5,
  role,
});

const LISTING: Listing = {
  text: '',
  lines: [
    { line: 2, origin: 'call', name: '', op: 'F', scope: [] },
    { line: 9, origin: 'body', name: '', op: 'Conv', scope: [] },
  ],
  tensors: [mention(1, 'use'), mention(0, 'definition'), mention(5, 'use', 'inner')],
  regions: [],
};

describe('listingPlaces', () => {
  it('finds the tensor under the cursor', () => {
    assert.equal(tensorAt(LISTING, 1, 4), LISTING.tensors[0]);
    assert.equal(tensorAt(LISTING, 1, 5), undefined);
    assert.equal(tensorAt(LISTING, 2, 4), undefined);
  });

  it('keeps equal names of different scopes apart, definition first', () => {
    assert.deepEqual(
      mentionsOf(LISTING, mention(1, 'use')).map(({ line }) => line),
      [0, 1],
    );
  });

  it('finds the innermost line of a layer', () => {
    assert.equal(lineOfOrigins(LISTING, ['call', 'body']), 9);
    assert.equal(lineOfOrigins(LISTING, ['call', 'gone']), 2);
    assert.equal(lineOfOrigins(LISTING, []), null);
  });
});

describe('search', () => {
  const model = report([
    layer({ id: '0', op: 'Conv', name: '/layer1/conv1/Conv', scope: ['layer1', 'conv1'], macs: 1000 }),
    layer({ id: '1', op: 'Relu', name: '/layer1/relu/Relu', scope: ['layer1'] }),
    layer({
      id: '2',
      op: 'Gemm',
      name: 'fc',
      outputs: [{ name: 'logits', dtype: null, shape: null }],
      macs: null,
    }),
  ]);
  const ids = (query: string): readonly string[] =>
    searchLayers(model, query, 'macs').matches.map(({ id }) => id);

  it('wants every word, anywhere in operator, name, scope or tensors', () => {
    assert.deepEqual(ids('layer1'), ['0', '1']);
    assert.deepEqual(ids('LAYER1 conv'), ['0']);
    assert.deepEqual(ids('logits'), ['2']);
    assert.deepEqual(ids('nothing'), []);
    assert.deepEqual(ids('  '), []);
  });

  it('says what a match costs, and that it is not known', () => {
    assert.deepEqual(
      searchLayers(model, 'conv', 'macs').matches.map(({ cost, family }) => [cost, family]),
      [['1.00 k', 'layer']],
    );
    assert.equal(searchLayers(model, 'gemm', 'macs').matches[0]?.cost, '?');
  });

  it('counts what it leaves out', () => {
    const many = report(Array.from({ length: 60 }, (_, i) => layer({ id: String(i) })));
    const { matches, leftOut } = searchLayers(many, 'conv', 'macs');
    assert.deepEqual([matches.length, leftOut], [50, 10]);
  });
});

describe('snapshot', () => {
  it('is whole even before there is anything to show', () => {
    const snapshot = snapshotOf({
      revision: 1,
      title: 'a.onnx',
      status: 'idle',
      message: '',
      report: null,
      hardware: 'horowitz-45nm',
      hardwareProfiles: [],
      view: { metric: 'energy', open: [] },
      answer: null,
      selected: null,
      suggestions: null,
      differing: NO_DIFFERENCES,
    });
    assert.equal(snapshot.status, 'loading');
    assert.equal(snapshot.metric, 'energy');
    assert.deepEqual(
      [snapshot.scene, snapshot.hotspots, snapshot.dims, snapshot.findings],
      [null, [], [], []],
    );
  });

  it('caps findings and says so', () => {
    const finding = { severity: 'warning', code: 'unknown-shape', message: 'm', layer: null } as const;
    const { findings } = snapshotOf({
      revision: 1,
      title: '',
      status: 'ready',
      message: '',
      report: report([], { diagnostics: Array.from({ length: 1000 }, () => finding) }),
      hardware: '',
      hardwareProfiles: [],
      view: { metric: 'macs', open: [] },
      answer: null,
      selected: null,
      suggestions: null,
      differing: NO_DIFFERENCES,
    });
    assert.equal(findings.length, 201);
    assert.equal(findings.at(-1)?.message, '800 more findings.');
  });
});

describe('dimText', () => {
  it('reads sizes, an empty line as none, and nothing else', () => {
    assert.equal(parseDim(' 8 '), 8);
    assert.equal(parseDim('0'), 0);
    assert.equal(parseDim(''), null);
    for (const text of ['-1', '1.5', 'batch', '1e3', '99999999999'])
      assert.equal(parseDim(text), undefined, text);
  });
});
