import type { PanelSnapshot } from '../../extension/shared/webviewProtocol';
import { textButton } from '../ui/controls';
import { element, fill } from '../ui/dom';

/** Says in the graph's place, or above it, that something is under way or went wrong. */
export function createStatus(cancel: () => void): {
  readonly element: HTMLElement;
  show(snapshot: PanelSnapshot): void;
} {
  const notice = element('div', { class: 'notice', attributes: { role: 'status' } });
  return {
    element: notice,
    show({ status, message, scene }) {
      const covers = scene === null || status === 'failed';
      notice.className = `notice ${status} ${covers ? 'cover' : 'ribbon'}`;
      notice.hidden = status === 'ready' || (status === 'stale' && message === '' && scene === null);
      const text = message === '' ? (status === 'stale' ? 'Updating…' : 'Reading the model…') : message;
      const progress = status === 'loading' || status === 'stale';
      fill(
        notice,
        progress ? element('span', { class: 'progress', attributes: { 'aria-hidden': 'true' } }) : null,
        element('p', {}, text),
        progress ? textButton('Cancel', cancel) : null,
      );
    },
  };
}
