/** What the page around VS Code can do for a test; see test/host/actions.mjs. Texts match when they contain the given one. */
export interface UiActions {
  /** The visible CodeLens texts of all editors. */
  lensTexts(): string[];
  /** Clicks the first lens with this text and answers its whole text. */
  clickLens(text: string): string;
  /** Rests the mouse on a word of the editor and answers the hover's text. */
  hover(text: string): string;
  press(key: string): null;
  type(text: string): null;
  /** Ends hovers and highlights, for a screenshot without them. */
  moveMouseAway(): null;
  /** Takes the focus out of a webview: keys pressed inside one do not reach the workbench reliably. */
  focusWorkbench(): null;
  openFromExplorer(fileName: string): null;
  clickTab(title: string): null;
  /** Clicks a button at the right end of the tabs by its tooltip. */
  clickTitleAction(label: string): null;
  clickSelector(selector: string): null;
  texts(selector: string): string[];
  /** What stands in the input fields of the workbench. */
  inputValues(selector: string): string[];
  statusTexts(): string[];
  notifications(): string[];
  webviewText(selector: string): string;
  webviewTexts(selector: string): string[];
  webviewAttribute(selector: string, name: string): string | null;
  webviewClick(selector: string): null;
  webviewHover(selector: string): null;
  webviewFill(selector: string, text: string): null;
  webviewPress(selector: string, key: string): null;
  /** Whether a visible webview shows it now, without waiting. */
  webviewExists(selector: string): boolean;
  webviewBodyClass(): string;
  /** Writes a PNG into out/screenshots, in a folder named for the VS Code version. */
  screenshot(name: string): null;
  /** Errors printed by this extension, in its webviews or its extension host, since VS Code was opened. */
  consoleErrors(): string[];
}

/** Whether a page is there to be driven; under desktop VS Code there is none. */
export function hasUi(): boolean {
  return Boolean(process.env['UI_BRIDGE']);
}

/** Performs an action in the page around VS Code; actions that wait for something give up after 40 seconds and reject. */
export async function ui<K extends keyof UiActions>(
  name: K,
  ...values: Parameters<UiActions[K]>
): Promise<ReturnType<UiActions[K]>> {
  const bridge = process.env['UI_BRIDGE'];
  if (!bridge) throw new Error('no page to drive: guard the test with describeUi');
  const response = await fetch(`${bridge}/${name}`, { method: 'POST', body: JSON.stringify(values) });
  const reply = (await response.json()) as {
    readonly value: ReturnType<UiActions[K]>;
    readonly error?: string;
  };
  if (reply.error !== undefined) throw new Error(`${name}(${values.join(', ')}): ${reply.error}`);
  return reply.value;
}

/** `describe` for tests that drive the page; under desktop VS Code one skipped test that says so. */
export function describeUi(title: string, define: () => void): void {
  describe(title, () => {
    if (hasUi()) define();
    else it('drives the page of the browser VS Code, which desktop VS Code does not have');
  });
}
