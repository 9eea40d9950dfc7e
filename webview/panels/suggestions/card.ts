import type { RankCurveView, SuggestionCard } from '../../../extension/shared/suggestionsView';
import { checkBox } from '../../ui/checkBox';
import { element, fill } from '../../ui/dom';
import { linkButton, smallButton } from '../../ui/smallButton';
import { needTags, riskBadge } from './badge';
import { createBars } from './bars';
import { createPreview, type PreviewScenes } from './preview';
import { createRanks, type Ranks } from './ranks';
import { createWhy } from './why';

export interface CardEvents {
  choose(id: string, chosen: boolean): void;
  preview(id: string | null): void;
  readonly apply: (id: string) => void;
  /** Opens the ranks of a card, or with null closes them. */
  ranks(id: string | null): void;
  readonly useRank: (id: string) => void;
  /** Begins to measure output errors of the ranks, or stops that. */
  readonly measureRanks: () => void;
  reveal(layer: string): void;
}

/** What of the page's state a card shows. */
export interface CardState {
  readonly chosen: boolean;
  readonly preview: PreviewScenes | null;
  /** The preview was asked for and is not there yet. */
  readonly awaited: boolean;
  readonly curve: RankCurveView | null;
  readonly curveAwaited: boolean;
}

/** One suggestion. Its controls stay the same elements, so that focus and what is unfolded outlive new figures. */
export interface CardView {
  readonly element: HTMLElement;
  show(card: SuggestionCard, state: CardState): void;
  focus(): void;
}

let made = 0;

export function createCard(id: string, events: CardEvents): CardView {
  const inputId = `suggestion-${++made}`;
  let layer: string | null = null;
  let previewed = false;
  let explored = false;
  const check = checkBox(inputId, (chosen) => {
    events.choose(id, chosen);
  });
  const title = element('label', { attributes: { for: inputId } });
  const what = element('p', { class: 'card-what', attributes: { id: `${inputId}-what` } });
  check.element.setAttribute('aria-describedby', what.id);
  const link = linkButton(() => {
    if (layer !== null) events.reveal(layer);
  });
  const meta = element('div', { class: 'card-meta' });
  const bars = createBars('Costs of the whole model');
  const preview = smallButton('Preview', () => {
    events.preview(previewed ? null : id);
  });
  const ranks = smallButton('Ranks', () => {
    events.ranks(explored ? null : id);
  });
  const apply = smallButton('Apply', () => {
    events.apply(id);
  });
  const why = createWhy();
  const scenes = createPreview();
  const rankPlace = element('div');
  /** Made for those who look at it: a list has many cards. */
  let curve: Ranks | null = null;
  const waiting = element('p', { class: 'dim', attributes: { role: 'status' } }, 'Drawing…');
  const pricing = element('p', { class: 'dim', attributes: { role: 'status' } }, 'Pricing ranks…');
  const place = element(
    'li',
    { class: 'card', attributes: { 'data-id': id } },
    element('div', { class: 'card-head' }, check.element, element('h3', {}, title)),
    what,
    meta,
    bars.element,
    element(
      'div',
      { class: 'card-foot' },
      element('div', { class: 'card-buttons' }, ranks, preview, apply),
      why.element,
    ),
    pricing,
    rankPlace,
    waiting,
    scenes.element,
  );
  let shown = '';
  return {
    element: place,
    focus: () => {
      check.element.focus({ preventScroll: true });
    },
    show(card, state) {
      layer = card.layer?.id ?? null;
      previewed = state.preview !== null || state.awaited;
      check.checked = state.chosen;
      place.classList.toggle('chosen', state.chosen);
      preview.setAttribute('aria-pressed', String(previewed));
      waiting.hidden = !state.awaited || state.preview !== null;
      scenes.element.hidden = state.preview === null;
      if (state.preview) scenes.show(state.preview);
      explored = state.curve !== null || state.curveAwaited;
      ranks.setAttribute('aria-pressed', String(explored));
      pricing.hidden = !state.curveAwaited || state.curve !== null;
      rankPlace.hidden = state.curve === null;
      if (state.curve) showRanks(state.curve, card.canApply);
      const key = JSON.stringify(card);
      if (key === shown) return;
      shown = key;
      showTexts(card);
    },
  };

  function showRanks(shownCurve: RankCurveView, canApply: boolean): void {
    curve ??= createRanks({ use: events.useRank, apply: events.apply, measure: events.measureRanks });
    if (!curve.element.parentElement) rankPlace.append(curve.element);
    curve.show(shownCurve, canApply);
  }

  function showTexts(card: SuggestionCard): void {
    const about = card.layer?.name ?? 'whole model';
    const whole = element('span', { class: 'dim' }, 'Whole model');
    title.textContent = card.title;
    what.textContent = card.what;
    link.textContent = about;
    link.title = `Show ${about} in the graph`;
    check.element.setAttribute('aria-label', `${card.title}, ${about}`);
    preview.setAttribute('aria-label', `Preview: ${card.title}, ${about}`);
    apply.setAttribute('aria-label', `Apply: ${card.title}, ${about}`);
    ranks.setAttribute('aria-label', `Ranks: ${card.title}, ${about}`);
    ranks.hidden = !card.ranks;
    apply.disabled = !card.canApply;
    apply.title = card.applyHint;
    // Moving the link would cost it its focus.
    if (link.parentElement !== meta || card.layer === null) fill(meta, card.layer ? link : whole);
    while (meta.children.length > 1) meta.lastElementChild?.remove();
    meta.append(...[needTags(card.needs), riskBadge(card)].filter((part) => part !== null));
    bars.show(card.bars);
    why.show(card);
  }
}
