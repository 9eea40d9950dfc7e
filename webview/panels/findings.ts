import type { Finding } from '../../extension/shared/webviewProtocol';
import { element, fill, icon, ICONS } from '../ui/dom';

/** Findings of the model; one about a layer reveals it. */
export function showFindings(
  parent: HTMLElement,
  findings: readonly Finding[],
  reveal: (id: string) => void,
): void {
  fill(parent, element('ul', {}, ...findings.map((finding) => element('li', {}, row(finding, reveal)))));
}

function row({ severity, code, message, layer }: Finding, reveal: (id: string) => void): HTMLElement {
  const content = [
    icon(ICONS[severity]),
    element('span', { class: 'finding-text' }, message, ' ', element('span', { class: 'dim' }, code)),
  ];
  const label = { 'aria-label': `${severity}: ${message}` };
  if (layer === null) return element('div', { class: `finding ${severity}`, attributes: label }, ...content);
  const press = (): void => {
    reveal(layer);
  };
  const attributes = { type: 'button', ...label };
  return element('button', { class: `finding ${severity}`, attributes, on: { click: press } }, ...content);
}
