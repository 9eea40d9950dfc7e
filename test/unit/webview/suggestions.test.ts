import assert from 'node:assert/strict';
import type { SuggestionCard } from '../../../extension/shared/suggestionsView';
import { levelFor } from '../../../webview/graph/levels';
import { markElements, markOf, marksFrom, markText } from '../../../webview/graph/marks';
import { changeText } from '../../../webview/panels/suggestions/change';
import { createChoice, sameIds } from '../../../webview/panels/suggestions/choice';
import { arrange } from '../../../webview/panels/suggestions/order';
import { chosenPoint, nearestPoint, plotScale } from '../../../webview/panels/suggestions/plotScale';

function card(
  id: string,
  parts: Partial<SuggestionCard> = {},
  shares: Record<string, number> = {},
): SuggestionCard {
  return {
    id,
    title: `Technique ${id}`,
    what: '',
    layer: null,
    exact: false,
    risk: 'low',
    needs: [],
    bars: Object.entries(shares).map(([label, share]) => ({
      label,
      share,
      before: '',
      after: '',
      exact: '',
    })),
    layerBars: [],
    facts: [],
    canApply: false,
    applyHint: '',
    ranks: false,
    ...parts,
  };
}

describe('the list of suggestions', () => {
  const ids = (cards: readonly SuggestionCard[]): string => cards.map(({ id }) => id).join('');
  const cards = [
    card('a', { risk: 'high', layer: { id: '1', name: 'layers/0/conv' } }, { MACs: 0.9, Moved: 0.9 }),
    card('b', { risk: 'none' }, { Weights: 0.2 }),
    card('c', { exact: true, risk: 'none' }, { MACs: 1.2 }),
    card('d', { layer: { id: '2', name: 'layers/1/conv' } }, { MACs: 0.5, Moved: 0.9, Weights: 0.5 }),
  ];

  it('is in the order in which it was sent until another one is asked for', () => {
    assert.equal(ids(arrange(cards, '', 'best')), 'abcd');
    assert.equal(ids(arrange(cards, '', 'macs')), 'dabc');
    assert.equal(ids(arrange(cards, '', 'bytes')), 'dabc');
    assert.equal(ids(arrange(cards, '', 'risk')), 'cbda');
  });

  it('is filtered by all words, in technique or layer', () => {
    assert.equal(ids(arrange(cards, ' Layers  CONV ', 'best')), 'ad');
    assert.equal(ids(arrange(cards, 'technique d 1/', 'best')), 'd');
    assert.equal(ids(arrange(cards, 'whole model', 'best')), 'bc');
    assert.equal(ids(arrange(cards, 'none', 'best')), '');
  });
});

describe('changes in words', () => {
  it('say savings and growth with as many digits as matter', () => {
    const texts = [0.66, 1, 0.985, 0.9996, 0.99999, 1.33, 1.03, 0, 0.0001, 0.004, 12.3, NaN].map(changeText);
    assert.deepEqual(texts, [
      '−34%',
      '0%',
      '−1.5%',
      '−0.04%',
      '≈0%',
      '+33%',
      '+3.0%',
      '−100%',
      '−99.9%',
      '−99.6%',
      '12x',
      '',
    ]);
  });
});

describe('what is chosen', () => {
  it('runs ahead of the answers', () => {
    const choice = createChoice(() => 0);
    choice.set(['a']);
    choice.set(['a', 'b']);
    choice.hear([]);
    choice.hear(['a']);
    assert.deepEqual([choice.ids, choice.pending], [['a', 'b'], true]);
    choice.hear(['a', 'b']);
    assert.deepEqual([choice.ids, choice.pending], [['a', 'b'], false]);
  });

  it('gives way to a choice that is not its own, and to an old one that lasts', () => {
    let now = 0;
    const choice = createChoice(() => now);
    choice.set(['a']);
    choice.hear(['x']);
    assert.deepEqual([choice.ids, choice.pending], [['x'], false]);
    choice.set(['x', 'y']);
    now = 10_000;
    choice.hear(['x']);
    assert.deepEqual([choice.ids, choice.pending], [['x'], false]);
  });

  it('is the same in any order', () => {
    assert.ok(
      sameIds(['a', 'b'], ['b', 'a']) && !sameIds(['a'], ['a', 'b']) && !sameIds(['a', 'c'], ['a', 'b']),
    );
  });
});

describe('the plot of plans', () => {
  const points = [
    { risk: 0, cost: 2, label: '', ids: [], meetsBudget: false },
    { risk: 0.5, cost: 1, label: '', ids: ['a', 'b'], meetsBudget: true },
  ];

  it('begins at 0 and takes the point that is meant', () => {
    const scale = plotScale(points, 300, 200);
    assert.ok(scale.y(0) > scale.y(1) && scale.x(0.5) < 300);
    assert.equal(nearestPoint(points, scale, [scale.x(0.5) - 9, scale.y(1) + 9]), 1);
    assert.equal(nearestPoint(points, scale, [scale.x(0.25), scale.y(0.2)]), null);
    assert.equal(nearestPoint([], plotScale([], 0, 200), [0, 0]), null);
  });

  it('marks what is chosen, or else what was asked for', () => {
    const plan = { points, chosen: 0, message: '' };
    assert.equal(chosenPoint(plan, ['b', 'a']), 1);
    assert.equal(chosenPoint(plan, ['z']), 0);
  });
});

describe('badges', () => {
  it('are for layers and closed groups, and in words', () => {
    const marks = marksFrom(new Map([['1', 2]]), {
      layers: { '2': 'added', '1': 'changed' },
      groups: {
        'group:/a': { changed: 2, added: 0, removed: 0 },
        'group:/b': { changed: 1, added: 2, removed: 1 },
      },
    });
    assert.equal(
      markText(markOf(marks, { kind: 'layer', id: '1' })),
      ', changed in comparison, 2 suggestions',
    );
    assert.equal(markElements(markOf(marks, { kind: 'layer', id: '1' })), 11);
    assert.equal(markText(markOf(marks, { kind: 'group', id: 'group:/a' })), ', 2 changed in comparison');
    const { difference } = markOf(marks, { kind: 'group', id: 'group:/b' });
    assert.deepEqual(difference, {
      kind: 'changed',
      label: '4 differ',
      words: '1 changed, 2 added and 1 removed',
    });
    assert.equal(markText(markOf(marks, { kind: 'input', id: '1' })), '');
    assert.equal(markText({ suggestions: 1, difference: null }), ', 1 suggestion');
    assert.equal(markText(markOf(marks, { kind: 'layer', id: '2' })), ', added in comparison');
  });

  it('count in the budget of elements', () => {
    assert.equal(levelFor(1, 100, 100), 'near');
    assert.equal(levelFor(1, 100, 100, 500), 'middle');
  });
});
