import { element } from './dom';

/** A low button with a text, for places that hold many of them. */
export function smallButton(label: string, onPress: () => void): HTMLButtonElement {
  return element(
    'button',
    { class: 'small-button', attributes: { type: 'button' }, on: { click: onPress } },
    label,
  );
}

/** A button that reads as part of a text and leads somewhere. */
export function linkButton(onPress: () => void): HTMLButtonElement {
  return element('button', { class: 'link-button', attributes: { type: 'button' }, on: { click: onPress } });
}
