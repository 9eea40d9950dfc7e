import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, type Page, type Route } from 'playwright-core';
import { type PageAssets, panelPage } from '../../extension/shared/panelPage';
import { type FromWebview, type ToWebview } from '../../extension/shared/webviewProtocol';
import { projectRoot } from '../helpers/root';
import { launchChromium } from '../runner/chromium.mjs';
import { type FakeHost, installFakeHost } from './fakeHost';
import { type Theme, THEME_HOSTS } from './themes';

const ROOT = projectRoot();
const ORIGIN = 'https://webview.test';
const SCREENSHOTS = path.join(ROOT, 'out/screenshots');
const SERVED = ['dist', 'media'];
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

export interface PageOptions {
  /** The document; the default loads dist/webview.js and dist/webview.css under the editor's policy. */
  readonly html?: (assets: PageAssets) => string;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** Answers a message of the page, as the extension would. */
  readonly onMessage?: (message: FromWebview, webview: Webview) => void | Promise<void>;
}

/** The webview bundle in a real browser, with a test in the extension's place. */
export interface Webview {
  readonly page: Page;
  /** All messages that the page has posted, oldest first; they survive {@link Webview.hideAndShow}. */
  readonly messages: readonly FromWebview[];
  /** Uncaught exceptions, console errors and policy violations since the page was opened. */
  readonly errors: readonly string[];
  send(message: ToWebview): Promise<void>;
  /** The first message of this type, now or within five seconds; rejects when there is none. */
  message<T extends FromWebview['type']>(type: T): Promise<Extract<FromWebview, { type: T }>>;
  setTheme(theme: Theme): Promise<void>;
  /** Throws the document away and loads it again with the state it saved, as VS Code does with a hidden webview. */
  hideAndShow(): Promise<void>;
  /** Writes out/screenshots/NAME.png. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

let launched: Promise<Browser> | undefined;

after(async () => {
  await (await launched)?.close();
});

/** Opens the webview bundle in Chromium as VS Code would: its policy, its theme variables, its message API. */
export async function openPage(options: PageOptions = {}): Promise<Webview> {
  launched ??= launchChromium();
  const browser = await launched;
  const viewport = { width: options.width ?? 1200, height: options.height ?? 800 };
  const page = await browser.newPage({ viewport, locale: 'en-US', reducedMotion: 'reduce' });
  const webview = driveWebview(page, options);
  await page.route(`${ORIGIN}/**`, (route) => serve(route, options.html ?? panelPage));
  await page.addInitScript<FakeHost>(installFakeHost, THEME_HOSTS[options.theme ?? 'dark']);
  await webview.start();
  return webview;
}

function driveWebview(page: Page, options: PageOptions): Webview & { start(): Promise<void> } {
  const messages: FromWebview[] = [];
  const errors = collectErrors(page);
  const webview = {
    page,
    messages,
    errors,
    send: (message: ToWebview) => page.evaluate(dispatch, message),
    message: <T extends FromWebview['type']>(type: T) => waitForMessage(messages, type),
    setTheme: (theme: Theme) => page.evaluate(applyTheme, THEME_HOSTS[theme]),
    hideAndShow: async () => {
      await page.reload();
    },
    screenshot: async (name: string) => {
      const file = path.join(SCREENSHOTS, `${name}.png`);
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    },
    close: () => page.close(),
    start: async () => {
      await page.exposeFunction('layercostPost', async (text: string) => {
        const message = JSON.parse(text) as FromWebview;
        messages.push(message);
        await options.onMessage?.(message, webview);
      });
      await page.goto(`${ORIGIN}/`);
    },
  };
  return webview;
}

function dispatch(message: ToWebview): void {
  window.dispatchEvent(new MessageEvent('message', { data: message, origin: window.location.origin }));
}

function applyTheme(host: FakeHost): void {
  Reflect.apply(Reflect.get(window, 'layercostApplyTheme') as (theme: FakeHost) => void, window, [host]);
}

function collectErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

async function waitForMessage<T extends FromWebview['type']>(
  messages: readonly FromWebview[],
  type: T,
): Promise<Extract<FromWebview, { type: T }>> {
  const end = Date.now() + 5_000;
  for (;;) {
    const found = messages.find((message) => message.type === type);
    if (found !== undefined) return found as Extract<FromWebview, { type: T }>;
    if (Date.now() > end) throw new Error(`the page posted no "${type}" message within five seconds`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function serve(route: Route, html: (assets: PageAssets) => string): Promise<void> {
  const name = new URL(route.request().url()).pathname.slice(1);
  if (name === '') return route.fulfill({ contentType: 'text/html', body: html(assets()) });
  if (name === 'favicon.ico') return route.fulfill({ status: 204 });
  const file = path.join(ROOT, name);
  if (!SERVED.some((folder) => file.startsWith(path.join(ROOT, folder) + path.sep))) {
    return route.fulfill({ status: 404 });
  }
  const body = await readFile(file).catch(() => null);
  if (body === null) return route.fulfill({ status: 404 });
  return route.fulfill({ contentType: TYPES[path.extname(file)] ?? 'application/octet-stream', body });
}

function assets(): PageAssets {
  return {
    cspSource: ORIGIN,
    nonce: 'dGVzdC1ub25jZQ',
    script: `${ORIGIN}/dist/webview.js`,
    style: `${ORIGIN}/dist/webview.css`,
  };
}
