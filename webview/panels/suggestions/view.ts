import { isSamePlace } from '../../../extension/shared/ranks';
import type { SuggestionsView } from '../../../extension/shared/suggestionsView';
import type { FromWebview } from '../../../extension/shared/webviewProtocol';
import { type Counts, NO_COUNTS } from '../../graph/marks';
import { element } from '../../ui/dom';
import type { Section } from '../section';
import type { CardState } from './card';
import { createCardList } from './cardList';
import { createChoice } from './choice';
import { createFooter } from './footer';
import { createListTools } from './listTools';
import { arrange } from './order';
import { createPlanning } from './planning';
import { createPrompt } from './prompt';
import { createSummary } from './summary';

/** The section "Suggestions" of the side pane. */
export interface Suggestions {
  /** Badges for the graph; the same object for as long as they are the same. */
  readonly marks: Counts;
  show(view: SuggestionsView | null): void;
  /** Goes to what is suggested for a layer, or else to the section; asks for suggestions where nobody has. */
  open(layer: string | null): void;
}

/** Fills the section and sends what the user does in it. */
export function createSuggestions(section: Section, post: (message: FromWebview) => void): Suggestions {
  const choice = createChoice();
  let view: SuggestionsView | null = null;
  let marks = NO_COUNTS;
  /** The card whose preview has been asked for and has not come. */
  let awaited: string | null = null;
  /** The same of its ranks. */
  let curveAwaited: string | null = null;

  const prompt = createPrompt(ask);
  const planning = createPlanning({
    plan: (budget) => {
      awaited = null;
      post({ type: 'plan', budget });
    },
    choose,
  });
  const tools = createListTools(showList);
  const summary = createSummary(remove, () => {
    const { top } = summary.element.getBoundingClientRect();
    choose([]);
    list.focusBelow(top);
  });
  const list = createCardList({
    choose: (id, chosen) => {
      if (chosen) choose([...choice.ids, id]);
      else remove(id);
    },
    preview: (id) => {
      awaited = id;
      post({ type: 'preview', id });
      showList();
    },
    apply: (id) => {
      post({ type: 'applySuggestion', id });
    },
    ranks: (id) => {
      curveAwaited = id;
      post({ type: 'ranks', id });
      showList();
    },
    measureRanks: () => {
      post({ type: 'measureRanks' });
    },
    useRank: (id) => {
      choose([...choice.ids.filter((other) => !isSamePlace(other, id)), id]);
    },
    reveal: (id) => {
      post({ type: 'reveal', id });
    },
  });
  const none = element('p', { class: 'empty', attributes: { role: 'status' } });
  const footer = createFooter();
  const parts = [planning.element, tools.element, summary.element, list.element, none, footer.element];
  const ready = element('div', { class: 'ready' }, ...parts);
  section.body.append(prompt.element, ready);

  return {
    get marks() {
      return marks;
    },
    show(next) {
      view = next;
      prompt.show(next);
      ready.hidden = next?.status !== 'ready';
      section.note(next?.status === 'ready' ? String(next.cards.length) : '');
      marks = marksOf(next, marks);
      if (next?.status === 'ready') showReady(next);
    },
    open(layer) {
      section.reveal();
      if (view === null) ask();
      else if (layer !== null && marks.has(layer)) {
        tools.clearFilter();
        list.focus((card) => card.layer?.id === layer);
      }
    },
  };

  function ask(): void {
    post({ type: 'suggest' });
  }

  function remove(id: string): void {
    choose(choice.ids.filter((other) => other !== id));
  }

  function choose(ids: readonly string[]): void {
    awaited = null;
    choice.set(ids);
    post({ type: 'choose', ids });
    if (view?.status === 'ready') showReady(view, false);
  }

  function showReady(shown: SuggestionsView, heard = true): void {
    if (heard) choice.hear(shown.chosen);
    if (shown.preview?.id === awaited || shown.message !== '') awaited = null;
    if (shown.rankCurve?.id === curveAwaited || shown.message !== '') curveAwaited = null;
    planning.show(shown, choice.ids);
    const busy = choice.pending || (shown.combined === null && shown.message === '');
    const ranks = shown.chosenRanks.filter(({ id }) => choice.ids.includes(id));
    summary.show(choice.ids.length, shown.combined, ranks, busy);
    footer.show(shown.trivial, shown.remarks);
    list.keepOnly(new Set(shown.cards.map(({ id }) => id)));
    tools.element.hidden = shown.cards.length === 0;
    showList();
  }

  function showList(): void {
    if (view?.status !== 'ready') return;
    const chosen = new Set(choice.ids);
    const { cards, preview, rankCurve } = view;
    const stateOf = (id: string): CardState => ({
      chosen: chosen.has(id),
      preview: preview?.id === id ? preview : null,
      awaited: awaited === id,
      curve: rankCurve?.id === id ? rankCurve : null,
      curveAwaited: curveAwaited === id,
    });
    const arranged = arrange(cards, tools.filter, tools.sort);
    list.show(arranged, stateOf);
    none.hidden = arranged.length > 0;
    none.textContent = cards.length === 0 ? 'Nothing to suggest for this network.' : 'No suggestion matches.';
  }
}

function marksOf(view: SuggestionsView | null, known: Counts): Counts {
  const entries = Object.entries(view?.marks ?? {}).filter(([, count]) => count > 0);
  const same = entries.length === known.size && entries.every(([id, count]) => known.get(id) === count);
  return same ? known : new Map(entries);
}
