/** What VS Code itself complains about on a machine without network, account and service worker. */
const FOREIGN = [
  /^Failed to load resource: (the server responded with a status of 404|net::ERR_)/,
  /service ?worker/i,
  /^A bad HTTP response code \(404\) was received when fetching the script/,
  /ENOTFOUND|ERR_NAME_NOT_RESOLVED|ECONNREFUSED/,
  /open-vsx\.org/,
  /authentication provider '\w+' to register/,
  /WebSocket|remote-connection|socketFactory/,
];

/** VS Code repeats its log lines, formatted, on the page's console. */
const REPEATED = /^%c/;

/**
 * The errors that are this extension's doing, out of all that page and extension host have printed. The lines of an
 * extension do not name it, so everything counts that VS Code is not known to print by itself.
 */
export function ownErrors(messages) {
  return messages
    .filter(({ type, text }) => type === 'error' && !REPEATED.test(text))
    .filter(({ source, text }) => !FOREIGN.some((pattern) => pattern.test(text) || pattern.test(source)))
    .map(({ source, text }) => `${source}: ${text}`);
}
