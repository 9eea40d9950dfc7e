const WEBVIEW = /\/webview\/browser\/pre\/|vscode-resource/;

/**
 * The errors that are this extension's doing, out of all that page and extension host have printed: what a webview
 * says, and whatever names the extension or a file of it. VS Code's own complaints (no network, no account) are not.
 */
export function ownErrors(messages, extension) {
  const ours = ({ source, text }) =>
    WEBVIEW.test(source) ||
    text.includes(extension) ||
    /\blayercost\b/i.test(text) ||
    /\[Extension Host\]/.test(text);
  return messages
    .filter((message) => message.type === 'error' && ours(message))
    .map(({ source, text }) => `${source}: ${text}`);
}
