import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element, icon } from './dom';

/* The only file that knows the toolkit: the rest of the page sees plain elements and callbacks. */

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Dropdown {
  readonly element: HTMLElement;
  show(choices: readonly Choice[], value: string): void;
}

export interface TextField {
  readonly element: HTMLElement;
  value: string;
  readonly focus: () => void;
}

/** Registers the toolkit's elements; to be called once, before any control is made. */
export function startControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption(), vsCodeTextField());
}

/** A labelled dropdown; `onChoose` hears of the user's choices only. */
export function dropdown(label: string, onChoose: (value: string) => void): Dropdown {
  const control = document.createElement('vscode-dropdown') as HTMLElement & { value: string };
  control.setAttribute('aria-label', label);
  control.addEventListener('change', () => {
    if (control.value !== shown.value) onChoose((shown = { ...shown, value: control.value }).value);
  });
  let shown = { key: '', value: '' };
  return {
    element: labelled(label, control),
    show: (choices, value) => {
      const key = JSON.stringify(choices);
      if (key === shown.key && value === shown.value) return;
      if (key !== shown.key) control.replaceChildren(...choices.map(option));
      shown = { key, value };
      // The element takes a value only after its options have been upgraded.
      requestAnimationFrame(() => {
        control.value = value;
      });
    },
  };
}

function option({ value, label }: Choice): HTMLElement {
  const made = document.createElement('vscode-option');
  made.setAttribute('value', value);
  made.textContent = label;
  return made;
}

interface TextFieldOptions {
  readonly label: string;
  readonly placeholder?: string;
  readonly class?: string;
  /** Every keystroke. */
  readonly onInput?: (value: string) => void;
  /** Enter, or leaving the field after a change. */
  readonly onCommit?: (value: string) => void;
  readonly showLabel?: boolean;
}

/** A one-line text field. */
export function textField(options: TextFieldOptions): TextField {
  const control = document.createElement('vscode-text-field') as HTMLElement & { value: string };
  control.setAttribute('aria-label', options.label);
  if (options.placeholder !== undefined) control.setAttribute('placeholder', options.placeholder);
  if (options.class !== undefined) control.className = options.class;
  control.addEventListener('input', () => options.onInput?.(control.value));
  control.addEventListener('change', () => options.onCommit?.(control.value));
  return {
    element: options.showLabel === true ? labelled(options.label, control) : control,
    get value() {
      return control.value;
    },
    set value(value) {
      control.value = value;
    },
    focus: () => {
      control.focus();
    },
  };
}

/** A button that shows an icon; its label is read out and shown as a tooltip. */
export function iconButton(label: string, path: string, onPress: () => void): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', 'icon');
  button.setAttribute('aria-label', label);
  button.title = label;
  button.append(icon(path));
  button.addEventListener('click', onPress);
  return button;
}

/** A button with a text. */
export function textButton(
  label: string,
  onPress: () => void,
  appearance: 'primary' | 'secondary' = 'secondary',
): HTMLElement {
  const button = document.createElement('vscode-button');
  button.setAttribute('appearance', appearance);
  button.textContent = label;
  button.addEventListener('click', onPress);
  return button;
}

function labelled(label: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'field' }, element('span', { class: 'field-label' }, label), control);
}
