import { Uri, type Webview } from 'vscode';

/** Folders that a page may load from. */
export function resourceRoots(extensionUri: Uri): readonly Uri[] {
  return [Uri.joinPath(extensionUri, 'dist')];
}

/**
 * The page: a script, a style sheet and an empty body. Nothing from a model is ever part of it.
 * The toolkit's elements look for the nonce of their style sheets in `csp-nonce`.
 */
export function webviewHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = randomText();
  const resource = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="${nonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${resource('webview.css')}" />
    <title>Layer Graph</title>
  </head>
  <body>
    <script nonce="${nonce}" src="${resource('webview.js')}"></script>
  </body>
</html>`;
}

function randomText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
