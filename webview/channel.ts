import { type FromWebview, PROTOCOL_VERSION, type ToWebview } from '../extension/shared/webviewProtocol';
import type { ViewState } from '../extension/shared/scene';

/** The part of VS Code's webview API that the page uses. */
export interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/** Typed messages to and from the extension. */
export interface Channel {
  readonly api: WebviewApi;
  post(message: FromWebview): void;
  listen(handle: (message: ToWebview) => void): void;
  /** Says that the page listens; the extension answers with a snapshot. */
  ready(view: ViewState | null): void;
}

export function openChannel(): Channel {
  const api = acquireVsCodeApi();
  const post = (message: FromWebview): void => {
    api.postMessage(message);
  };
  return {
    api,
    post,
    listen: (handle) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isMessage(event.data)) handle(event.data);
      });
    },
    ready: (view) => {
      post({ type: 'ready', version: PROTOCOL_VERSION, view });
    },
  };
}

/** Only the extension can post into a webview; what is checked is that it speaks this page's language. */
function isMessage(data: unknown): data is ToWebview {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  return data.type === 'snapshot' || data.type === 'reveal' || data.type === 'found';
}
