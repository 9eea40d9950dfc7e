import * as vscode from 'vscode';

const PATIENCE_MS = 2_000;

const IDS = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof IDS;
export const THEMES = Object.keys(IDS) as readonly Theme[];

const KINDS: Readonly<Record<Theme, vscode.ColorThemeKind>> = {
  dark: vscode.ColorThemeKind.Dark,
  light: vscode.ColorThemeKind.Light,
  highContrast: vscode.ColorThemeKind.HighContrast,
  highContrastLight: vscode.ColorThemeKind.HighContrastLight,
};

/** Switches the whole window to a default theme and returns when the extension host has heard of it. */
export async function setTheme(theme: Theme): Promise<void> {
  const changed = themeChange(KINDS[theme]);
  const settings = vscode.workspace.getConfiguration('workbench');
  await settings.update('colorTheme', IDS[theme], vscode.ConfigurationTarget.Global);
  await changed;
}

/**
 * A theme that was active already causes no event, and activeColorTheme cannot tell, since older versions call every
 * theme light until the first change: so this waits a while, but not for ever.
 */
async function themeChange(kind: vscode.ColorThemeKind): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(finish, PATIENCE_MS);
    const subscription = vscode.window.onDidChangeActiveColorTheme((theme) => {
      if (theme.kind === kind) finish();
    });
  });
}
