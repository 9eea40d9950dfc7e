import type { DocSection } from '../../extension/shared/documentation';
import type { Derivation, Figure } from '../../extension/shared/webviewProtocol';
import { element, icon, ICONS } from '../ui/dom';

export interface FigureActions {
  openDocs(section: DocSection): void;
}

/** Costs as lines of label and value; those that were derived unfold. Which ones are open is kept by label. */
export interface Figures {
  list(figures: readonly Figure[]): HTMLElement;
}

export function createFigures(actions: FigureActions): Figures {
  const open = new Set(['MACs']);
  const disclosure = (figure: Figure, derivation: Derivation): HTMLElement => {
    const details = element(
      'details',
      {
        class: 'figure',
        on: {
          toggle: () => {
            if (details.open) open.add(figure.label);
            else open.delete(figure.label);
          },
        },
      },
      element('summary', { class: 'fact' }, icon(ICONS.toggle), ...labelAndValue(figure)),
      derived(derivation, actions),
    );
    details.open = open.has(figure.label);
    return details;
  };
  const line = (figure: Figure): HTMLElement => {
    const { derivation, remark } = figure;
    const main = derivation
      ? disclosure(figure, derivation)
      : element('div', { class: 'fact' }, ...labelAndValue(figure));
    return element(
      'div',
      { class: 'figure-line', attributes: { role: 'listitem' } },
      main,
      remark === undefined ? null : element('p', { class: 'remark' }, remark),
    );
  };
  return {
    list: (figures) =>
      element('div', { class: 'facts figures', attributes: { role: 'list' } }, ...figures.map(line)),
  };
}

function labelAndValue({ label, value }: Figure): readonly HTMLElement[] {
  return [element('span', { class: 'label' }, label), element('span', { class: 'value' }, value)];
}

function derived({ formula, convention, section }: Derivation, actions: FigureActions): HTMLElement {
  const link = element(
    'button',
    {
      class: 'link-button',
      attributes: { type: 'button' },
      on: {
        click: () => {
          actions.openDocs(section);
        },
      },
    },
    'How this is counted',
  );
  return element(
    'div',
    { class: 'derivation' },
    formula.length === 0
      ? null
      : element('div', { class: 'formula' }, ...formula.map((text) => element('code', {}, text))),
    element('p', {}, ...convention.map((text) => `${text} `), link),
  );
}
