/** What the page needs to believe that it is a VS Code webview; plain data, handed to the browser as JSON. */
export interface FakeHost {
  readonly bodyClass: string;
  readonly themeKind: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Runs in the page before any of its scripts: defines `acquireVsCodeApi` and applies the theme the way VS Code does,
 * through the style object and adopted sheets, so that the page's content security policy stays as strict as in the editor.
 * Must not refer to anything outside itself.
 */
export function installFakeHost(host: FakeHost): void {
  const key = 'vscode-webview-state';
  let acquired = false;
  const api = {
    postMessage: (message: unknown): void => {
      const post = Reflect.get(window, 'layercostPost') as (text: string) => void;
      post(JSON.stringify(message));
    },
    getState: (): unknown => {
      const text = sessionStorage.getItem(key);
      return text === null ? undefined : (JSON.parse(text) as unknown);
    },
    setState: (state: unknown): unknown => {
      sessionStorage.setItem(key, JSON.stringify(state));
      return state;
    },
  };
  const acquire = (): typeof api => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return api;
  };
  const applyTheme = (theme: FakeHost): void => {
    for (const [name, value] of Object.entries(theme.variables)) {
      document.documentElement.style.setProperty(name, value);
    }
    document.body.className = theme.bodyClass;
    document.body.dataset['vscodeThemeKind'] = theme.themeKind;
  };
  const adoptDefaults = (): void => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      @layer vscode-default {
        html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
        body { overscroll-behavior-x: none; margin: 0; padding: 0 20px; background-color: transparent;
          color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
          font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); }
        a, a code { color: var(--vscode-textLink-foreground); }
        a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color;
          outline-offset: -1px; }
      }
      html { background-color: var(--vscode-editor-background); }`);
    document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
  };
  Reflect.set(window, 'acquireVsCodeApi', acquire);
  Reflect.set(window, 'layercostApplyTheme', applyTheme);
  const observer = new MutationObserver(() => {
    if (document.body as HTMLElement | null) {
      observer.disconnect();
      adoptDefaults();
      applyTheme(host);
    }
  });
  observer.observe(document, { childList: true, subtree: true });
}
