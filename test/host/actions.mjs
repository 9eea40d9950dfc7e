import path from 'node:path';
import { ownErrors } from './ownErrors.mjs';

const PATIENCE_MS = 40_000;
const POLL_MS = 50;

/** A webview is a frame in a frame; its content is in the inner one, which appears and goes with its tab. */
const WEBVIEW_FRAME = /\/webview\/browser\/pre\/fake\.html/;

/** Status items and badges that only the browser VS Code has, hidden in screenshots. */
const WEB_ONLY = ['workbench.keyboardLayout', 'notifications', 'forwardedPorts', 'host']
  .map((id) => `[id="status.${id}"]`)
  .join(',');

/** What a test inside VS Code may ask of the page around it. Texts match when they contain the given one. */
export function uiActions({ page, messages, screenshots }) {
  return {
    ...editorActions(page),
    ...workbenchActions(page),
    ...webviewActions(page),
    async screenshot(name) {
      await page.addStyleTag({ content: `${WEB_ONLY} { display: none !important; }` });
      const file = path.join(screenshots, `${name}.png`);
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    },
    consoleErrors: () => ownErrors(messages),
  };
}

function editorActions(page) {
  const lenses = page.locator('.codelens-decoration a:visible');
  return {
    lensTexts: () => lenses.allTextContents(),
    async clickLens(text) {
      const lens = lenses.filter({ hasText: text }).first();
      await lens.waitFor({ timeout: PATIENCE_MS });
      const shown = await lens.textContent();
      await lens.click();
      return shown;
    },
    /** Rests the mouse on a word of the active editor and answers what the hover then says. */
    async hover(text) {
      await page.locator('.editor-instance .view-line span:not(:has(*))', { hasText: text }).first().hover();
      const content = page.locator('.monaco-hover:visible .hover-contents').first();
      await content.waitFor({ timeout: PATIENCE_MS });
      return page.locator('.monaco-hover:visible').first().innerText();
    },
  };
}

function workbenchActions(page) {
  const click = (selector, hasText) =>
    page.locator(selector, { hasText }).first().click({ timeout: PATIENCE_MS });
  return {
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    /** Ends hovers and highlights, for a screenshot without them. */
    moveMouseAway: () => page.mouse.move(0, 0),
    /** Keys pressed inside a webview do not reach the workbench reliably: take the focus out of it. */
    focusWorkbench: () => page.locator('.part.sidebar .composite.title').click({ timeout: PATIENCE_MS }),
    openFromExplorer: (name) => {
      const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
      return row.dblclick({ timeout: PATIENCE_MS });
    },
    clickTab: (name) => click('.tabs-container .tab', name),
    clickTitleAction: (label) =>
      page
        .locator(`.editor-actions a[aria-label*=${JSON.stringify(label)}]:visible`)
        .first()
        .click({ timeout: PATIENCE_MS }),
    clickSelector: (selector) => page.locator(selector).first().click({ timeout: PATIENCE_MS }),
    texts: (selector) => page.locator(`${selector}:visible`).allInnerTexts(),
    inputValues: (selector) =>
      page.locator(`${selector}:visible`).evaluateAll((inputs) => inputs.map(({ value }) => value)),
    statusTexts: () => page.locator('.statusbar-item:visible').allInnerTexts(),
    notifications: () =>
      page.locator('.notifications-toasts .notification-list-item-message:visible').allInnerTexts(),
  };
}

function webviewActions(page) {
  const within =
    (act) =>
    async (selector, ...rest) =>
      act(await findInWebview(page, selector), ...rest);
  return {
    webviewText: within((element) => element.innerText()),
    webviewTexts: async (selector) => {
      const frame = await findFrame(page, selector);
      return frame.locator(selector).allInnerTexts();
    },
    webviewAttribute: within((element, name) => element.getAttribute(name)),
    webviewClick: within((element) => element.click({ timeout: PATIENCE_MS })),
    webviewHover: within((element) => element.hover({ timeout: PATIENCE_MS })),
    webviewFill: within((element, text) => element.fill(text)),
    webviewPress: within((element, key) => element.press(key)),
    webviewExists: (selector) => frameWith(page, selector).then((frame) => frame !== null),
    webviewBodyClass: async () => (await findFrame(page, 'body')).locator('body').getAttribute('class'),
  };
}

async function findInWebview(page, selector) {
  const frame = await findFrame(page, selector);
  return frame.locator(selector).locator('visible=true').first();
}

async function findFrame(page, selector) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const frame = await frameWith(page, selector);
    if (frame !== null) return frame;
    if (Date.now() > end) throw new Error(`no webview shows ${selector}`);
    await page.waitForTimeout(POLL_MS);
  }
}

/** The webview frame in which the selector is visible; hidden tabs may keep frames of their own. */
async function frameWith(page, selector) {
  for (const frame of page.frames()) {
    if (WEBVIEW_FRAME.test(frame.url()) && (await isShown(frame, selector))) return frame;
  }
  return null;
}

async function isShown(frame, selector) {
  try {
    const holder = await frame.parentFrame()?.frameElement();
    const visible = (await holder?.isVisible()) ?? true;
    return visible && (await frame.locator(selector).locator('visible=true').count()) > 0;
  } catch {
    return false; // the frame went away meanwhile
  }
}
