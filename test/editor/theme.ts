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

/** Switches the whole window to a default theme and returns when it is active. */
export async function setTheme(theme: Theme): Promise<void> {
  const active = themeBecomes(KINDS[theme]);
  const settings = vscode.workspace.getConfiguration('workbench');
  await settings.update('colorTheme', IDS[theme], vscode.ConfigurationTarget.Global);
  await active;
}

async function themeBecomes(kind: vscode.ColorThemeKind): Promise<void> {
  if (vscode.window.activeColorTheme.kind === kind) return;
  await new Promise<void>((resolve) => {
    const subscription = vscode.window.onDidChangeActiveColorTheme((theme) => {
      if (theme.kind !== kind) return;
      subscription.dispose();
      resolve();
    });
  });
}
