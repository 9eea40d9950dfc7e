import * as vscode from 'vscode';

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
  const settings = vscode.workspace.getConfiguration('workbench');
  // activeColorTheme is no guide: until its first change, older versions call every theme light
  if (settings.get('colorTheme') === IDS[theme]) return;
  const changed = themeChange(KINDS[theme]);
  await settings.update('colorTheme', IDS[theme], vscode.ConfigurationTarget.Global);
  await changed;
}

async function themeChange(kind: vscode.ColorThemeKind): Promise<void> {
  await new Promise<void>((resolve) => {
    const subscription = vscode.window.onDidChangeActiveColorTheme((theme) => {
      if (theme.kind !== kind) return;
      subscription.dispose();
      resolve();
    });
  });
}
