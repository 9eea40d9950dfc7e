import { element, icon, ICONS } from '../ui/dom';

/** A titled part of the side pane that folds. */
export interface Section {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  /** A short remark at the right end of the title. */
  note(text: string): void;
  show(visible: boolean): void;
  /** Unfolds it and brings its beginning into sight. */
  reveal(): void;
}

export function section(title: string, name: string, open = true): Section {
  const note = element('span', { class: 'section-note' });
  const body = element('div', { class: `section-body ${name}` });
  const summary = element('summary', {}, icon(ICONS.toggle), element('h2', {}, title), note);
  const details = element('details', { class: `section section-${name}` }, summary, body);
  details.open = open;
  return {
    element: details,
    body,
    note: (text) => {
      note.textContent = text;
    },
    show: (visible) => {
      details.hidden = !visible;
    },
    reveal: () => {
      details.open = true;
      details.scrollIntoView({ block: 'start' });
    },
  };
}
