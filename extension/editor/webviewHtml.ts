import { Uri, type Webview } from 'vscode';
import { panelPage } from '../shared/panelPage';

/** Folders that a page may load from. */
export function resourceRoots(extensionUri: Uri): readonly Uri[] {
  return [Uri.joinPath(extensionUri, 'dist')];
}

/** The panel's page for this webview, with a nonce of its own. */
export function webviewHtml(webview: Webview, extensionUri: Uri): string {
  const resource = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', name)).toString();
  return panelPage({
    cspSource: webview.cspSource,
    nonce: randomText(),
    script: resource('webview.js'),
    style: resource('webview.css'),
  });
}

function randomText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
