import { createWriteStream } from 'node:fs';
import { format } from 'node:util';

const READY_DEADLINE_MS = 60_000;

/**
 * A page for VS Code, empty until `open(url)`. `testsDone` resolves with the exit code that VS Code reports for the tests,
 * `gone` with a sentence when the page crashes; `messages` grows with everything that page and extension host print.
 */
export async function createWorkbench(browser, logFile) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-US' });
  const page = await context.newPage();
  const { messages, add } = collectMessages(page, createWriteStream(logFile));
  const gone = new Promise((resolve) => page.on('crash', () => resolve('the page of VS Code crashed')));
  // VS Code calls these two globals where they exist: the exit code of the tests, and every line it logs
  const testsDone = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  await page.exposeFunction('codeAutomationLog', (type, values) => {
    add({ type, source: 'log', text: format(...values) });
  });
  return { page, messages, testsDone, gone, open: (url) => openWorkbench(page, url) };
}

async function openWorkbench(page, url) {
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForSelector('.monaco-workbench .part.statusbar .statusbar-item', {
    timeout: READY_DEADLINE_MS,
  });
}

function collectMessages(page, log) {
  const messages = [];
  const add = (message) => {
    messages.push(message);
    log.write(`${message.source} ${message.type} ${message.text}\n`);
  };
  page.on('console', (message) => {
    add({ type: message.type(), source: message.location().url || 'page', text: message.text() });
  });
  page.on('pageerror', (error) => {
    add({ type: 'error', source: 'uncaught', text: error.stack ?? error.message });
  });
  return { messages, add };
}
