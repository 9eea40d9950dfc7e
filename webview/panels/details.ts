import type { Details, Fact } from '../../extension/shared/webviewProtocol';
import { textButton } from '../ui/controls';
import { element, fill } from '../ui/dom';
import { createFigures, type FigureActions, type Figures } from './figures';
import { factList } from './totals';

interface DetailActions extends FigureActions {
  openListing(id: string): void;
  toggle(id: string): void;
  isOpen(id: string): boolean;
}

/** The detail pane: everything that is known of the selected layer or group. */
export interface DetailPane {
  show(details: Details | null): void;
}

/** Draws only what is new: a figure that is being read keeps the focus. */
export function createDetails(parent: HTMLElement, actions: DetailActions): DetailPane {
  const figures = createFigures(actions);
  let shown = '';
  return {
    show(details) {
      const key = JSON.stringify([details, details !== null && actions.isOpen(details.id)]);
      if (key !== shown) draw(parent, details, figures, actions);
      shown = key;
    },
  };
}

function draw(parent: HTMLElement, details: Details | null, figures: Figures, actions: DetailActions): void {
  if (details === null) {
    fill(parent, element('p', { class: 'empty' }, 'Select a layer to see its shapes, costs and formula.'));
    return;
  }
  fill(
    parent,
    element(
      'header',
      { class: `detail-title family-${details.family}` },
      element('span', { class: 'dot' }),
      element('h3', {}, details.title),
      element('p', {}, details.subtitle),
    ),
    buttons(details, actions),
    part('Costs', details.costs.length > 0 ? figures.list(details.costs) : null),
    part('Share of the total', shares(details.shares)),
    part('Inputs', tensors(details.inputs)),
    part('Outputs', tensors(details.outputs)),
    part('Attributes', details.attributes.length > 0 ? factList(details.attributes, 'facts mono') : null),
    part('Notes', notes(details.notes)),
  );
}

function buttons(details: Details, actions: DetailActions): HTMLElement | null {
  const made = details.hasSource
    ? textButton('Open in listing', () => {
        actions.openListing(details.id);
      })
    : details.family === 'group'
      ? textButton(actions.isOpen(details.id) ? 'Close group' : 'Open group', () => {
          actions.toggle(details.id);
        })
      : null;
  return made && element('div', { class: 'buttons' }, made);
}

function part(title: string, content: HTMLElement | null): HTMLElement | null {
  return content && element('section', { class: 'part' }, element('h4', {}, title), content);
}

function shares(facts: readonly Fact[]): HTMLElement | null {
  if (facts.length === 0) return null;
  const lines = facts.map(({ label, value }) => {
    const bar = element('span', { class: 'bar', attributes: { 'aria-hidden': 'true' } });
    bar.style.setProperty('--heat', `${Number.parseFloat(value.replace(/[^\d.]/g, '')) || 0}%`);
    return element('div', { class: 'fact share' }, element('dt', {}, label), element('dd', {}, value), bar);
  });
  return element('dl', { class: 'facts' }, ...lines);
}

function tensors(facts: readonly Fact[]): HTMLElement | null {
  return facts.length === 0 ? null : factList(facts, 'facts tensors');
}

function notes(lines: readonly string[]): HTMLElement | null {
  return lines.length === 0
    ? null
    : element('ul', { class: 'notes' }, ...lines.map((line) => element('li', {}, line)));
}
